#include <server/audit/audit_log.h>
#include <server/cache/reply_cache.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <utility>

namespace beaver::cache {

namespace {

constexpr std::int64_t rowsAtOnce = 500; ///< deleted in one job: others' writes come in between

} // namespace

Ownership::Ownership(ReplyCache &cache, const CacheKey &key, std::uint64_t generation)
    : m_cache(&cache)
    , m_key(key)
    , m_generation(generation)
{}

Ownership::Ownership(Ownership &&other) noexcept
    : m_cache(std::exchange(other.m_cache, nullptr))
    , m_key(other.m_key)
    , m_generation(other.m_generation)
{}

Ownership &Ownership::operator=(Ownership &&other) noexcept
{
    if (this != &other) {
        giveUp();
        m_cache = std::exchange(other.m_cache, nullptr);
        m_key = other.m_key;
        m_generation = other.m_generation;
    }
    return *this;
}

Ownership::~Ownership()
{
    giveUp();
}

void Ownership::giveUp()
{
    if (ReplyCache *cache = std::exchange(m_cache, nullptr))
        cache->handOn(m_key);
}

void Ownership::store(CachedReply reply, std::int64_t ttlS)
{
    if (ReplyCache *cache = std::exchange(m_cache, nullptr))
        cache->store(m_key, m_generation, std::move(reply), ttlS);
}

ReplyCache::ReplyCache(storage::Database &database, const Clock &clock, Settings settings)
    : m_database(database)
    , m_clock(clock)
    , m_settings(settings)
    , m_pendingWrites(std::make_shared<std::atomic<std::int64_t>>(0))
{}

QCoro::Task<ReplyCache::Claim> ReplyCache::claim(ops::EventLoop &loop, CacheKey key)
{
    std::optional<ops::Promise<Claim>> waiting;
    std::uint64_t number = 0; // of the waiter, or the generation
    {
        const std::lock_guard lock(m_mutex);
        if (Reply reply = findInMemory(key)) {
            countHit(*reply);
            co_return Claim{std::move(reply), {}};
        }
        const auto [running, first] = m_running.try_emplace(key);
        if (first) {
            number = m_generation;
        } else {
            waiting.emplace(loop);
            number = ++m_nextWaiter;
            running->second.waiting.push_back({number, *waiting});
        }
    }
    auto claiming = waiting ? wait(loop, key, *waiting, number) : claimFromDisk(loop, key, number);
    auto claim = co_await claiming;
    co_return claim;
}

QCoro::Task<ReplyCache::Claim> ReplyCache::wait(ops::EventLoop &loop, CacheKey key, ops::Promise<Claim> promise,
                                                std::uint64_t id)
{
    const auto timer = loop.startTimer(m_settings.longestWaitMs, [this, key, promise, id] {
        if (leave(key, id))
            promise.set(Claim{});
    });
    auto answer = promise.future();
    Claim claim = co_await answer;
    loop.cancelTimer(timer);
    if (claim.ownership) {
        const std::lock_guard lock(m_mutex);
        ++m_statistics.misses;
    }
    co_return claim;
}

QCoro::Task<ReplyCache::Claim> ReplyCache::claimFromDisk(ops::EventLoop &loop, CacheKey key, std::uint64_t generation)
{
    Claim claim;
    claim.ownership = Ownership(*this, key, generation);
    if (m_settings.diskBytes > 0) {
        auto reading = m_database.read(loop, [key, now = m_clock.wallMs()](storage::Connection &connection) {
            return store::find(connection, key, now);
        });
        auto found = co_await reading;
        if (found && *found) { // a table that can't be read has nothing
            const std::int64_t leftMs = (*found)->expiresAtMs - m_clock.wallMs();
            claim.reply = std::make_shared<const CachedReply>(std::move((*found)->reply));
            claim.ownership.m_cache = nullptr;
            {
                const std::lock_guard lock(m_mutex);
                if (generation == m_generation)
                    keepInMemory(key, claim.reply, std::clamp<std::int64_t>(leftMs, 0, longestTtlS * 1000));
                countHit(*claim.reply);
            }
            answerAll(key, claim.reply);
            co_return claim;
        }
    }
    const std::lock_guard lock(m_mutex);
    ++m_statistics.misses;
    co_return claim;
}

void ReplyCache::store(const CacheKey &key, std::uint64_t generation, CachedReply made, std::int64_t ttlS)
{
    const std::int64_t ttlMs = std::clamp(ttlS, shortestTtlS, longestTtlS) * 1000;
    const auto reply = std::make_shared<const CachedReply>(std::move(made));
    bool kept = false;
    {
        const std::lock_guard lock(m_mutex);
        kept = generation == m_generation && reply->body.size() <= m_settings.largestReply;
        if (kept) {
            keepInMemory(key, reply, ttlMs);
            ++m_statistics.stored;
        }
    }
    if (kept)
        keepOnDisk(key, reply, m_clock.wallMs() + ttlMs);
    answerAll(key, reply);
}

void ReplyCache::keepOnDisk(const CacheKey &key, Reply reply, std::int64_t expiresAtMs)
{
    if (m_settings.diskBytes == 0 || m_database.stalled())
        return;
    if (m_pendingWrites->fetch_add(1) >= m_settings.mostPendingWrites) {
        m_pendingWrites->fetch_sub(1);
        return;
    }
    m_database.write([key, reply, expiresAtMs](
                         storage::Connection &connection) { return store::put(connection, key, *reply, expiresAtMs); },
                     [pending = m_pendingWrites](const Result<void> &) { pending->fetch_sub(1); });
}

void ReplyCache::answerAll(const CacheKey &key, const Reply &reply)
{
    std::deque<Waiter> waiting;
    {
        const std::lock_guard lock(m_mutex);
        const auto running = m_running.find(key);
        if (running == m_running.end())
            return;
        waiting = std::move(running->second.waiting);
        m_running.erase(running);
        for (std::size_t each = 0; each < waiting.size(); ++each) {
            countHit(*reply);
            ++m_statistics.shared;
        }
    }
    for (const Waiter &waiter : waiting)
        waiter.promise.set(Claim{reply, {}});
}

void ReplyCache::handOn(const CacheKey &key)
{
    std::optional<ops::Promise<Claim>> next;
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto running = m_running.find(key);
        if (running == m_running.end())
            return;
        auto &waiting = running->second.waiting;
        if (waiting.empty()) {
            m_running.erase(running);
            return;
        }
        next.emplace(waiting.front().promise);
        waiting.pop_front();
        generation = m_generation;
    }
    next->set(Claim{nullptr, Ownership(*this, key, generation)});
}

