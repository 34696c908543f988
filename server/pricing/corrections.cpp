#include <server/catalog/price_store.h>
#include <server/pricing/correction_store.h>
#include <server/pricing/corrections.h>

#include <algorithm>

namespace beaver::pricing {

namespace {

using storage::Connection;

constexpr std::size_t sampleSize = 100;

void count(Correction &correction, const CorrectedCall &call)
{
    ++correction.calls;
    if (call.amount.isNegative())
        correction.charged -= call.amount;
    else
        correction.refunded += call.amount;
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
    struct Moves
    {
        std::vector<CorrectedCall> calls;
        std::int64_t lastSeq = 0;
        bool more = false;
    };
    std::int64_t after = 0;
    for (bool more = true; more;) {
        auto reading = m_database.read(loop, [wish, after](Connection &connection) -> Result<Moves> {
            const auto next = store::nextCalls(connection, wish, {}, after);
            if (!next)
                return next.error();
            Moves moves{{}, next->lastSeq, next->more};
            for (const auto &call : next->calls) {
                const auto one = store::correctionOf(connection, call);
                if (!one)
                    return one.error();
                if (*one)
                    moves.calls.push_back(**one);
            }
            return moves;
        });
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
        const auto kept = store::begin(connection, id, wish, actor, nowMs);
        if (!kept)
            return kept.error();
        *version = *kept;
        return {};
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
    auto reading = m_database.read(loop, [id](Connection &connection) { return store::find(connection, id); });
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
            loop, [wish, id, after](Connection &connection) { return store::nextCalls(connection, wish, id, after); });
        const auto next = co_await reading;
        if (!next)
            co_return next.error();
        const auto reserved = std::make_shared<std::vector<CorrectedCall>>();
        auto reserving =
            m_database.write(loop, [id, calls = next->calls, reserved](Connection &connection) -> Result<void> {
                auto all = store::reserve(connection, id, calls);
                if (!all)
                    return all.error();
                *reserved = std::move(*all);
                return {};
            });
        if (auto done = co_await reserving; !done)
            co_return done;
        // They share commits.
        std::vector<QCoro::Task<Result<void>>> moving;
        for (const auto &call : *reserved)
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
    auto finishing = m_database.write(loop, [id](Connection &connection) { return store::finish(connection, id); });
    co_return co_await finishing;
}

QCoro::Task<Result<void>> Corrections::move(ops::Executor &loop, std::string id, CorrectedCall call, std::string text,
                                            std::string actor)
{
    auto posting = post(loop, id, call, text, actor);
    auto posted = co_await posting;
    if (!posted) {
        auto releasing = m_database.write(
            loop, [id, call](Connection &connection) { return store::release(connection, id, call.call); });
        static_cast<void>(co_await releasing);
    }
    co_return posted;
}

/// The entry and the call's mark are one transaction. A charge takes what the balance has.
QCoro::Task<Result<void>> Corrections::post(ops::Executor &loop, std::string id, CorrectedCall call, std::string text,
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
                                        return store::moved(connection, id, call.call, amount, entry.seq);
                                    });
        const auto entry = co_await posted;
        if (entry)
            co_return Result<void>();
        if (entry.error().code != ErrorCode::InsufficientBalance)
            co_return entry.error();
        amount = call.amount; // somebody else took it: look again
    }
    auto marking = m_database.write(loop, [id, call](Connection &connection) {
        return store::moved(connection, id, call.call, Money(), std::nullopt);
    });
    co_return co_await marking;
}

QCoro::Task<> Corrections::resume(ops::Executor &loop)
{
    if (m_running.exchange(true))
        co_return;
    auto continuing = resumeAll(loop);
    co_await continuing;
    m_running = false;
}

QCoro::Task<> Corrections::resumeAll(ops::Executor &loop)
{
    struct Left
    {
        Correction correction;
        catalog::PriceVersion price;
    };
    auto releasing = m_database.write(loop, [](Connection &connection) { return store::releaseAll(connection); });
    if (auto released = co_await releasing; !released)
        co_return;
    auto reading = m_database.read(loop, [](Connection &connection) -> Result<std::vector<Left>> {
        const auto running = store::running(connection);
        if (!running)
            return running.error();
        std::vector<Left> all;
        for (const auto &correction : *running) {
            auto price = catalog::store::priceVersion(connection, correction.priceVersion);
            if (!price)
                return price.error();
            if (*price && (*price)->state != catalog::PriceState::Unknown)
                all.push_back({correction, std::move(**price)});
        }
        return all;
    });
    const auto left = co_await reading;
    if (!left)
        co_return;
    for (const Left &one : *left) {
        const auto &correction = one.correction;
        auto carrying = carryOut(
            loop, correction.id,
            {correction.model, correction.fromMs, correction.untilMs, one.price, correction.reason}, correction.actor);
        const auto done = co_await carrying;
        if (!done)
            break; // the next start goes on
    }
}

ops::Future<Result<std::vector<Correction>>> Corrections::list(ops::Executor &loop, int limit, std::string after)
{
    return m_database.read(loop,
                           [limit, after](Connection &connection) { return store::list(connection, limit, after); });
}

} // namespace beaver::pricing
