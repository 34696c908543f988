#include <server/usage/log_partitions.h>
#include <server/usage/overview.h>

#include <algorithm>
#include <map>

namespace beaver::usage {

namespace {

using storage::Connection;

constexpr int shownModels = 10;
constexpr int shownAccounts = 10;
constexpr int watchedAccounts = 200;
constexpr int shownCauses = 20;
constexpr double enoughDays = 3;
constexpr int bucketsOfBand = 4; // from a power of two to the next

using Counts = std::map<int, std::int64_t>; // calls by bucket

double percentile(const Counts &counts, std::int64_t all, double share)
{
    const double wanted = share * static_cast<double>(all);
    double seen = 0;
    for (const auto &[bucket, calls] : counts) {
        const auto here = static_cast<double>(calls);
        if (seen + here >= wanted) {
            const double from = latencyBucketStart(bucket);
            return from + (latencyBucketStart(bucket + 1) - from) * (here > 0 ? (wanted - seen) / here : 1);
        }
        seen += here;
    }
    return -1;
}

Percentiles percentilesOf(const Counts &counts)
{
    Percentiles found;
    for (const auto &[bucket, calls] : counts)
        found.calls += calls;
    if (found.calls > 0) {
        found.p50 = percentile(counts, found.calls, 0.50);
        found.p95 = percentile(counts, found.calls, 0.95);
        found.p99 = percentile(counts, found.calls, 0.99);
    }
    return found;
}

void merge(ReportGroup &to, const ReportGroup &from)
{
    to.sums.add(from.sums);
    to.failed += from.failed;
}

struct Latencies
{
    std::map<std::int64_t, std::pair<Counts, Counts>> days; ///< first byte, whole
    std::map<std::string, Counts> endpoints;                ///< first byte, last 24 hours
    std::map<std::int64_t, Counts> hours;                   ///< first byte of all endpoints, by hour
};

/// First bytes go back to the earlier times, but those of an endpoint alone.
Result<Latencies> latencies(Connection &connection, std::int64_t earlierDay, std::int64_t firstDay,
                            std::int64_t earlierHour, std::int64_t firstHour)
{
    Latencies found;
    auto &days = connection.prepared("SELECT start, metric, bucket, SUM(calls) FROM usage_latencies WHERE span = 'day' "
                                     "AND start >= ? AND (metric = 'first_byte' OR start >= ?) GROUP BY start, metric, "
                                     "bucket");
    auto row = days.bind(earlierDay).bind(firstDay).next();
    for (; row && *row; row = days.next()) {
        auto &day = found.days[days.integer(0)];
        (days.text(1) == "whole" ? day.second : day.first)[static_cast<int>(days.integer(2))] = days.integer(3);
    }
    if (!row)
        return row.error();
    auto &hours =
        connection.prepared("SELECT endpoint_id, start, bucket, calls FROM usage_latencies WHERE span = 'hour' "
                            "AND start >= ? AND metric = 'first_byte'");
    row = hours.bind(std::min(firstHour, earlierHour)).next();
    for (; row && *row; row = hours.next()) {
        const auto bucket = static_cast<int>(hours.integer(2));
        if (hours.integer(1) >= firstHour)
            found.endpoints[hours.text(0)][bucket] += hours.integer(3);
        found.hours[hours.integer(1)][bucket] += hours.integer(3);
    }
    if (!row)
        return row.error();
    return found;
}

/// Sums of the windows out of the sums of days, and of hours for today.
std::vector<Overview::Window> windowsOf(const std::vector<ReportGroup> &days, const std::vector<ReportGroup> &hours,
                                        const Latencies &latencies, std::int64_t today, std::int64_t nowMs)
{
    std::vector<Overview::Window> windows;
    for (const auto &[name, length] : {std::pair("today", 1), {"7d", 7}, {"30d", 30}}) {
        Overview::Window window;
        window.name = name;
        const std::int64_t from = today - (length - 1) * dayMs;
        for (const auto &day : days) {
            const std::int64_t start = std::stoll(day.names[0]);
            if (start >= from)
                merge(window.now, day);
            else if (length > 1 && start >= from - length * dayMs)
                merge(window.before, day);
        }
        if (length == 1) {
            for (const auto &hour : hours) {
                const std::int64_t start = std::stoll(hour.names[0]);
                if (start >= today - dayMs && start + dayMs <= nowMs)
                    merge(window.before, hour);
            }
        }
        Counts firstByte, whole, firstByteBefore;
        const auto addBefore = [&](const Counts &counts) {
            for (const auto &[bucket, calls] : counts)
                firstByteBefore[bucket] += calls;
        };
        for (const auto &[start, counts] : latencies.hours) {
            if (length == 1 && start >= today - dayMs && start + dayMs <= nowMs)
                addBefore(counts);
        }
        for (const auto &[start, counts] : latencies.days) {
            if (start < from) {
                if (length > 1 && start >= from - length * dayMs)
                    addBefore(counts.first);
                continue;
            }
            for (const auto &[bucket, calls] : counts.first)
                firstByte[bucket] += calls;
            for (const auto &[bucket, calls] : counts.second)
                whole[bucket] += calls;
        }
        window.firstByte = percentilesOf(firstByte);
        window.whole = percentilesOf(whole);
        window.firstByteBefore = percentilesOf(firstByteBefore);
        windows.push_back(std::move(window));
    }
    return windows;
}

Result<void> readAccounts(Connection &connection, WatchedAccounts &watched, std::int64_t nowMs, Overview &overview)
{
    auto &sum = connection.prepared("SELECT COUNT(*), COALESCE(SUM(balance), 0), COALESCE(SUM(balance = 0), 0) FROM "
                                    "balances");
    auto row = sum.next();
    if (!row)
        return row.error();
    overview.accounts = sum.integer(0);
    overview.balances = Money::fromNanoUsd(sum.integer(1));
    overview.emptyAccounts = sum.integer(2);
    sum.reset();

    const std::int64_t month = monthStart(nowMs);
    const double days = std::max(1.0, static_cast<double>(nowMs - month) / static_cast<double>(dayMs));
    const auto ids = watched.of(connection, month, watchedAccounts);
    if (!ids)
        return ids.error();
    std::vector<Overview::Account> accounts;
    for (const auto &id : *ids) {
        auto &find = connection.prepared("SELECT a.email, m.calls, m.cost, b.balance FROM usage_account_months m JOIN "
                                         "accounts a ON a.id = m.account_id JOIN balances b ON b.account_id = "
                                         "m.account_id WHERE m.month = ? AND m.account_id = ?");
        row = find.bind(month).bind(id).next();
        if (!row)
            return row.error();
        if (*row)
            accounts.push_back({id, find.text(0), find.integer(1), Money::fromNanoUsd(find.integer(2)),
                                Money::fromNanoUsd(find.integer(3))});
        find.reset();
    }
    std::ranges::stable_sort(accounts, std::greater(), &Overview::Account::cost);
    for (auto &account : accounts) {
        const double perDay = static_cast<double>(account.cost.nanoUsd()) / days;
        if (perDay > 0)
            account.daysLeft = static_cast<double>(account.balance.nanoUsd()) / perDay;
        if (account.daysLeft >= 0 && account.daysLeft < enoughDays &&
            static_cast<int>(overview.lowAccounts.size()) < shownAccounts)
            overview.lowAccounts.push_back(account);
        if (static_cast<int>(overview.topAccounts.size()) < shownAccounts)
            overview.topAccounts.push_back(std::move(account));
    }
    return {};
}

Result<std::int64_t> number(Connection &connection, std::string_view sql)
{
    auto &find = connection.prepared(sql);
    const auto row = find.next();
    if (!row)
        return row.error();
    const std::int64_t found = find.integer(0);
    find.reset();
    return found;
}

} // namespace

Result<Overview> overview(Connection &connection, OverviewMemory &memory, std::int64_t nowMs)
{
    const auto grouped = [&](std::int64_t fromMs, std::int64_t untilMs, const std::vector<Dimension> &by) {
        return memory.past.grouped(connection, fromMs, untilMs, by, nowMs);
    };
    const std::int64_t today = nowMs - nowMs % dayMs;
    const std::int64_t thisHour = nowMs - nowMs % hourMs;
    const std::int64_t end = today + dayMs;
    auto days = grouped(today - 59 * dayMs, end, {Dimension::Day});
    auto hours = grouped(today - dayMs, thisHour + hourMs, {Dimension::Hour});
    auto models = grouped(today - 29 * dayMs, end, {Dimension::Model});
    auto causes = grouped(today - 6 * dayMs, end, {Dimension::Outcome, Dimension::Reason});
    auto endpoints = grouped(thisHour - 23 * hourMs, thisHour + hourMs, {Dimension::Endpoint});
    const auto durations =
        latencies(connection, today - 59 * dayMs, today - 29 * dayMs, today - dayMs, thisHour - 23 * hourMs);
    for (const auto *part : {&days, &hours, &models, &causes, &endpoints}) {
        if (!*part)
            return part->error();
    }
    if (!durations)
        return durations.error();

    Overview overview;
    overview.windows = windowsOf(*days, *hours, *durations, today, nowMs);
    for (auto &day : *days) {
        if (std::stoll(day.names[0]) >= today - 29 * dayMs)
            overview.days.push_back(std::move(day));
    }
    for (auto &hour : *hours) {
        if (std::stoll(hour.names[0]) > thisHour - 24 * hourMs)
            overview.hours.push_back(std::move(hour));
    }
    models->resize(std::min<std::size_t>(models->size(), shownModels));
    overview.models = std::move(*models);
    std::erase_if(*causes, [](const ReportGroup &group) { return isSuccess(group.names[0]); });
    std::ranges::sort(*causes, std::greater(), [](const ReportGroup &group) { return group.sums.calls; });
    causes->resize(std::min<std::size_t>(causes->size(), shownCauses));
    overview.causes = std::move(*causes);
    for (auto &endpoint : *endpoints) {
        if (endpoint.names[0].empty())
            continue;
        Overview::Endpoint one{endpoint.names[0], std::move(endpoint), {}};
        if (const auto found = durations->endpoints.find(one.id); found != durations->endpoints.end())
            one.firstByte = percentilesOf(found->second);
        overview.endpoints.push_back(std::move(one));
    }
    for (const auto &[start, counts] : durations->days) {
        if (start >= today - 29 * dayMs && !counts.first.empty())
            overview.firstByteDays.emplace_back(start, percentilesOf(counts.first));
    }
    for (const auto &[start, counts] : durations->hours) {
        if (start < thisHour - 23 * hourMs)
            continue;
        std::map<std::int64_t, std::int64_t> bands;
        for (const auto &[bucket, calls] : counts)
            bands[std::int64_t{1} << (bucket / bucketsOfBand)] += calls;
        overview.firstByteHours.push_back({start, {bands.begin(), bands.end()}, percentilesOf(counts)});
    }
    if (auto read = readAccounts(connection, memory.watched, nowMs, overview); !read)
        return read.error();
    const auto held = number(connection, "SELECT COALESCE(SUM(amount), 0) FROM holds");
    const auto unpriced =
        number(connection, "SELECT COUNT(*) FROM models m WHERE m.status = 'active' AND NOT EXISTS (SELECT 1 FROM "
                           "price_versions p WHERE p.model_id = m.id AND p.state <> 'unknown')");
    const auto mails = number(connection, "SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed'");
    if (!held || !unpriced || !mails)
        return !held ? held.error() : !unpriced ? unpriced.error() : mails.error();
    overview.held = Money::fromNanoUsd(*held);
    overview.unpricedModels = *unpriced;
    overview.failedMails = *mails;
    return overview;
}

} // namespace beaver::usage
