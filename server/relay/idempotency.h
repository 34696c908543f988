#pragma once

#include <QCoroTask>

#include <server/ledger/types.h>
#include <server/ops/async.h>
#include <server/storage/database.h>
#include <shared/base/result.h>

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace beaver::relay {

/// `Idempotency-Key`: the same key and request gets the same answer and is charged once, however many ask at once and
/// across restarts; answers are kept for 24 hours with the settlement they belong to. Shared by all loops. Any thread.
class Idempotency
{
public:
    using Reply = std::shared_ptr<const ledger::StoredReply>;

    Idempotency(storage::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// 32 bytes that stand for a request.
    static std::string hashRequest(std::string_view route, std::string_view body);
    static Result<void> checkKey(std::string_view key); ///< 1 to 255 visible ASCII characters

    /// Null: the caller owns the key now, carries the call out, and ends it with release(). Else the answer given
    /// before. A call under way is waited for, up to 30 s. Conflict: another request under the same key, or the wait is
    /// over.
    QCoro::Task<Result<Reply>> claim(ops::EventLoop &loop, AccountId account, std::string key, std::string requestHash);
    /// The owner's call has ended: with an answer to be repeated, or null so that the next one tries anew.
    void release(const AccountId &account, const std::string &key, Reply reply);

    /// Deletes answers older than `keptMs`.
    void forgetOld();

    /// Largest answer that is kept, in bytes.
    static constexpr std::size_t largestBody = 1024 * 1024;
    static constexpr std::int64_t keptMs = 24 * 3'600'000;

private:
    struct Running
    {
        std::string requestHash;
        std::vector<ops::Promise<Reply>> waiting;
    };

    storage::Database &m_database;
    const Clock &m_clock;
    std::mutex m_mutex; // guards m_running
    std::unordered_map<std::string, Running> m_running;
};

} // namespace beaver::relay
