#pragma once

#include <server/storage/connection.h>
#include <server/usage/past_sums.h>
#include <server/usage/watched_accounts.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace beaver::usage {

/// Durations out of their buckets, in milliseconds; −1: nothing was measured.
struct Percentiles
{
    std::int64_t calls = 0;
    double p50 = -1, p95 = -1, p99 = -1;
};

/// The figures of the console's first page, read from the gateway's sums. Days are UTC's.
struct Overview
{
    struct Window
    {
        std::string name; ///< `today`, `7d`, `30d`
        ReportGroup now;
        ReportGroup before; ///< as long, just before; of today: yesterday until the same hour
        Percentiles firstByte, whole;
        Percentiles firstByteBefore; ///< of `before`
    };
    struct Endpoint
    {
        std::string id;
        ReportGroup sums; ///< of the last 24 hours
        Percentiles firstByte;
    };
    /// How long first bytes took in one hour: calls by where their band begins, in milliseconds, each up to twice that.
    struct FirstByteHour
    {
        std::int64_t startMs = 0;
        std::vector<std::pair<std::int64_t, std::int64_t>> bands;
        Percentiles all;
    };
    struct Account
    {
        std::string id, email;
        std::int64_t calls = 0;
        Money cost;
        Money balance;
        double daysLeft = -1; ///< at this month's pace; −1: spends nothing
    };
    std::vector<Window> windows;
    std::vector<ReportGroup> days;   ///< of the last 30, with their start
    std::vector<ReportGroup> hours;  ///< of the last 24
    std::vector<ReportGroup> models; ///< of 30 days, the dearest first
    std::vector<ReportGroup> causes; ///< outcome and reason of what failed in 7 days
    std::vector<Endpoint> endpoints;
    std::vector<FirstByteHour> firstByteHours; ///< of the last 24 hours, those with calls, the oldest first
    std::vector<std::pair<std::int64_t, Percentiles>>
        firstByteDays;                ///< of the last 30, those with calls, the oldest first
    std::vector<Account> topAccounts; ///< of this month
    std::vector<Account> lowAccounts; ///< of those who spend most, whose money lasts less than three days
    Money balances;                   ///< of all accounts
    Money held;
    std::int64_t accounts = 0;
    std::int64_t emptyAccounts = 0;
    std::int64_t unpricedModels = 0;
    std::int64_t failedMails = 0;
};

/// What one overview leaves to the next.
struct OverviewMemory
{
    PastSums past;
    WatchedAccounts watched;
};

/// A reader's thread; tens of milliseconds with a hundred thousand accounts.
Result<Overview> overview(storage::Connection &connection, OverviewMemory &memory, std::int64_t nowMs);

} // namespace beaver::usage
