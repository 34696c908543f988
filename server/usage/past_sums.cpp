#include <server/usage/past_sums.h>

#include <algorithm>

namespace beaver::usage {

namespace {

constexpr std::int64_t keptMs = 5 * 60'000;
constexpr std::int64_t lateMs = 60'000; // the sums of an hour that is over are in the database by then

Result<std::vector<ReportGroup>> read(storage::Connection &connection, std::int64_t fromMs, std::int64_t untilMs,
                                      const std::vector<Dimension> &by)
{
    ReportQuery query;
    query.fromMs = fromMs;
    query.untilMs = untilMs;
    query.groupBy = by;
    query.limit = 100'000;
    auto found = report(connection, query);
    if (!found)
        return found.error();
    return std::move(found->groups);
}

/// Where what is over ends: a whole day where the sums of days can answer.
std::int64_t endOfPast(std::int64_t fromMs, std::int64_t untilMs, const std::vector<Dimension> &by, std::int64_t nowMs)
{
    const bool days = fromMs % dayMs == 0 && untilMs % dayMs == 0 && std::ranges::find(by, Dimension::Hour) == by.end();
    const std::int64_t unit = days ? dayMs : hourMs;
    const std::int64_t sure = nowMs - lateMs;
    return std::clamp(sure - sure % unit, fromMs, untilMs);
}

} // namespace

Result<std::vector<ReportGroup>> PastSums::grouped(storage::Connection &connection, std::int64_t fromMs,
                                                   std::int64_t untilMs, const std::vector<Dimension> &by,
                                                   std::int64_t nowMs)
{
    const std::int64_t past = endOfPast(fromMs, untilMs, by, nowMs);
    std::vector<ReportGroup> groups;
    bool known = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto kept = m_kept.find(by);
        known = kept != m_kept.end() && kept->second.fromMs == fromMs && kept->second.untilMs == past &&
                nowMs >= kept->second.readMs && nowMs - kept->second.readMs < keptMs;
        if (known)
            groups = kept->second.groups;
    }
    if (!known) {
        auto over = read(connection, fromMs, past, by);
        if (!over)
            return over;
        groups = std::move(*over);
        const std::lock_guard lock(m_mutex);
        m_kept[by] = {fromMs, past, nowMs, groups};
    }
    auto present = read(connection, past, untilMs, by);
    if (!present)
        return present;
    for (auto &group : *present) {
        const auto same = std::ranges::find(groups, group.names, &ReportGroup::names);
        if (same == groups.end()) {
            groups.push_back(std::move(group));
        } else {
            same->sums.add(group.sums);
            same->failed += group.failed;
        }
    }
    sortGroups(groups, by);
    return groups;
}

} // namespace beaver::usage
