#include <server/catalog/catalogue_store.h>
#include <server/catalog/price_store.h>
#include <server/payments/net_paid.h>
#include <server/pricing/correction_store.h>
#include <server/usage/usage_store.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::pricing::store {

namespace {

using storage::Connection;

constexpr int chunk = 200;
constexpr std::int64_t seqPerMs = 1'000'000; // usage_records.seq begins with the call's end

#define CORRECTION_COLUMNS                                                                                             \
    "id, model_id, version_id, from_at, until_at, reason, actor, status, calls, refunded, charged, uncollected, "      \
    "created_at"

Result<void> ran(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

/// The times that newer corrections of the model cover, half open.
struct Span
{
    std::int64_t fromSeq = 0;
    std::int64_t untilSeq = 0;
};

Result<std::vector<Span>> newerThan(Connection &connection, const CorrectionWish &wish)
{
    auto &rows =
        connection.prepared("SELECT from_at, until_at FROM price_corrections WHERE model_id = ? AND version_id > ?");
    rows.bind(wish.model).bind(wish.price.id);
    std::vector<Span> spans;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return spans;
        spans.push_back({rows.integer(0) * seqPerMs, rows.integer(1) * seqPerMs});
    }
}

Result<bool> movedBefore(Connection &connection, const std::string &correction, const CallId &call)
{
    auto &find = connection.prepared("SELECT 1 FROM corrected_calls WHERE call_id = ? AND correction_id = ?");
    const auto row = find.bind(call.text()).bind(correction).next();
    find.reset();
    return row;
}

Correction readCorrection(const storage::Statement &row)
{
    Correction correction;
    correction.id = row.text(0);
    correction.model = row.text(1);
    correction.priceVersion = row.integer(2);
    correction.fromMs = row.integer(3);
    correction.untilMs = row.integer(4);
    correction.reason = row.text(5);
    correction.actor = row.text(6);
    correction.status = row.text(7);
    correction.calls = row.integer(8);
    correction.refunded = Money::fromNanoUsd(row.integer(9));
    correction.charged = Money::fromNanoUsd(row.integer(10));
    correction.uncollected = Money::fromNanoUsd(row.integer(11));
    correction.createdAtMs = row.integer(12);
    return correction;
}

Result<std::vector<Correction>> readAll(storage::Statement &rows)
{
    std::vector<Correction> all;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        all.push_back(readCorrection(rows));
    }
}

std::string correctionJson(const CorrectionWish &wish)
{
    JsonWriter json;
    return json.beginObject()
        .field("model", wish.model)
        .field("from_ms", wish.fromMs)
        .field("until_ms", wish.untilMs)
        .field("price_version", wish.price.id)
        .field("reason", wish.reason)
        .endObject()
        .take();
}

/// Keeps the right price as a version of its own, which prices nothing new.
Result<std::int64_t> keepVersion(Connection &connection, const CorrectionWish &wish, std::int64_t nowMs)
{
    catalog::PriceVersion version = wish.price;
    version.validFromMs = wish.fromMs;
    version.source = "correction";
    if (auto kept = catalog::store::insertVersion(connection, wish.model, version, nowMs); !kept)
        return kept.error();
    auto &find = connection.prepared("SELECT MAX(id) FROM price_versions WHERE model_id = ? AND source = 'correction'");
    const auto row = find.bind(wish.model).next();
    if (!row)
        return row.error();
    const std::int64_t id = find.integer(0);
    find.reset();
    return id;
}

} // namespace

Result<Chunk> nextCalls(Connection &connection, const CorrectionWish &wish, const std::string &correction,
                        std::int64_t afterSeq)
{
    const auto newer =
        correction.empty() ? Result<std::vector<Span>>(std::vector<Span>()) : newerThan(connection, wish);
    if (!newer)
        return newer.error();
    static const std::string sql =
        std::string("SELECT ") + usage::store::recordColumns +
        " FROM usage_records WHERE seq > ? AND seq < ? AND model_id = ? AND price_version <> 0 "
        "ORDER BY seq LIMIT ?";
    auto &rows = connection.prepared(sql);
    rows.bind(std::max(afterSeq, wish.fromMs * seqPerMs - 1))
        .bind(wish.untilMs * seqPerMs)
        .bind(wish.model)
        .bind(chunk);
    Chunk next;
    int read = 0;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const auto record = usage::store::readRecord(rows);
        const auto &call = record.call;
        ++read;
        next.lastSeq = record.seq;
        const bool covered = std::any_of(newer->begin(), newer->end(), [&record](const Span &span) {
            return record.seq >= span.fromSeq && record.seq < span.untilSeq;
        });
        // With a credential of its project's own a call was paid to the provider, not to us.
        if (covered || !call.byokCost.isZero())
            continue;
        next.calls.push_back({call.call, call.account, call.cost, call.uncollected,
                              catalog::quote(wish.price, call.markupPpm, call.policy, call.usage).cost});
    }
    next.more = read == chunk;
    return next;
}

