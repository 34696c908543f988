#pragma once

#include <server/storage/connection.h>
#include <server/usage/totals.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace beaver::usage {

/// By what a report groups and filters. Times come first in a group's order.
enum class Dimension : std::uint8_t {
    Hour,
    Day,
    Month,
    Model,
    Key,
    Account,
    Project,
    Endpoint,
    Provider,
    Outcome,
    Category,
    Reason
};
std::string_view dimensionName(Dimension dimension); ///< `hour`, `day`, `model`, …
std::optional<Dimension> dimensionByName(std::string_view name);
inline constexpr std::size_t dimensionCount = 12;

struct ReportQuery
{
    std::int64_t fromMs = 0; ///< of whole hours, half open
    std::int64_t untilMs = 0;
    std::vector<Dimension> groupBy;
    std::vector<std::pair<Dimension, std::string>> filters; ///< at most one of a kind; no times
    /// Start of the day or month (Day, Month) that a moment lies in, where the reader is; null: UTC.
    std::function<std::int64_t(Dimension, std::int64_t)> calendar;
    int limit = 100;
    std::string after; ///< `next` of the page before
};

struct ReportGroup
{
    std::vector<std::string> names; ///< one for each of groupBy; times are milliseconds as text
    Sums sums;
    std::int64_t failed = 0; ///< calls that brought no whole answer
};

/// A line of an account's rollups.
struct RollupLine
{
    std::int64_t hourMs = 0;
    std::string project, key, model, outcome;
    Sums sums;
};

struct Report
{
    std::vector<ReportGroup>
        groups;        ///< by time, then by cost, the dearest first; where accounts are walked: by account
    ReportGroup total; ///< of all groups of the query; where accounts are walked: of this page
    bool totalIsWhole = true;
    bool hasMore = false;
    std::string next;
};

/// Sums out of the rollups. Whole-gateway questions read the gateway's sums; one account's its own; those that group by
/// account, key or project over all accounts walk the accounts in pages, in their order. A reader's thread.
Result<Report> report(storage::Connection &connection, const ReportQuery &query);

/// Whether outcome means that the caller got its whole answer.
bool isSuccess(std::string_view outcome);

/// Times upwards, then the dearest first.
void sortGroups(std::vector<ReportGroup> &groups, const std::vector<Dimension> &by);

/// The lines of one account, whom a filter of the query names, as they are: for who adds them up in several ways at
/// once. Of the query, its time and filters count.
Result<void> forEachLine(storage::Connection &connection, const ReportQuery &query,
                         const std::function<void(const RollupLine &)> &take);

} // namespace beaver::usage
