#include <server/usage/watched_accounts.h>

#include <utility>

namespace beaver::usage {

namespace {

constexpr int keptTimes = 1000; // as long as it took

} // namespace

Result<std::vector<std::string>> WatchedAccounts::of(storage::Connection &connection, std::int64_t monthMs, int most)
{
    const auto began = SteadyClock::now();
    {
        const std::lock_guard lock(m_mutex);
        if (monthMs == m_monthMs && began < m_until)
            return m_ids;
    }
    auto &top = connection.prepared("SELECT account_id FROM usage_account_months WHERE month = ? ORDER BY cost DESC, "
                                    "calls DESC LIMIT ?");
    std::vector<std::string> ids;
    auto row = top.bind(monthMs).bind(most).next();
    for (; row && *row; row = top.next())
        ids.push_back(top.text(0));
    if (!row)
        return row.error();
    const auto ended = SteadyClock::now();
    const std::lock_guard lock(m_mutex);
    m_ids = ids;
    m_monthMs = monthMs;
    // A list that isn't full was read from few lines, however long a busy machine took for it.
    m_until = std::cmp_less(ids.size(), most) ? ended : ended + (ended - began) * keptTimes;
    return ids;
}

} // namespace beaver::usage