Result<std::optional<CorrectedCall>> correctionOf(Connection &connection, const PricedCall &call)
{
    const auto payments = payments::paymentsOf(connection, call.account, call.call, call.charged);
    if (!payments)
        return payments.error();
    std::optional<CorrectedCall> found;
    // What refunds and adjustments gave back isn't asked for again.
    const Money paid = payments->charged - payments->corrected - std::min(payments->adjusted, Money());
    // What the balance couldn't pay then isn't asked for now.
    const Money missing = call.right - paid - call.uncollected;
    if (call.right < payments->net())
        found = CorrectedCall{call.call, call.account, payments->net(), call.right, payments->net() - call.right};
    else if (missing > Money())
        found = CorrectedCall{call.call, call.account, paid, call.right, -missing};
    return found;
}

Result<std::vector<CorrectedCall>> reserve(Connection &connection, const std::string &correction,
                                           const std::vector<PricedCall> &calls)
{
    std::vector<CorrectedCall> reserved;
    for (const auto &call : calls) {
        const auto before = movedBefore(connection, correction, call.call);
        if (!before)
            return before.error();
        if (*before)
            continue;
        const auto one = correctionOf(connection, call);
        if (!one)
            return one.error();
        if (!*one)
            continue;
        auto inserted = ran(connection
                                .prepared("INSERT INTO corrected_calls (call_id, correction_id, account_id, was, "
                                          "became, amount) VALUES (?, ?, ?, ?, ?, ?)")
                                .bind(call.call.text())
                                .bind(correction)
                                .bind(call.account.text())
                                .bind((*one)->was.nanoUsd())
                                .bind((*one)->became.nanoUsd())
                                .bind((*one)->amount.nanoUsd())
                                .run());
        if (!inserted)
            return inserted.error();
        reserved.push_back(**one);
    }
    return reserved;
}

Result<void> moved(Connection &connection, const std::string &correction, const CallId &call, Money amount,
                   std::optional<std::int64_t> entrySeq)
{
    auto &update = connection.prepared(
        "UPDATE corrected_calls SET amount = ?, entry_seq = ? WHERE call_id = ? AND correction_id = ?");
    update.bind(amount.nanoUsd());
    if (entrySeq)
        update.bind(*entrySeq);
    else
        update.bindNull();
    return ran(update.bind(call.text()).bind(correction).run());
}

Result<void> release(Connection &connection, const std::string &correction, const CallId &call)
{
    return ran(connection
                   .prepared("DELETE FROM corrected_calls WHERE call_id = ? AND correction_id = ? AND entry_seq IS "
                             "NULL AND amount <> 0")
                   .bind(call.text())
                   .bind(correction)
                   .run());
}

Result<void> releaseAll(Connection &connection)
{
    return ran(connection.prepared("DELETE FROM corrected_calls WHERE entry_seq IS NULL AND amount <> 0").run());
}

Result<std::int64_t> begin(Connection &connection, const std::string &id, const CorrectionWish &wish,
                           const audit::Actor &actor, std::int64_t nowMs)
{
    auto version = keepVersion(connection, wish, nowMs);
    if (!version)
        return version.error();
    auto written = ran(connection
                           .prepared("INSERT INTO price_corrections (id, model_id, version_id, from_at, until_at, "
                                     "reason, actor, status, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?)")
                           .bind(id)
                           .bind(wish.model)
                           .bind(*version)
                           .bind(wish.fromMs)
                           .bind(wish.untilMs)
                           .bind(wish.reason)
                           .bind(actor.account)
                           .bind(nowMs)
                           .run());
    if (written)
        written = audit::append(connection, {actor, "pricing.correct", id, {}, correctionJson(wish)}, nowMs);
    if (!written)
        return written.error();
    return version;
}

/// The row's sums follow from its calls.
Result<void> finish(Connection &connection, const std::string &id)
{
    return ran(
        connection
            .prepared("UPDATE price_corrections SET status = 'done', calls = (SELECT COUNT(*) FROM corrected_calls "
                      "WHERE correction_id = price_corrections.id), refunded = (SELECT COALESCE(SUM(amount), 0) "
                      "FROM corrected_calls WHERE correction_id = price_corrections.id AND amount > 0), charged = "
                      "(SELECT COALESCE(-SUM(amount), 0) FROM corrected_calls WHERE correction_id = "
                      "price_corrections.id AND amount < 0), uncollected = (SELECT COALESCE(SUM(became - was + "
                      "amount), 0) FROM corrected_calls WHERE correction_id = price_corrections.id AND became > "
                      "was) WHERE id = ?")
            .bind(id)
            .run());
}

Result<std::optional<Correction>> find(Connection &connection, const std::string &id)
{
    auto &look = connection.prepared("SELECT " CORRECTION_COLUMNS " FROM price_corrections WHERE id = ?");
    const auto row = look.bind(id).next();
    if (!row)
        return row.error();
    std::optional<Correction> found;
    if (*row)
        found = readCorrection(look);
    look.reset();
    return found;
}

Result<std::vector<Correction>> running(Connection &connection)
{
    return readAll(connection.prepared("SELECT " CORRECTION_COLUMNS
                                       " FROM price_corrections WHERE status = 'running' ORDER BY version_id"));
}

Result<std::vector<Correction>> list(Connection &connection, int limit, const std::string &after)
{
    auto &rows = connection.prepared("SELECT " CORRECTION_COLUMNS
                                     " FROM price_corrections WHERE (? = '' OR id < ?) ORDER BY id DESC LIMIT ?");
    rows.bind(after).bind(after).bind(limit);
    return readAll(rows);
}

} // namespace beaver::pricing::store
