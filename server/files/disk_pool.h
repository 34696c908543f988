#pragma once

#include <server/ops/async.h>
#include <shared/base/result.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace beaver::files {

/// Threads that wait for the disk, so that no loop does. At most `queueLength` pieces of work wait; more are refused
/// with Unavailable. Any thread.
class DiskPool
{
public:
    explicit DiskPool(int threads = 4, std::size_t queueLength = 1024);
    /// Work that has begun is waited for; what still waits is answered with Unavailable.
    ~DiskPool();
    DiskPool(const DiskPool &) = delete;
    DiskPool &operator=(const DiskPool &) = delete;

    /// Runs `work`, which returns a Result, on a thread of the pool. Bind the future to a name, then await it on
    /// `loop`.
    template <typename Work> auto run(ops::Executor &loop, Work work)
    {
        using Answer = std::invoke_result_t<Work>;
        ops::Promise<Answer> promise(loop);
        if (!submit(
                [promise, work = std::move(work)](bool dropped) { promise.set(dropped ? Answer(busy()) : work()); }))
            promise.set(busy());
        return promise.future();
    }

private:
    using Job = std::function<void(bool dropped)>;
    static Error busy();
    bool submit(Job job);
    void work();

    const std::size_t m_queueLength;
    std::mutex m_mutex; // guards the next two
    std::deque<Job> m_jobs;
    bool m_ending = false;
    std::condition_variable m_wake;
    std::vector<std::thread> m_threads;
};

} // namespace beaver::files
