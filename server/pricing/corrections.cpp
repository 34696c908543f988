#include <server/catalog/catalogue_store.h>
#include <server/catalog/price_store.h>
#include <server/pricing/corrections.h>
#include <server/usage/usage_store.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::pricing {

namespace {

using storage::Connection;

constexpr int chunk = 200;
constexpr std::size_t sampleSize = 100;
constexpr std::int64_t seqPerMs = 1'000'000; // usage_records.seq begins with the call's end

#define CORRECTION_COLUMNS                                                                                             \
    "id, model_id, version_id, from_at, until_at, reason, actor, status, calls, refunded, charged, uncollected, "      \
    "created_at"

Result<void> ran(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

struct Chunk
{
    std::vector<CorrectedCall> calls; ///< those that something is moved for
    std::int64_t lastSeq = 0;
    bool more = false;
};

/// What was given back (or charged) for a call before, and whether by this correction.
struct Before
{
    Money given;
    bool byThis = false;
};

Result<Before> correctedBefore(Connection &connection, const CallId &call, const std::string &correction)
{
    auto &find = connection.prepared("SELECT SUM(amount), MAX(CASE WHEN correction_id = ? THEN 1 ELSE 0 END) FROM "
                                     "corrected_calls WHERE call_id = ?");
    const auto row = find.bind(correction).bind(call.text()).next();
    if (!row)
        return row.error();
    const Before before{Money::fromNanoUsd(find.isNull(0) ? 0 : find.integer(0)),
                        !find.isNull(1) && find.integer(1) != 0};
    find.reset();
    return before;
}

/// The next calls of the model that were charged or listed, priced anew.
Result<Chunk> nextCalls(Connection &connection, const CorrectionWish &wish, const std::string &correction,
                        std::int64_t afterSeq)
{
    static const std::string sql =
        std::string("SELECT ") + usage::store::recordColumns +
        " FROM usage_records WHERE seq > ? AND seq < ? AND model_id = ? AND price_version <> 0 "
        "ORDER BY seq LIMIT ?";
    auto &rows = connection.prepared(sql);
    rows.bind(std::max(afterSeq, wish.fromMs * seqPerMs - 1))
        .bind(wish.untilMs * seqPerMs)
        .bind(wish.model)
        .bind(chunk);
    std::vector<usage::Record> records;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        records.push_back(usage::store::readRecord(rows));
    }
    Chunk next;
    next.more = static_cast<int>(records.size()) == chunk;
    for (const auto &record : records) {
        const auto &call = record.call;
        next.lastSeq = record.seq;
        if (!call.byokCost.isZero())
            continue; // it was paid to the provider, not to us
        const auto before = correctedBefore(connection, call.call, correction);
        if (!before)
            return before.error();
        if (before->byThis)
            continue;
        const Money right = catalog::quote(wish.price, call.markupPpm, call.policy, call.usage).cost;
        const Money paid = call.cost - before->given;
        // What the balance couldn't pay then isn't asked for now.
        const Money more = right - paid - call.uncollected;
        Money amount;
        if (right < paid)
            amount = paid - right;
        else if (more > Money())
            amount = -more;
        if (!amount.isZero())
            next.calls.push_back({call.call, call.account, paid, right, amount});
    }
    return next;
}

void count(Correction &correction, const CorrectedCall &call)
{
    ++correction.calls;
    if (call.amount.isNegative())
        correction.charged -= call.amount;
    else
        correction.refunded += call.amount;
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

Result<std::optional<Correction>> findCorrection(Connection &connection, const std::string &id)
{
    auto &find = connection.prepared("SELECT " CORRECTION_COLUMNS " FROM price_corrections WHERE id = ?");
    const auto row = find.bind(id).next();
    if (!row)
        return row.error();
    std::optional<Correction> found;
    if (*row)
        found = readCorrection(find);
    find.reset();
    return found;
}

Result<void> insertCorrected(Connection &connection, const std::string &id, const CorrectedCall &call, Money moved,
                             std::optional<std::int64_t> entrySeq)
{
    auto &insert = connection.prepared("INSERT INTO corrected_calls (call_id, correction_id, account_id, was, became, "
                                       "amount, entry_seq) VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(call.call.text())
        .bind(id)
        .bind(call.account.text())
        .bind(call.was.nanoUsd())
        .bind(call.became.nanoUsd())
        .bind(moved.nanoUsd());
    if (entrySeq)
        insert.bind(*entrySeq);
    else
        insert.bindNull();
    return ran(insert.run());
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

QCoro::Task<Result<Correction>> Corrections::dryRun(ops::Executor &loop, CorrectionWish wish)
{
    Correction done;
    done.model = wish.model;
    done.fromMs = wish.fromMs;
    done.untilMs = wish.untilMs;
    done.reason = wish.reason;
    done.status = "dry_run";
    done.createdAtMs = m_clock.wallMs();
    std::int64_t after = 0;
    for (bool more = true; more;) {
        auto reading = m_database.read(
            loop, [wish, after](Connection &connection) { return nextCalls(connection, wish, {}, after); });
        const auto next = co_await reading;
        if (!next)
            co_return next.error();
        for (const auto &call : next->calls) {
            count(done, call);
            if (done.sample.size() < sampleSize)
                done.sample.push_back(call);
        }
        after = next->lastSeq;
        more = next->more;
    }
    co_return done;
}

QCoro::Task<Result<Correction>> Corrections::apply(ops::Executor &loop, audit::Actor actor, CorrectionWish wish)
{
    if (m_running.exchange(true))
        co_return Error{
            ErrorCode::Conflict, "A correction is running. Wait for it to end.", {}, "correction_running", {}, 0};
    const auto nowMs = m_clock.wallMs();
    const std::string id = "cor_" + newUlid(nowMs);
    const auto version = std::make_shared<std::int64_t>(0);
    auto beginning = m_database.write(loop, [wish, actor, id, nowMs, version](Connection &connection) -> Result<void> {
        const auto kept = keepVersion(connection, wish, nowMs);
        if (!kept)
            return kept.error();
        *version = *kept;
        auto written =
            ran(connection
                    .prepared("INSERT INTO price_corrections (id, model_id, version_id, from_at, until_at, "
                              "reason, actor, status, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?)")
                    .bind(id)
                    .bind(wish.model)
                    .bind(*kept)
                    .bind(wish.fromMs)
                    .bind(wish.untilMs)
                    .bind(wish.reason)
                    .bind(actor.account)
                    .bind(nowMs)
                    .run());
        if (written)
            written = audit::append(connection, {actor, "pricing.correct", id, {}, correctionJson(wish)}, nowMs);
        return written;
    });
    auto begun = co_await beginning;
    if (begun) {
        wish.price.id = *version;
        auto carrying = carryOut(loop, id, wish, actor.account);
        begun = co_await carrying;
    }
    m_running = false;
    if (!begun)
        co_return begun.error();
    auto reading = m_database.read(loop, [id](Connection &connection) { return findCorrection(connection, id); });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return internalError("a correction has gone");
    co_return std::move(**found);
}

QCoro::Task<Result<void>> Corrections::carryOut(ops::Executor &loop, std::string id, CorrectionWish wish,
                                                std::string actor)
{
    std::int64_t after = 0;
    for (bool more = true; more;) {
        auto reading = m_database.read(
            loop, [wish, id, after](Connection &connection) { return nextCalls(connection, wish, id, after); });
        auto next = co_await reading;
        if (!next)
            co_return next.error();
        // They share commits.
        std::vector<QCoro::Task<Result<void>>> moving;
        for (auto &call : next->calls)
            moving.push_back(move(loop, id, call, wish.reason, actor));
        Result<void> all;
        for (auto &one : moving) {
            auto moved = co_await one;
            if (!moved)
                all = std::move(moved);
        }
        if (!all)
            co_return all;
        after = next->lastSeq;
        more = next->more;
    }
    auto finishing = m_database.write(loop, [id](Connection &connection) { return finish(connection, id); });
    co_return co_await finishing;
}

/// The entry and the call's mark are one transaction. A charge takes what the balance has.
QCoro::Task<Result<void>> Corrections::move(ops::Executor &loop, std::string id, CorrectedCall call, std::string text,
                                            std::string actor)
{
    auto loading = m_ledger.load(loop, call.account);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    Money amount = call.amount;
    for (int round = 0; round < 8; ++round) {
        if (amount.isNegative()) {
            const auto now = m_ledger.balance(call.account);
            amount = std::max(call.amount, -(now ? now->available() : Money()));
        }
        if (amount.isZero())
            break;
        ledger::LedgerService::Posting posting;
        posting.type = ledger::EntryType::Adjustment;
        posting.account = call.account;
        posting.customer = amount;
        posting.corrections = -amount;
        posting.reference = call.call.text();
        posting.description = text;
        posting.actor = AccountId(actor);
        auto posted = m_ledger.post(loop, std::move(posting), nullptr,
                                    [id, call, amount](Connection &connection, const ledger::Entry &entry) {
                                        return insertCorrected(connection, id, call, amount, entry.seq);
                                    });
        const auto entry = co_await posted;
        if (entry)
            co_return Result<void>();
        if (entry.error().code != ErrorCode::InsufficientBalance)
            co_return entry.error();
        amount = call.amount; // somebody else took it: look again
    }
    auto marking = m_database.write(loop, [id, call](Connection &connection) {
        return insertCorrected(connection, id, call, Money(), std::nullopt);
    });
    co_return co_await marking;
}

QCoro::Task<> Corrections::resume(ops::Executor &loop)
{
    struct Left
    {
        Correction correction;
        catalog::PriceVersion price;
    };
    auto reading = m_database.read(loop, [](Connection &connection) -> Result<std::vector<Left>> {
        auto &rows = connection.prepared("SELECT " CORRECTION_COLUMNS
                                         " FROM price_corrections WHERE status = 'running' ORDER BY id");
        std::vector<Left> all;
        for (;;) {
            const auto row = rows.next();
            if (!row)
                return row.error();
            if (!*row)
                break;
            all.push_back({readCorrection(rows), {}});
        }
        for (Left &left : all) {
            auto price = catalog::store::priceVersion(connection, left.correction.priceVersion);
            if (!price)
                return price.error();
            if (*price)
                left.price = std::move(**price);
        }
        return all;
    });
    const auto left = co_await reading;
    if (!left || left->empty() || m_running.exchange(true))
        co_return;
    for (const Left &one : *left) {
        if (one.price.state == catalog::PriceState::Unknown)
            continue;
        const auto &correction = one.correction;
        auto carrying = carryOut(
            loop, correction.id,
            {correction.model, correction.fromMs, correction.untilMs, one.price, correction.reason}, correction.actor);
        const auto done = co_await carrying;
        if (!done)
            break; // the next start goes on
    }
    m_running = false;
}

ops::Future<Result<std::vector<Correction>>> Corrections::list(ops::Executor &loop, int limit, std::string after)
{
    return m_database.read(loop, [limit, after](Connection &connection) -> Result<std::vector<Correction>> {
        auto &rows =
            connection.prepared("SELECT " CORRECTION_COLUMNS " FROM price_corrections WHERE (? = '' OR id < ?) "
                                "ORDER BY id DESC LIMIT ?");
        rows.bind(after).bind(after).bind(limit);
        std::vector<Correction> all;
        for (;;) {
            const auto row = rows.next();
            if (!row)
                return row.error();
            if (!*row)
                return all;
            all.push_back(readCorrection(rows));
        }
    });
}

} // namespace beaver::pricing