bool ReplyCache::leave(const CacheKey &key, std::uint64_t id)
{
    const std::lock_guard lock(m_mutex);
    const auto running = m_running.find(key);
    return running != m_running.end() &&
           std::erase_if(running->second.waiting, [id](const Waiter &waiter) { return waiter.id == id; }) > 0;
}

QCoro::Task<Result<ReplyCache::Cleared>> ReplyCache::clear(ops::EventLoop &loop, Scope scope, audit::Actor actor)
{
    Cleared cleared;
    {
        const std::lock_guard lock(m_mutex);
        ++m_generation;
        for (auto entry = m_order.begin(); entry != m_order.end();) {
            const auto next = std::next(entry);
            if (scope.holds(*entry->reply)) {
                drop(entry);
                ++cleared.memory;
            }
            entry = next;
        }
    }
    const auto erased = std::make_shared<std::int64_t>(0);
    auto writing = m_database.write(
        loop, [scope, actor, erased, now = m_clock.wallMs()](storage::Connection &connection) -> Result<void> {
            const auto rows = store::erase(connection, scope);
            if (!rows)
                return rows.error();
            *erased = *rows;
            JsonWriter what;
            what.beginObject().optionalField("account_id", scope.tenant).optionalField("model", scope.model);
            return audit::append(connection, {actor, "cache.clear", "cache", {}, what.endObject().take()}, now);
        });
    const auto written = co_await writing;
    if (!written)
        co_return written.error();
    cleared.disk = *erased;
    co_return cleared;
}

void ReplyCache::forgetOld()
{
    {
        const std::lock_guard lock(m_mutex);
        const std::int64_t nowUs = m_clock.monotonicUs();
        for (auto entry = m_order.begin(); entry != m_order.end();) {
            const auto next = std::next(entry);
            if (entry->expiresUs <= nowUs) {
                drop(entry);
                ++m_statistics.expired;
            }
            entry = next;
        }
    }
    m_database.write(
        [now = m_clock.wallMs(), most = m_settings.diskBytes](storage::Connection &connection) -> Result<void> {
            const auto erased = store::eraseOld(connection, now, static_cast<std::int64_t>(most), rowsAtOnce);
            return erased ? Result<void>() : Result<void>(erased.error());
        },
        [](const Result<void> &) {});
}

Statistics ReplyCache::statistics() const
{
    const std::lock_guard lock(m_mutex);
    Statistics now = m_statistics;
    now.entries = m_entries.size();
    now.running = m_running.size();
    return now;
}

Reply ReplyCache::findInMemory(const CacheKey &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return nullptr;
    const auto entry = found->second;
    if (entry->expiresUs <= m_clock.monotonicUs()) {
        drop(entry);
        ++m_statistics.expired;
        return nullptr;
    }
    m_order.splice(m_order.begin(), m_order, entry);
    return entry->reply;
}

void ReplyCache::keepInMemory(const CacheKey &key, Reply reply, std::int64_t ttlMs)
{
    if (const auto known = m_entries.find(key); known != m_entries.end())
        drop(known->second);
    const std::size_t bytes = reply->bytes();
    if (bytes > m_settings.memoryBytes)
        return;
    while (m_statistics.bytes + bytes > m_settings.memoryBytes) {
        drop(std::prev(m_order.end()));
        ++m_statistics.evicted;
    }
    m_order.push_front({key, std::move(reply), m_clock.monotonicUs() + ttlMs * 1000});
    m_entries.emplace(key, m_order.begin());
    m_statistics.bytes += bytes;
}

void ReplyCache::drop(Order::iterator entry)
{
    m_statistics.bytes -= entry->reply->bytes();
    m_entries.erase(entry->key);
    m_order.erase(entry);
}

void ReplyCache::countHit(const CachedReply &reply)
{
    ++m_statistics.hits;
    m_statistics.tokensSaved += static_cast<std::uint64_t>(reply.usage.totalTokens());
}

} // namespace beaver::cache
