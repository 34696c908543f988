#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace beaver {

namespace published {
/// A number that no value of any kind had before; never 0. Any thread.
std::uint64_t nextVersion() noexcept;
} // namespace published

/// A value that every call reads and hardly anybody replaces. Each thread counts its references apart, so that threads
/// don't take a counter's cache line from each other at every call. A thread that has read it keeps what it has read
/// until it reads the next or ends. Any thread.
template <typename T> class Published
{
public:
    explicit Published(std::shared_ptr<const T> value) { set(std::move(value)); }

    void set(std::shared_ptr<const T> value)
    {
        const std::lock_guard lock(m_mutex);
        m_value = std::move(value);
        m_version.store(published::nextVersion(), std::memory_order_release);
    }

    std::shared_ptr<const T> get() const
    {
        thread_local Seen seen;
        if (seen.version != m_version.load(std::memory_order_acquire)) {
            const std::lock_guard lock(m_mutex);
            seen.version = m_version.load(std::memory_order_relaxed);
            const auto own = std::make_shared<const std::shared_ptr<const T>>(m_value);
            seen.value = std::shared_ptr<const T>(own, own->get());
        }
        return seen.value;
    }

private:
    struct Seen
    {
        std::uint64_t version = 0;
        std::shared_ptr<const T> value; ///< keeps the shared one by a counter of this thread
    };

    mutable std::mutex m_mutex; // guards m_value
    std::shared_ptr<const T> m_value;
    std::atomic<std::uint64_t> m_version = 0;
};

} // namespace beaver
