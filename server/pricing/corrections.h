#pragma once

#include <QCoroTask>

#include <server/audit/audit_log.h>
#include <server/catalog/catalogue_service.h>
#include <server/ledger/ledger_service.h>
#include <server/storage/database.h>

#include <atomic>
#include <string>
#include <vector>

namespace beaver::pricing {

/// A past price that was wrong.
struct CorrectionWish
{
    std::string model;
    std::int64_t fromMs = 0; ///< of the calls' ends; half open
    std::int64_t untilMs = 0;
    catalog::PriceVersion price; ///< that was right
    std::string reason;          ///< customers read it
};

/// One call and what its correction moves.
struct CorrectedCall
{
    CallId call;
    AccountId account;
    Money was; ///< where it is given back: still paid until now; where it is charged: paid, refunds or not
    Money became;
    Money amount; ///< to the customer's balance; negative: charged
};

struct Correction
{
    std::string id; ///< empty: a dry run
    std::string model;
    std::int64_t fromMs = 0;
    std::int64_t untilMs = 0;
    std::string reason;
    std::string actor;
    std::string status; ///< `dry_run`, `running`, `done`
    std::int64_t priceVersion = 0;
    std::int64_t calls = 0;
    Money refunded;
    Money charged;
    Money uncollected; ///< what balances couldn't pay
    std::int64_t createdAtMs = 0;
    std::vector<CorrectedCall> sample; ///< the first ones, of a dry run
};

/// Corrects past prices: each call that the wrong price priced is priced anew by its own policy and markup, and the
/// difference is a ledger entry that refers to the call, made exactly once, also over a restart. What was refunded
/// isn't given back again. Of corrections that cover the same call the newest decides, in whatever order they end. Any
/// loop; one correction at a time.
class Corrections
{
public:
    Corrections(storage::Database &database, ledger::LedgerService &ledger, const Clock &clock)
        : m_database(database)
        , m_ledger(ledger)
        , m_clock(clock)
    {}

    /// What it would move; moves nothing.
    QCoro::Task<Result<Correction>> dryRun(ops::Executor &loop, CorrectionWish wish);
    /// Answers when all of it is done. Conflict while another one runs.
    QCoro::Task<Result<Correction>> apply(ops::Executor &loop, audit::Actor actor, CorrectionWish wish);
    /// Goes on with what a stopped process left.
    QCoro::Task<> resume(ops::Executor &loop);
    /// Newest first.
    ops::Future<Result<std::vector<Correction>>> list(ops::Executor &loop, int limit, std::string after);

private:
    QCoro::Task<Result<void>> carryOut(ops::Executor &loop, std::string id, CorrectionWish wish, std::string actor);
    QCoro::Task<Result<void>> move(ops::Executor &loop, std::string id, CorrectedCall call, std::string text,
                                   std::string actor);
    QCoro::Task<Result<void>> post(ops::Executor &loop, std::string id, CorrectedCall call, std::string text,
                                   std::string actor);
    QCoro::Task<> resumeAll(ops::Executor &loop);

    storage::Database &m_database;
    ledger::LedgerService &m_ledger;
    const Clock &m_clock;
    std::atomic<bool> m_running = false;
};

} // namespace beaver::pricing
