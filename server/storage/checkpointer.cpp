#include <server/storage/checkpointer.h>

#include <utility>

namespace beaver::storage {

namespace {

// At so many times the pages of a pass a thorough one comes, after which the writer ends the log …
constexpr int longLog = 4;
// … and at so many it waits for a pass that the disk is too slow for: the log has a bound.
constexpr int longestLog = 8;

/// A pass, and a short one of what came meanwhile, with all of it on the disk: what the writer then has to move and to
/// wait for is little.
Result<void> moveThoroughly(SqliteConnection &connection)
{
    for (int round = 0; round < 2; ++round) {
        if (auto moved = connection.checkpoint(); !moved)
            return moved;
        if (auto flushed = connection.flushFiles(); !flushed)
            return flushed;
    }
    return {};
}

} // namespace

Checkpointer::Checkpointer(int pages)
    : m_pages(pages)
{}

Checkpointer::~Checkpointer()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_asked.notify_one();
    m_thread.join();
}

Result<void> Checkpointer::start(SqliteOptions options)
{
    std::promise<Result<void>> promise;
    auto opened = promise.get_future();
    m_thread = std::thread([this, options = std::move(options), promise = std::move(promise)]() mutable {
        threadMain(options, std::move(promise));
    });
    return opened.get();
}

Checkpointer::Advice Checkpointer::committed(int walPages)
{
    if (walPages < m_lastLength)
        m_askedAt = 0; // the log was begun anew
    m_lastLength = walPages;
    if (m_busy.load(std::memory_order_acquire)) {
        if (walPages < longestLog * m_pages)
            return Advice::GoOn;
        std::unique_lock lock(m_mutex);
        m_passed.wait(lock, [this] { return !m_busy.load(std::memory_order_relaxed); });
    }
    // A reader of old pages may be in the way: then the next try comes a pass later.
    if (std::exchange(m_thorough, false))
        return Advice::PassYourself;
    if (walPages - m_askedAt < m_pages)
        return Advice::GoOn;
    m_askedAt = walPages;
    m_thorough = walPages >= longLog * m_pages;
    m_busy.store(true, std::memory_order_relaxed);
    {
        const std::lock_guard lock(m_mutex);
        m_due = true;
        m_dueThorough = m_thorough;
    }
    m_asked.notify_one();
    return Advice::GoOn;
}

Result<void> Checkpointer::takeFailure()
{
    if (!m_failed.exchange(false))
        return {};
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

void Checkpointer::threadMain(const SqliteOptions &options, std::promise<Result<void>> opened)
{
    auto connection = SqliteConnection::open(options);
    if (!connection) {
        opened.set_value(connection.error());
        return;
    }
    opened.set_value({});
    std::unique_lock lock(m_mutex);
    while (true) {
        m_asked.wait(lock, [this] { return m_due || m_stopping; });
        if (m_stopping)
            break;
        m_due = false;
        const bool thorough = m_dueThorough;
        lock.unlock();
        const auto moved = thorough ? moveThoroughly(**connection) : (*connection)->checkpoint();
        m_flushFailed.store((*connection)->flushFailed(), std::memory_order_relaxed);
        lock.lock();
        if (!moved) {
            m_failure = moved.error();
            m_failed.store(true);
        }
        m_busy.store(false, std::memory_order_release);
        m_passed.notify_one();
    }
    lock.unlock();
    connection->reset(); // on the thread that opened it
}

} // namespace beaver::storage
