#pragma once

#include <server/ops/async.h>
#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace beaver::identity {

struct HashCost
{
    unsigned long long opsLimit = 0; ///< 0: libsodium's "interactive"
    std::size_t memLimit = 0;
};

/// Argon2id on threads of its own: it takes some 50 ms and 64 MiB, so no loop may do it, and not too many at once. At
/// most `queueLength` wait; more are refused with Unavailable. Any thread.
class PasswordHasher
{
public:
    struct Check
    {
        bool matches = false;
        bool needsRehash = false; ///< matches, but the hash was made at another cost
    };

    PasswordHasher(HashCost cost, int threads, std::size_t queueLength = 64);
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher &) = delete;
    PasswordHasher &operator=(const PasswordHasher &) = delete;

    ops::Future<Result<std::string>> hash(ops::Executor &loop, Secret password);
    /// An empty `stored` (no such account, or one without a password) is answered with a failure after the same work.
    ops::Future<Result<Check>> verify(ops::Executor &loop, std::string stored, Secret password);
    /// On this thread.
    Result<std::string> hashNow(const Secret &password) const;

    /// Verifications that really ran, unknown accounts included.
    std::uint64_t verifications() const { return m_verifications; }

private:
    using Job = std::function<void(bool dropped)>;
    bool submit(Job job);
    void work();
    Check check(const std::string &stored, const Secret &password);

    HashCost m_cost;
    std::size_t m_queueLength;
    std::string m_nobody; ///< hash of a random password, for accounts that aren't there
    std::atomic<std::uint64_t> m_verifications = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

} // namespace beaver::identity
