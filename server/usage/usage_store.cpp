#include <server/usage/usage_store.h>

namespace beaver::usage::store {

namespace {

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

} // namespace

Result<void> insert(storage::Connection &connection, const ledger::Settlement &call,
                    std::optional<std::int64_t> entrySeq)
{
    auto &insert = connection.prepared(
        "INSERT INTO usage_records (id, account_id, key_id, surface, model_id, "
        "upstream_model, provider, endpoint_id, outcome, "
        "reason, status, streamed, estimated, input_tokens, cached_read_tokens, "
        "cache_write_5m_tokens, cache_write_1h_tokens, "
        "output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, "
        "image_in_tokens, image_out_tokens, requests, searches, "
        "images, seconds, characters, price_version, policy, markup_ppm, price_percent, list_cost, cost, uncollected, "
        "reported_cost, hold, entry_seq, attempts, started_at, "
        "first_byte_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(call.call.text())
        .bind(call.account.text())
        .bind(call.key.text())
        .bind(call.surface)
        .bind(call.model)
        .bind(call.upstreamModel)
        .bind(call.provider)
        .bind(call.endpoint)
        .bind(ledger::outcomeName(call.outcome))
        .bind(call.reason)
        .bind(call.status)
        .bind(call.streamed)
        .bind(call.usage.estimated);
    for (const std::int64_t units : call.usage.units)
        insert.bind(units);
    insert.bind(call.priceVersion)
        .bind(call.policy)
        .bind(call.markupPpm)
        .bind(call.pricePercent)
        .bind(call.listCost.nanoUsd())
        .bind(call.cost.nanoUsd())
        .bind(call.uncollected.nanoUsd());
    if (call.usage.reportedCost)
        insert.bind(call.usage.reportedCost->nanoUsd());
    else
        insert.bindNull();
    insert.bind(call.hold.nanoUsd());
    if (entrySeq)
        insert.bind(*entrySeq);
    else
        insert.bindNull();
    insert.bind(call.attempts).bind(call.startedAtMs);
    if (call.firstByteAtMs)
        insert.bind(*call.firstByteAtMs);
    else
        insert.bindNull();
    return done(insert.bind(call.endedAtMs).run());
}

Result<void> addToRollup(storage::Connection &connection, std::int64_t hourMs, const ledger::Settlement &of,
                         const Sums &sums)
{
    auto &upsert = connection.prepared(
        "INSERT INTO usage_rollups (hour, account_id, key_id, model_id, endpoint_id, outcome, calls, input_tokens, "
        "output_tokens, "
        "list_cost, cost, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (account_id, hour, key_id, model_id, endpoint_id, outcome) DO UPDATE SET "
        "calls = usage_rollups.calls + excluded.calls, "
        "input_tokens = usage_rollups.input_tokens + excluded.input_tokens, "
        "output_tokens = usage_rollups.output_tokens + excluded.output_tokens, "
        "list_cost = usage_rollups.list_cost + excluded.list_cost, cost = usage_rollups.cost + excluded.cost, "
        "last_at = excluded.last_at");
    return done(upsert.bind(hourMs)
                    .bind(of.account.text())
                    .bind(of.key.text())
                    .bind(of.model)
                    .bind(of.endpoint)
                    .bind(ledger::outcomeName(of.outcome))
                    .bind(sums.calls)
                    .bind(sums.inputTokens)
                    .bind(sums.outputTokens)
                    .bind(sums.listCost.nanoUsd())
                    .bind(sums.cost.nanoUsd())
                    .bind(sums.lastAtMs)
                    .run());
}

Result<std::optional<Record>> find(storage::Connection &connection, const CallId &call)
{
    auto &find = connection.prepared(
        "SELECT account_id, key_id, surface, model_id, upstream_model, provider, "
        "endpoint_id, outcome, reason, status, streamed, "
        "estimated, price_version, policy, markup_ppm, list_cost, cost, uncollected, "
        "reported_cost, hold, entry_seq, attempts, "
        "started_at, first_byte_at, ended_at, input_tokens, cached_read_tokens, "
        "cache_write_5m_tokens, cache_write_1h_tokens, "
        "output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, "
        "image_in_tokens, image_out_tokens, requests, searches, images, seconds, characters, price_percent "
        "FROM usage_records WHERE id = ?");
    const auto row = find.bind(call.text()).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Record>();
    Record record;
    auto &found = record.call;
    found.call = call;
    found.account = AccountId(find.text(0));
    found.key = KeyId(find.text(1));
    found.surface = find.text(2);
    found.model = find.text(3);
    found.upstreamModel = find.text(4);
    found.provider = find.text(5);
    found.endpoint = find.text(6);
    record.outcome = find.text(7);
    found.reason = find.text(8);
    found.status = static_cast<int>(find.integer(9));
    found.streamed = find.integer(10) != 0;
    found.usage.estimated = find.integer(11) != 0;
    found.priceVersion = find.integer(12);
    found.policy = find.text(13);
    found.markupPpm = find.integer(14);
    found.listCost = Money::fromNanoUsd(find.integer(15));
    found.cost = Money::fromNanoUsd(find.integer(16));
    found.uncollected = Money::fromNanoUsd(find.integer(17));
    if (!find.isNull(18))
        found.usage.reportedCost = Money::fromNanoUsd(find.integer(18));
    found.hold = Money::fromNanoUsd(find.integer(19));
    if (!find.isNull(20))
        record.entrySeq = find.integer(20);
    found.attempts = find.text(21);
    found.startedAtMs = find.integer(22);
    if (!find.isNull(23))
        found.firstByteAtMs = find.integer(23);
    found.endedAtMs = find.integer(24);
    for (std::size_t bucket = 0; bucket < wire::bucketCount; ++bucket)
        found.usage.units[bucket] = find.integer(25 + static_cast<int>(bucket));
    found.pricePercent = static_cast<int>(find.integer(25 + static_cast<int>(wire::bucketCount)));
    find.reset();
    return std::optional(std::move(record));
}

} // namespace beaver::usage::store
