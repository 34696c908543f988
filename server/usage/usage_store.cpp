#include <server/usage/log_partitions.h>
#include <server/usage/usage_store.h>

#include <atomic>

namespace beaver::usage::store {

namespace {

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

template <typename To> void bindOptional(To &to, std::optional<std::int64_t> value)
{
    if (value)
        to.bind(*value);
    else
        to.bindNull();
}

const char *const bucketColumns =
    "input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, "
    "audio_in_tokens, audio_out_tokens, image_in_tokens, image_out_tokens, requests, searches, images, seconds, "
    "characters";

constexpr int tries = 1000;

/// Numbers of one process differ, until a million calls end in one millisecond. The writer alone asks.
std::int64_t nextNumber(std::int64_t endedAtMs)
{
    static std::atomic<std::int64_t> counter = 0;
    return seqAt(endedAtMs) + ++counter % 1'000'000;
}

template <typename To> void bindRecord(To &to, const ledger::Settlement &call, std::optional<std::int64_t> entrySeq)
{
    to.bind(nextNumber(call.endedAtMs))
        .bind(call.call.text())
        .bind(call.account.text())
        .bind(call.project.text())
        .bind(call.key.text())
        .bind(call.surface)
        .bind(call.model)
        .bind(call.upstreamModel)
        .bind(call.provider)
        .bind(call.endpoint)
        .bind(call.category)
        .bind(ledger::outcomeName(call.outcome))
        .bind(call.reason)
        .bind(call.status)
        .bind(call.streamed)
        .bind(call.usage.estimated);
    for (const std::int64_t units : call.usage.units)
        to.bind(units);
    to.bind(call.priceVersion)
        .bind(call.policy)
        .bind(call.markupPpm)
        .bind(call.pricePercent)
        .bind(call.listCost.nanoUsd())
        .bind(call.cost.nanoUsd())
        .bind(call.uncollected.nanoUsd())
        .bind(call.byokCost.nanoUsd());
    bindOptional(to, call.usage.reportedCost ? std::optional(call.usage.reportedCost->nanoUsd())
                                             : std::optional<std::int64_t>());
    to.bind(call.hold.nanoUsd());
    bindOptional(to, entrySeq);
    to.bind(call.attempts).bind(call.metadata).bind(call.startedAtMs);
    bindOptional(to, call.firstByteAtMs);
    to.bind(call.endedAtMs);
}

} // namespace

const char *const recordColumns =
    "seq, id, account_id, project_id, key_id, surface, model_id, upstream_model, provider, endpoint_id, category, "
    "outcome, reason, status, streamed, estimated, price_version, policy, markup_ppm, price_percent, list_cost, cost, "
    "uncollected, byok_cost, reported_cost, hold, entry_seq, attempts, metadata, started_at, first_byte_at, ended_at, "
    "input_tokens, cached_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, "
    "audio_in_tokens, audio_out_tokens, image_in_tokens, image_out_tokens, requests, searches, images, seconds, "
    "characters";

std::string insertInto(const std::string &table)
{
    return "INSERT INTO " + table +
           " (seq, id, account_id, project_id, key_id, surface, model_id, upstream_model, provider, "
           "endpoint_id, category, outcome, reason, status, streamed, estimated, " +
           bucketColumns +
           ", price_version, policy, markup_ppm, price_percent, list_cost, cost, uncollected, byok_cost, "
           "reported_cost, hold, entry_seq, attempts, metadata, started_at, first_byte_at, ended_at)";
}

void addRow(storage::Rows &rows, const ledger::Settlement &call, std::optional<std::int64_t> entrySeq)
{
    bindRecord(rows, call, entrySeq);
}

Result<void> insertAtFreeNumber(storage::Connection &connection, const std::string &insertInto,
                                const ledger::Settlement &call, std::optional<std::int64_t> entrySeq)
{
    std::string sql = insertInto + " VALUES (?";
    for (int at = 1; at < recordColumnCount; ++at)
        sql += ", ?";
    auto &insert = connection.prepared(sql + ") ON CONFLICT (seq) DO NOTHING");
    for (int tried = 0; tried < tries; ++tried) {
        bindRecord(insert, call, entrySeq);
        const auto inserted = insert.run();
        if (!inserted)
            return inserted.error();
        if (*inserted > 0)
            return {};
    }
    return internalError("no free number in the request log");
}

Result<void> addToRollup(storage::Connection &connection, const CallerLine &line, const Sums &sums)
{
    // Nearly always the line is there: finding it once is half of what an upsert does.
    auto &update = connection.prepared(
        "UPDATE usage_rollups SET calls = calls + ?, input_tokens = input_tokens + ?, output_tokens = output_tokens + "
        "?, cached_tokens = cached_tokens + ?, list_cost = list_cost + ?, cost = cost + ?, byok_cost = byok_cost + ?, "
        "last_at = ? WHERE account_id = ? AND hour = ? AND project_id = ? AND key_id = ? AND model_id = ? AND "
        "outcome = ? AND category = ? AND provider = ?");
    const auto bindSums = [&sums](storage::Statement &statement) {
        statement.bind(sums.calls)
            .bind(sums.inputTokens)
            .bind(sums.outputTokens)
            .bind(sums.cachedTokens)
            .bind(sums.listCost.nanoUsd())
            .bind(sums.cost.nanoUsd())
            .bind(sums.byokCost.nanoUsd())
            .bind(sums.lastAtMs);
    };
    const auto bindLine = [&](storage::Statement &statement) {
        statement.bind(line.account.text())
            .bind(line.hourMs)
            .bind(line.project.text())
            .bind(line.key.text())
            .bind(line.model)
            .bind(line.outcome)
            .bind(line.category)
            .bind(line.provider);
    };
    bindSums(update);
    bindLine(update);
    const auto updated = update.run();
    if (!updated)
        return updated.error();
    if (*updated > 0)
        return {};

    auto &insert = connection.prepared(
        "INSERT INTO usage_rollups (calls, input_tokens, output_tokens, cached_tokens, list_cost, cost, byok_cost, "
        "last_at, account_id, hour, project_id, key_id, model_id, outcome, category, provider) VALUES (?, ?, ?, ?, ?, "
        "?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bindSums(insert);
    bindLine(insert);
    return done(insert.run());
}

Result<void> addToMonth(storage::Connection &connection, std::int64_t monthMs, const AccountId &account,
                        const Sums &sums)
{
    const auto bindAll = [&](storage::Statement &statement) -> storage::Statement & {
        return statement.bind(sums.calls)
            .bind(sums.inputTokens + sums.outputTokens)
            .bind(sums.listCost.nanoUsd())
            .bind(sums.cost.nanoUsd())
            .bind(monthMs)
            .bind(account.text());
    };
    const auto updated =
        bindAll(connection.prepared("UPDATE usage_account_months SET calls = calls + ?, tokens = tokens + ?, "
                                    "list_cost = list_cost + ?, cost = cost + ? WHERE month = ? AND account_id = ?"))
            .run();
    if (!updated)
        return updated.error();
    if (*updated > 0)
        return {};
    return done(bindAll(connection.prepared("INSERT INTO usage_account_months (calls, tokens, list_cost, cost, month, "
                                            "account_id) VALUES (?, ?, ?, ?, ?, ?)"))
                    .run());
}

Record readRecord(const storage::Statement &row)
{
    int column = 0;
    const auto text = [&] { return row.text(column++); };
    const auto integer = [&] { return row.integer(column++); };
    const auto money = [&] { return Money::fromNanoUsd(row.integer(column++)); };
    const auto optional = [&] {
        const bool missing = row.isNull(column);
        const std::int64_t value = missing ? 0 : row.integer(column);
        ++column;
        return missing ? std::optional<std::int64_t>() : std::optional(value);
    };
    Record record;
    auto &call = record.call;
    record.seq = integer();
    call.call = CallId(text());
    call.account = AccountId(text());
    call.project = ProjectId(text());
    call.key = KeyId(text());
    call.surface = text();
    call.model = text();
    call.upstreamModel = text();
    call.provider = text();
    call.endpoint = text();
    call.category = text();
    record.outcome = text();
    call.reason = text();
    call.status = static_cast<int>(integer());
    call.streamed = integer() != 0;
    call.usage.estimated = integer() != 0;
    call.priceVersion = integer();
    call.policy = text();
    call.markupPpm = integer();
    call.pricePercent = static_cast<int>(integer());
    call.listCost = money();
    call.cost = money();
    call.uncollected = money();
    call.byokCost = money();
    if (const auto reported = optional())
        call.usage.reportedCost = Money::fromNanoUsd(*reported);
    call.hold = money();
    record.entrySeq = optional();
    call.attempts = text();
    call.metadata = text();
    call.startedAtMs = integer();
    call.firstByteAtMs = optional();
    call.endedAtMs = integer();
    for (auto &units : call.usage.units)
        units = integer();
    return record;
}

Result<std::optional<Record>> find(storage::Connection &connection, const CallId &call)
{
    auto &find = connection.prepared("SELECT " + std::string(recordColumns) + " FROM usage_records WHERE id = ?");
    const auto row = find.bind(call.text()).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<Record>();
    auto record = readRecord(find);
    find.reset();
    return std::optional(std::move(record));
}

Result<void> forEachSince(storage::Connection &connection, std::int64_t fromMs,
                          const std::function<void(const Record &)> &each)
{
    auto &list =
        connection.prepared("SELECT " + std::string(recordColumns) + " FROM usage_records WHERE seq >= ? ORDER BY seq");
    auto row = list.bind(seqAt(fromMs)).next();
    for (; row && *row; row = list.next())
        each(readRecord(list));
    return row ? Result<void>() : Result<void>(row.error());
}

Result<std::optional<std::int64_t>> mark(storage::Connection &connection, std::string_view name)
{
    auto &find = connection.prepared("SELECT at FROM usage_marks WHERE name = ?");
    const auto row = find.bind(name).next();
    if (!row)
        return row.error();
    const auto at = *row ? std::optional(find.integer(0)) : std::optional<std::int64_t>();
    find.reset();
    return at;
}

Result<void> setMark(storage::Connection &connection, std::string_view name, std::optional<std::int64_t> at)
{
    if (!at)
        return done(connection.prepared("DELETE FROM usage_marks WHERE name = ?").bind(name).run());
    return done(connection
                    .prepared("INSERT INTO usage_marks (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = "
                              "excluded.at")
                    .bind(name)
                    .bind(*at)
                    .run());
}

} // namespace beaver::usage::store
