#pragma once

#include <server/identity/types.h>
#include <shared/base/result.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace beaver::identity {

/// What is counted of a key while the gateway runs; shared by all its secrets. Any thread, no lock.
class KeyUse
{
public:
    explicit KeyUse(KeyId id)
        : m_id(std::move(id))
    {}

    const KeyId &id() const { return m_id; }
    std::int64_t lastUsedMs() const { return m_lastUsedMs.load(std::memory_order_relaxed); }

    /// One more call of at most `cap`; false: there is none left.
    bool takeRequest(std::int64_t cap);
    void giveBackRequest() { m_requests.fetch_sub(1); }
    /// Calls so far, of a key with a cap.
    std::int64_t requests() const { return m_requests; }
    /// What the database says, once; `anew`: also where it is known already.
    void setRequests(std::int64_t made, bool anew);
    bool counts() const { return m_counts; }

private:
    friend class KeyUses;

    const KeyId m_id;
    std::atomic<std::int64_t> m_lastUsedMs = 0;
    std::atomic<bool> m_dirty = false;
    std::atomic<std::int64_t> m_requests = 0;
    std::atomic<bool> m_counts = false;
};

/// Last uses that aren't in the database yet. A key that is used all the time stands here once. Any thread.
class KeyUses
{
public:
    void touch(const std::shared_ptr<KeyUse> &use, std::int64_t nowMs);

    struct Line
    {
        KeyId id;
        std::int64_t lastUsedMs = 0;
    };
    /// Those since the last time.
    std::vector<Line> take();

private:
    std::mutex m_mutex;
    std::vector<std::shared_ptr<KeyUse>> m_dirty;
};

/// Takes a call from the request cap of the caller's key, where it has one. RateLimited (`request_cap_reached`): there
/// is none left, and waiting doesn't help.
Result<void> takeRequest(const Principal &principal);
/// The call wasn't let through after all.
void giveBackRequest(const Principal &principal);

} // namespace beaver::identity
