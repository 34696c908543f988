#include <server/usage/log_partitions.h>
#include <server/usage/totals.h>
#include <server/usage/usage_store.h>

#include <cmath>

namespace beaver::usage {

namespace {

using storage::Connection;

Result<void> onlyWhether(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

} // namespace

void Sums::add(const ledger::Settlement &call)
{
    ++calls;
    inputTokens += call.usage.inputTokens();
    outputTokens += call.usage.outputTokens();
    cachedTokens += call.usage[wire::Bucket::CachedRead];
    listCost += call.listCost;
    cost += call.cost;
    byokCost += call.byokCost;
    lastAtMs = std::max(lastAtMs, call.endedAtMs);
}

void Sums::add(const Sums &other)
{
    calls += other.calls;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    cachedTokens += other.cachedTokens;
    listCost += other.listCost;
    cost += other.cost;
    byokCost += other.byokCost;
    lastAtMs = std::max(lastAtMs, other.lastAtMs);
}

int latencyBucket(std::int64_t ms)
{
    return ms <= 1 ? 0 : static_cast<int>(4 * std::log2(static_cast<double>(ms)));
}

double latencyBucketStart(int bucket)
{
    return bucket <= 0 ? 0 : std::exp2(bucket / 4.0);
}

void PendingTotals::add(const ledger::Settlement &call, std::string_view outcome)
{
    const std::int64_t hour = call.endedAtMs - call.endedAtMs % hourMs;
    auto &total = m_totals[{hour, call.model, call.endpoint, std::string(outcome), call.reason, call.category}];
    total.sums.add(call);
    total.provider = call.provider;
    if (call.endpoint.empty())
        return;
    ++m_latencies[{hour, call.endpoint, true, latencyBucket(call.endedAtMs - call.startedAtMs)}];
    if (call.firstByteAtMs)
        ++m_latencies[{hour, call.endpoint, false, latencyBucket(*call.firstByteAtMs - call.startedAtMs)}];
}

void PendingTotals::add(PendingTotals &&other)
{
    for (auto &[line, total] : other.m_totals) {
        auto &mine = m_totals[line];
        mine.sums.add(total.sums);
        mine.provider = std::move(total.provider);
    }
    for (const auto &[latency, calls] : other.m_latencies)
        m_latencies[latency] += calls;
    other.clear();
}

void PendingTotals::clear()
{
    m_totals.clear();
    m_latencies.clear();
}

std::int64_t PendingTotals::lastHourMs() const
{
    return m_totals.empty() ? 0 : m_totals.rbegin()->first.hourMs;
}

Result<void> PendingTotals::write(Connection &connection) const
{
    for (const auto &[line, total] : m_totals) {
        for (const bool day : {false, true}) {
            auto &upsert = connection.prepared(
                "INSERT INTO usage_totals (span, start, model_id, endpoint_id, outcome, reason, category, provider, "
                "calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, last_at) VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (span, start, model_id, endpoint_id, "
                "outcome, reason, "
                "category) DO UPDATE SET calls = usage_totals.calls + excluded.calls, "
                "input_tokens = usage_totals.input_tokens + excluded.input_tokens, "
                "output_tokens = usage_totals.output_tokens + excluded.output_tokens, "
                "cached_tokens = usage_totals.cached_tokens + excluded.cached_tokens, "
                "list_cost = usage_totals.list_cost + excluded.list_cost, cost = usage_totals.cost + excluded.cost, "
                "byok_cost = usage_totals.byok_cost + excluded.byok_cost, "
                "last_at = excluded.last_at");
            const auto written = upsert.bind(day ? "day" : "hour")
                                     .bind(day ? line.hourMs - line.hourMs % dayMs : line.hourMs)
                                     .bind(line.model)
                                     .bind(line.endpoint)
                                     .bind(line.outcome)
                                     .bind(line.reason)
                                     .bind(line.category)
                                     .bind(total.provider)
                                     .bind(total.sums.calls)
                                     .bind(total.sums.inputTokens)
                                     .bind(total.sums.outputTokens)
                                     .bind(total.sums.cachedTokens)
                                     .bind(total.sums.listCost.nanoUsd())
                                     .bind(total.sums.cost.nanoUsd())
                                     .bind(total.sums.byokCost.nanoUsd())
                                     .bind(total.sums.lastAtMs)
                                     .run();
            if (!written)
                return written.error();
        }
    }
    for (const auto &[latency, calls] : m_latencies) {
        const auto &[hour, endpoint, whole, bucket] = latency;
        for (const bool day : {false, true}) {
            auto &upsert = connection.prepared(
                "INSERT INTO usage_latencies (span, start, endpoint_id, metric, bucket, calls) VALUES (?, ?, ?, ?, ?, "
                "?) ON CONFLICT (span, start, endpoint_id, metric, bucket) DO UPDATE SET "
                "calls = usage_latencies.calls + excluded.calls");
            const auto written = upsert.bind(day ? "day" : "hour")
                                     .bind(day ? hour - hour % dayMs : hour)
                                     .bind(endpoint)
                                     .bind(whole ? "whole" : "first_byte")
                                     .bind(bucket)
                                     .bind(calls)
                                     .run();
            if (!written)
                return written.error();
        }
    }
    return {};
}

Result<void> rebuildTotals(Connection &connection, std::int64_t fromHourMs)
{
    for (const char *table : {"usage_totals", "usage_latencies"}) {
        for (const bool day : {false, true}) {
            auto &forget = connection.prepared("DELETE FROM " + std::string(table) + " WHERE span = ? AND start >= ?");
            const auto forgotten =
                forget.bind(day ? "day" : "hour").bind(day ? fromHourMs - fromHourMs % dayMs : fromHourMs).run();
            if (!forgotten)
                return forgotten.error();
        }
    }
    // The hours of those days that stay are in no pending sum: the days are made of them first.
    auto days = [&](std::string_view sql) {
        return onlyWhether(connection.prepared(sql).bind(fromHourMs - fromHourMs % dayMs).bind(fromHourMs).run());
    };
    if (auto made = days("INSERT INTO usage_totals SELECT 'day', start - start % 86400000, model_id, endpoint_id, "
                         "outcome, reason, category, MAX(provider), SUM(calls), SUM(input_tokens), SUM(output_tokens), "
                         "SUM(cached_tokens), SUM(list_cost), SUM(cost), SUM(byok_cost), MAX(last_at) FROM "
                         "usage_totals WHERE span = "
                         "'hour' AND start >= ? AND start < ? GROUP BY start - start % 86400000, model_id, "
                         "endpoint_id, outcome, reason, category");
        !made)
        return made;
    if (auto made = days("INSERT INTO usage_latencies SELECT 'day', start - start % 86400000, endpoint_id, metric, "
                         "bucket, SUM(calls) FROM usage_latencies WHERE span = 'hour' AND start >= ? AND start < ? "
                         "GROUP BY start - start % 86400000, endpoint_id, metric, bucket");
        !made)
        return made;
    PendingTotals pending;
    auto read = store::forEachSince(connection, fromHourMs,
                                    [&](const Record &record) { pending.add(record.call, record.outcome); });
    return read ? pending.write(connection) : read;
}

} // namespace beaver::usage
