#pragma once

#include <server/usage/reports.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace beaver::usage {

/// Sums of hours and days that are over, kept for some minutes: the console asks for the same again every few seconds,
/// and only the present changes. Any thread.
class PastSums
{
public:
    /// The groups of `by` within [fromMs, untilMs), read anew only for what may still change.
    Result<std::vector<ReportGroup>> grouped(storage::Connection &connection, std::int64_t fromMs, std::int64_t untilMs,
                                             const std::vector<Dimension> &by, std::int64_t nowMs);

private:
    struct Kept
    {
        std::int64_t fromMs = 0;
        std::int64_t untilMs = 0;
        std::int64_t readMs = 0;
        std::vector<ReportGroup> groups;
    };
    std::mutex m_mutex;
    std::map<std::vector<Dimension>, Kept> m_kept;
};

} // namespace beaver::usage
