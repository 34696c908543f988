#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

namespace beaver::usage {

inline constexpr std::int64_t hourMs = 3'600'000;
inline constexpr std::int64_t dayMs = 24 * hourMs;

/// What reports add up.
struct Sums
{
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t cachedTokens = 0; ///< read from a provider's cache; part of inputTokens
    Money listCost;
    Money cost;
    Money byokCost; ///< by the list, of calls with a project's own credential
    std::int64_t lastAtMs = 0;

    void add(const ledger::Settlement &call);
    void add(const Sums &other);
};

/// Durations are counted in buckets of a quarter of a doubling: bucket n holds from 2^(n/4) ms, 0 what is shorter.
int latencyBucket(std::int64_t ms);
/// Where a bucket begins, in milliseconds.
double latencyBucketStart(int bucket);

/// Sums of the whole gateway that have happened and aren't in `usage_totals` and `usage_latencies` yet: written about
/// once a second, because a call must not wait for them. Writer's thread.
class PendingTotals
{
public:
    struct Total
    {
        std::int64_t hourMs = 0;
        std::string model, endpoint, outcome, reason, category, provider;
        Sums sums;
    };

    void add(const ledger::Settlement &call, std::string_view outcome);
    /// All of it; nothing is left there.
    void takeFrom(PendingTotals &other);
    bool empty() const { return m_totals.empty(); }
    /// How many write() changes.
    std::size_t lines() const;
    void clear();
    /// Start of the newest hour in it; 0: none.
    std::int64_t lastHourMs() const;
    Result<void> write(storage::Connection &connection) const;

private:
    struct Durations
    {
        std::int64_t hourMs = 0;
        std::string endpoint;
        std::map<int, std::int64_t> firstByte, whole; ///< calls by bucket
    };
    // By what makes a line different, in one text: every call looks its lines up, and many begin alike.
    std::unordered_map<std::string, Total> m_totals;
    std::unordered_map<std::string, Durations> m_durations;
    std::string m_name; ///< of the line looked for; its room is kept
};

/// Takes the hours from `fromHourMs` on out of the tables, and out of the days that they are in, because the request
/// log says better after a kill.
Result<void> forgetTotals(storage::Connection &connection, std::int64_t fromHourMs);

} // namespace beaver::usage
