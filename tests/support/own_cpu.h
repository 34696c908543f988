#pragma once

#include <chrono>
#include <ctime>

namespace beaver::test {

/// The time that this thread has computed: on a busy machine less than the time that went by.
inline std::chrono::nanoseconds ownCpu()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace beaver::test
