#pragma once

#include <server/storage/connection.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace beaver::usage {

/// Who spends most in a month. Finding out looks at every account that spends, so a full list is kept a thousand times
/// as long as it took to make: with a hundred thousand accounts for half a minute. One of fewer accounts isn't kept.
/// Any thread.
class WatchedAccounts
{
public:
    /// Ids of at most `most` accounts, the one that spends most first.
    Result<std::vector<std::string>> of(storage::Connection &connection, std::int64_t monthMs, int most);

private:
    using SteadyClock = std::chrono::steady_clock;
    std::mutex m_mutex;
    std::vector<std::string> m_ids;
    std::int64_t m_monthMs = -1;
    SteadyClock::time_point m_until;
};

} // namespace beaver::usage
