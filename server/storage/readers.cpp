#include <server/storage/readers.h>

namespace beaver::storage {

Readers::Readers(SqliteOptions options, int threads)
    : m_options(std::move(options))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { threadMain(); });
}

Readers::~Readers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (auto &thread : m_threads)
        thread.join();
}

void Readers::read(std::function<void(Connection &)> work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
    }
    m_changed.notify_one();
}

void Readers::threadMain()
{
    std::unique_ptr<SqliteConnection> connection;
    const auto stopped =
        SqliteConnection::broken({ErrorCode::Unavailable, "The gateway is stopping.", {}, "storage_busy", {}, 1000});
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        if (m_queue.empty())
            return;
        const auto work = std::move(m_queue.front());
        m_queue.pop_front();
        const bool stopping = m_stopping;
        lock.unlock();
        if (stopping) {
            work(*stopped);
        } else if (connection) {
            work(*connection);
            connection->rollback();
        } else if (auto opened = SqliteConnection::open(m_options)) {
            connection = std::move(*opened);
            work(*connection);
            connection->rollback();
        } else {
            work(*SqliteConnection::broken(opened.error()));
        }
        lock.lock();
    }
}

} // namespace beaver::storage
