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

struct Span
{
    std::string_view name;
    std::int64_t startMs = 0;
};

Span spanOf(std::int64_t hourMs, bool day)
{
    return day ? Span{"day", hourMs - hourMs % dayMs} : Span{"hour", hourMs};
}

void beginName(std::string &name, std::int64_t hourMs)
{
    name.assign(reinterpret_cast<const char *>(&hourMs), sizeof hourMs);
}

// Nearly always a line is there: see addToRollup().

Result<void> addToTotal(Connection &connection, const Span &span, const PendingTotals::Total &total)
{
    const auto bindAll = [&](storage::Statement &statement) -> storage::Statement & {
        const Sums &sums = total.sums;
        return statement.bind(sums.calls)
            .bind(sums.inputTokens)
            .bind(sums.outputTokens)
            .bind(sums.cachedTokens)
            .bind(sums.listCost.nanoUsd())
            .bind(sums.cost.nanoUsd())
            .bind(sums.byokCost.nanoUsd())
            .bind(sums.lastAtMs)
            .bind(span.name)
            .bind(span.startMs)
            .bind(total.model)
            .bind(total.endpoint)
            .bind(total.outcome)
            .bind(total.reason)
            .bind(total.category);
    };
    const auto updated =
        bindAll(connection.prepared("UPDATE usage_totals SET calls = calls + ?, input_tokens = input_tokens + ?, "
                                    "output_tokens = output_tokens + ?, cached_tokens = cached_tokens + ?, list_cost "
                                    "= list_cost + ?, cost = cost + ?, byok_cost = byok_cost + ?, last_at = ? WHERE "
                                    "span = ? AND start = ? AND model_id = ? AND endpoint_id = ? AND outcome = ? AND "
                                    "reason = ? AND category = ?"))
            .run();
    if (!updated || *updated > 0)
        return onlyWhether(updated);
    return onlyWhether(bindAll(connection.prepared("INSERT INTO usage_totals (calls, input_tokens, output_tokens, "
                                                   "cached_tokens, list_cost, cost, byok_cost, last_at, span, start, "
                                                   "model_id, endpoint_id, outcome, reason, category, provider) "
                                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
                           .bind(total.provider)
                           .run());
}

Result<void> addToLatency(Connection &connection, const Span &span, const std::string &endpoint,
                          std::string_view metric, int bucket, std::int64_t calls)
{
    const auto bindAll = [&](storage::Statement &statement) -> storage::Statement & {
        return statement.bind(calls).bind(span.name).bind(span.startMs).bind(endpoint).bind(metric).bind(bucket);
    };
    const auto updated = bindAll(connection.prepared("UPDATE usage_latencies SET calls = calls + ? WHERE span = ? AND "
                                                     "start = ? AND endpoint_id = ? AND metric = ? AND bucket = ?"))
                             .run();
    if (!updated || *updated > 0)
        return onlyWhether(updated);
    return onlyWhether(bindAll(connection.prepared("INSERT INTO usage_latencies (calls, span, start, endpoint_id, "
                                                   "metric, bucket) VALUES (?, ?, ?, ?, ?, ?)"))
                           .run());
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
    beginName(m_name, hour);
    for (const std::string_view part : {std::string_view(call.endpoint), std::string_view(call.model), outcome,
                                        std::string_view(call.reason), std::string_view(call.category)})
        m_name.append(1, '\n').append(part);
    auto &total = m_totals[m_name];
    if (total.sums.calls == 0)
        total = {hour, call.model, call.endpoint, std::string(outcome), call.reason, call.category, call.provider, {}};
    total.sums.add(call);
    if (call.endpoint.empty())
        return;
    beginName(m_name, hour);
    auto &durations = m_durations[m_name.append(1, '\n').append(call.endpoint)];
    if (durations.endpoint.empty()) {
        durations.hourMs = hour;
        durations.endpoint = call.endpoint;
    }
    ++durations.whole[latencyBucket(call.endedAtMs - call.startedAtMs)];
    if (call.firstByteAtMs)
        ++durations.firstByte[latencyBucket(*call.firstByteAtMs - call.startedAtMs)];
}

void PendingTotals::takeFrom(PendingTotals &other)
{
    for (auto &[name, total] : other.m_totals) {
        const auto [mine, isNew] = m_totals.try_emplace(name, std::move(total));
        if (!isNew)
            mine->second.sums.add(total.sums);
    }
    for (auto &[name, durations] : other.m_durations) {
        const auto [mine, isNew] = m_durations.try_emplace(name, std::move(durations));
        if (isNew)
            continue;
        for (const auto &[bucket, calls] : durations.firstByte)
            mine->second.firstByte[bucket] += calls;
        for (const auto &[bucket, calls] : durations.whole)
            mine->second.whole[bucket] += calls;
    }
    other.clear();
}

void PendingTotals::clear()
{
    m_totals.clear();
    m_durations.clear();
}

std::size_t PendingTotals::lines() const
{
    std::size_t count = m_totals.size();
    for (const auto &[name, durations] : m_durations)
        count += durations.firstByte.size() + durations.whole.size();
    return 2 * count; // hour and day
}

std::int64_t PendingTotals::lastHourMs() const
{
    std::int64_t last = 0;
    for (const auto &[name, total] : m_totals)
        last = std::max(last, total.hourMs);
    return last;
}

Result<void> PendingTotals::write(Connection &connection) const
{
    for (const auto &[name, total] : m_totals) {
        for (const bool day : {false, true}) {
            if (auto added = addToTotal(connection, spanOf(total.hourMs, day), total); !added)
                return added;
        }
    }
    for (const auto &[name, durations] : m_durations) {
        for (const bool day : {false, true}) {
            const Span span = spanOf(durations.hourMs, day);
            for (const auto &[metric, counts] :
                 {std::pair("whole", &durations.whole), {"first_byte", &durations.firstByte}}) {
                for (const auto &[bucket, calls] : *counts) {
                    if (auto added = addToLatency(connection, span, durations.endpoint, metric, bucket, calls); !added)
                        return added;
                }
            }
        }
    }
    return {};
}

Result<void> forgetTotals(Connection &connection, std::int64_t fromHourMs)
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
    return days("INSERT INTO usage_latencies SELECT 'day', start - start % 86400000, endpoint_id, metric, "
                "bucket, SUM(calls) FROM usage_latencies WHERE span = 'hour' AND start >= ? AND start < ? "
                "GROUP BY start - start % 86400000, endpoint_id, metric, bucket");
}

} // namespace beaver::usage
