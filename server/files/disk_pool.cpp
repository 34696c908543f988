#include <server/files/disk_pool.h>

namespace beaver::files {

DiskPool::DiskPool(int threads, std::size_t queueLength)
    : m_queueLength(queueLength)
{
    for (int at = 0; at < threads; ++at)
        m_threads.emplace_back([this] { work(); });
}

DiskPool::~DiskPool()
{
    std::deque<Job> left;
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        left.swap(m_jobs);
    }
    m_wake.notify_all();
    for (const Job &job : left)
        job(true);
    for (std::thread &thread : m_threads)
        thread.join();
}

Error DiskPool::busy()
{
    return {ErrorCode::Unavailable,
            "Too many files are read and written at once. Try again in a moment.",
            {},
            "storage_busy",
            {},
            1000};
}

bool DiskPool::submit(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_ending || m_jobs.size() >= m_queueLength)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void DiskPool::work()
{
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(false);
    }
}

} // namespace beaver::files
