#pragma once

#include <QCoroTask>

#include <server/audit/audit_log.h>
#include <server/cache/reply_store.h>
#include <server/cache/types.h>
#include <server/ops/async.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <atomic>
#include <deque>
#include <list>
#include <mutex>
#include <unordered_map>

namespace beaver::cache {

class ReplyCache;

/// The duty to make an answer that others may be waiting for: given with store(), or handed to the next of them when it
/// dies. Any thread.
class Ownership
{
public:
    Ownership() = default;
    Ownership(Ownership &&other) noexcept;
    Ownership &operator=(Ownership &&other) noexcept;
    ~Ownership();

    /// The answer, whole and finished, status 200: all that wait get it, and it is kept for `ttlS` seconds (60 to
    /// 86,400; others are moved there).
    void store(CachedReply reply, std::int64_t ttlS);
    explicit operator bool() const { return m_cache != nullptr; }

private:
    friend class ReplyCache;
    Ownership(ReplyCache &cache, const CacheKey &key, std::uint64_t generation);
    void giveUp();

    ReplyCache *m_cache = nullptr;
    CacheKey m_key;
    std::uint64_t m_generation = 0; ///< what was cleared since isn't stored
};

/// Answers kept to be given again, per tenant: in memory, least recently used ones dropped first, and in a table, which
/// a restart leaves. One upstream call at a time for each key: who asks meanwhile waits for it. Shared by all loops;
/// any thread, but claim() and clear() on the loop given.
///
/// What may be kept is the caller's to see to: answers of status 200 that are finished (a finish reason, and the end
/// marker of a stream) of requests that asked for it. Tool calls in an answer may be: the gateway carries none out, so
/// giving them again does nothing that the client doesn't do itself.
class ReplyCache
{
public:
    ReplyCache(storage::Database &database, const Clock &clock, Settings settings);
    ReplyCache(const ReplyCache &) = delete;
    ReplyCache &operator=(const ReplyCache &) = delete;

    struct Claim
    {
        Reply reply;         ///< a hit
        Ownership ownership; ///< a miss: the caller makes the answer
        /// Neither: another makes it and takes too long; the caller asks for itself and keeps nothing.
    };
    /// A caller that finds it has left (its client is gone) just lets go of what it gets.
    QCoro::Task<Claim> claim(ops::EventLoop &loop, CacheKey key);

    struct Cleared
    {
        std::int64_t memory = 0;
        std::int64_t disk = 0;
    };
    /// Forgets, with a line in the audit log; what is being made meanwhile isn't kept either. `actor`: id of the
    /// account.
    QCoro::Task<Result<Cleared>> clear(ops::EventLoop &loop, Scope scope, audit::Actor actor);

    Statistics statistics() const;
    const Settings &settings() const { return m_settings; }
    auto diskLines(ops::Executor &loop, int limit)
    {
        return m_database.read(loop,
                               [limit](storage::Connection &connection) { return store::lines(connection, limit); });
    }

    /// Deletes what has expired, and holds the table's bound. Every minute or so.
    void forgetOld();

private:
    friend class Ownership;

    struct Entry
    {
        CacheKey key;
        Reply reply;
        std::int64_t expiresUs = 0; ///< monotonic: a clock that is set makes nothing older
    };
    using Order = std::list<Entry>;
    struct Waiter
    {
        std::uint64_t id = 0;
        ops::Promise<Claim> promise;
    };
    struct Running
    {
        std::deque<Waiter> waiting;
    };
    using Promises = std::vector<ops::Promise<Claim>>;

    // With m_mutex held.
    Reply findInMemory(const CacheKey &key);
    void keepInMemory(const CacheKey &key, Reply reply, std::int64_t ttlMs);
    void drop(Order::iterator entry);
    void countHit(const CachedReply &reply);

    /// The claim whose turn it is now, or whom nobody waits for.
    QCoro::Task<Claim> claimFromDisk(ops::EventLoop &loop, CacheKey key, std::uint64_t generation);
    QCoro::Task<Claim> wait(ops::EventLoop &loop, CacheKey key, ops::Promise<Claim> promise, std::uint64_t id);
    void answerAll(const CacheKey &key, const Reply &reply);
    void handOn(const CacheKey &key);
    bool leave(const CacheKey &key, std::uint64_t id);
    void store(const CacheKey &key, std::uint64_t generation, CachedReply made, std::int64_t ttlS);
    void keepOnDisk(const CacheKey &key, Reply reply, std::int64_t expiresAtMs);

    storage::Database &m_database;
    const Clock &m_clock;
    const Settings m_settings;
    const std::shared_ptr<std::atomic<std::int64_t>> m_pendingWrites;

    mutable std::mutex m_mutex; // guards all below
    Order m_order;              // last used first
    std::unordered_map<CacheKey, Order::iterator> m_entries;
    std::unordered_map<CacheKey, Running> m_running;
    std::uint64_t m_generation = 0;
    std::uint64_t m_nextWaiter = 0;
    Statistics m_statistics;
};

} // namespace beaver::cache
