#pragma once

#include <QCoroTask>

#include <server/audit/audit_log.h>
#include <server/limits/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/ids.h>
#include <shared/base/result.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::limits {

/// Requests and tokens per minute, hour, day and month, calls at once, and money per day, week, month and in total, on
/// plan, account, project and key; the strictest wins. Everything is in memory; windows follow from the clock when they
/// are asked (no reset job): a window is the calendar minute, hour, day, week or month (account's time zone from the
/// day on). A clock that jumps back never reopens a window (promise P15). Any thread; a lock for each account, project
/// and key.
class LimitsService
{
public:
    LimitsService(storage::Database &database, const Clock &clock);
    ~LimitsService();

    /// Writes the plans of the preset (`beaver`, `bluesminds`, `credit`; each with `unlimited`) into an empty table,
    /// loads plans and limits, and rebuilds the counters from usage_rollups. Blocks; at start only.
    Result<void> start(std::string_view preset);

    std::vector<Plan> plans() const;
    std::optional<Plan> plan(std::string_view id) const;
    bool hasPlan(std::string_view id) const;
    std::string firstPlan() const; ///< new accounts begin on it

    // A call: take(), then holdSpend() where money may be spent, then settle().

    /// Borrows one request, `estimatedTokens` and one call at once from every window that the subject is limited by,
    /// all or nothing. Full: RateLimited with retryAfterMs and a message that names the window, its limit and when it
    /// opens (reason `rate_limit_exceeded`); the states for the headers go to `full`. A call that alone is more than a
    /// window takes has retryAfterMs 0: waiting doesn't help. An account on a plan that doesn't exist has the limits of
    /// the first.
    Result<Ticket> take(const Subject &subject, std::int64_t estimatedTokens, Ticket *full = nullptr);
    /// Counts a request that is no call: it uses no tokens, takes no time and costs nothing. Refused as by take(), by
    /// windows of requests alone. The ticket is for the headers; nothing is to be settled.
    Result<Ticket> countRequest(const Subject &subject, Ticket *full = nullptr);
    /// What the tightest budget has left for this call, what it holds itself included.
    SpendRoom room(const Ticket &ticket) const;
    /// Holds so much, in all, of every budget: the call will spend at most that. False, and nothing is changed, where a
    /// budget hasn't so much; less than before always goes.
    bool holdSpend(Ticket &ticket, Money amount);
    /// Why the tightest budget refuses a call: RateLimited (`budget_exceeded`), or InsufficientBalance where waiting
    /// doesn't help: the budget never opens anew, or the call wouldn't fit into all of it (`fitsWhole`). Notes what the
    /// headers say in the ticket.
    Error budgetRefusal(Ticket &ticket, bool fitsWhole);
    /// The call has ended: the borrowed tokens become the used ones and what was held what was spent, in the windows
    /// they were taken from. Answers how much of `cost` the budgets allow to be collected: all of it, but for a call
    /// that came to more than was held.
    Money settle(const Ticket &ticket, std::int64_t usedTokens, Money cost = {});
    /// Part of what settle() allowed wasn't collected after all.
    void giveBack(const Ticket &ticket, Money amount);

    // What is used

    /// Every limit that the subject is under.
    std::vector<LimitState> states(const Subject &subject);
    /// The limits nearest to being full over all accounts, projects and keys that called lately or have limits. Walks
    /// them all: not on a loop.
    std::vector<LimitState> nearest(std::size_t most);
    /// What has crossed 50, 80 or 100 percent of a budget since the last question. Each once per window and start.
    std::vector<Crossing> takeCrossings();

    // Changes: written with their line of the audit log, then in force.

    /// The limits that stand on something; NotFound where there is no such thing.
    QCoro::Task<Result<std::vector<Limit>>> limitsOf(ops::Executor &loop, Scope scope, std::string id);
    /// In place of those that were there.
    QCoro::Task<Result<void>> setLimits(ops::Executor &loop, audit::Actor actor, Scope scope, std::string id,
                                        std::vector<Limit> limits);
    /// Conflict where the id is taken.
    QCoro::Task<Result<void>> addPlan(ops::Executor &loop, audit::Actor actor, Plan plan);
    struct PlanPatch
    {
        std::optional<std::string> name;
        std::optional<int> position; ///< 0 is the first: new accounts begin on it
        std::optional<std::vector<Limit>> limits;
    };
    QCoro::Task<Result<void>> changePlan(ops::Executor &loop, audit::Actor actor, std::string id, PlanPatch patch);
    /// Conflict while accounts are on it, or if it is the last.
    QCoro::Task<Result<void>> removePlan(ops::Executor &loop, audit::Actor actor, std::string id);

    /// Keeps the limits of a new key; give them to setKeyLimits() when this has succeeded.
    ops::Future<Result<void>> writeKeyLimits(ops::Executor &loop, const KeyId &key, std::vector<Limit> limits);
    /// Sets the limits of a key that has not called yet: what it used before isn't looked up.
    void setKeyLimits(const KeyId &key, std::vector<Limit> limits);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace beaver::limits
