#pragma once

#include <server/storage/sqlite_connection.h>

#include <condition_variable>
#include <deque>
#include <thread>

namespace beaver::storage {

/// Threads that read, each with its own connection, which it opens with its first work.
class Readers
{
public:
    Readers(SqliteOptions options, int threads);
    /// Work that has not begun is answered with a connection that reports errors, so that nobody waits for ever.
    ~Readers();
    Readers(const Readers &) = delete;
    Readers &operator=(const Readers &) = delete;

    void read(std::function<void(Connection &)> work);

private:
    void threadMain();

    const SqliteOptions m_options;
    std::mutex m_mutex; // guards the next two
    std::deque<std::function<void(Connection &)>> m_queue;
    bool m_stopping = false;
    std::condition_variable m_changed;
    std::vector<std::thread> m_threads;
};

} // namespace beaver::storage
