#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace beaver::identity {

/// So many of something within a time, by name (an address, an e-mail): from the first one on the time runs; when it is
/// over it begins anew. Monotonic. Bounded: names beyond `most` push others out. Any thread.
class AttemptLimit
{
public:
    /// `count` 0: no limit.
    AttemptLimit(std::int64_t count, std::int64_t periodMs, std::size_t most = 50'000)
        : m_count(count)
        , m_periodUs(periodMs * 1000)
        , m_most(most)
    {}

    /// 0: go on, it is counted; else so many milliseconds to wait.
    std::int64_t take(const std::string &name, std::int64_t nowUs);

private:
    struct Window
    {
        std::int64_t beganUs = 0;
        std::int64_t taken = 0;
    };

    const std::int64_t m_count;
    const std::int64_t m_periodUs;
    const std::size_t m_most;
    std::mutex m_mutex;
    std::unordered_map<std::string, Window> m_windows;
};

} // namespace beaver::identity
