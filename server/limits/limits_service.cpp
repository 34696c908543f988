#include <QDateTime>

#include <server/limits/limit_names.h>
#include <server/limits/limits_private.h>
#include <server/limits/presets.h>

#include <future>

namespace beaver::limits {

namespace {

/// More than any window takes; keeps sums far from the end of int64.
constexpr std::int64_t mostTokens = 1'000'000'000'000;

std::string isoTime(std::int64_t wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs).toUTC().toString(Qt::ISODate).toStdString();
}

std::string whose(Scope scope, std::string_view planName)
{
    switch (scope) {
    case Scope::Plan:
        return "the plan " + std::string(planName);
    case Scope::Account:
        return "this account";
    case Scope::Project:
        return "this project";
    case Scope::Key:
        break;
    }
    return "this API key";
}

std::string opens(std::int64_t inMs, std::int64_t nowMs)
{
    return "It opens in " + std::to_string((inMs + 999) / 1000) + " s, at " + isoTime(nowMs + inMs) + ".";
}

Error refusalOf(const Verdict &verdict, std::string_view planName, std::int64_t tokens, std::int64_t nowMs)
{
    std::string message = "The limit of " + describe(verdict.full) + " of " + whose(verdict.scope, planName);
    std::int64_t retryAfterMs = verdict.opensInMs;
    if (verdict.neverFits) {
        retryAfterMs = 0;
        message +=
            verdict.full.resource == Resource::Tokens
                ? " is less than this call may use, " + std::to_string(tokens) + " tokens. Ask for fewer output tokens."
                : " allows no call.";
    } else if (verdict.full.resource == Resource::Concurrent) {
        message += " is reached. Wait for a call to end.";
    } else {
        message += " is reached. " + opens(retryAfterMs, nowMs);
    }
    return {ErrorCode::RateLimited, std::move(message), {}, "rate_limit_exceeded", {}, retryAfterMs};
}

/// What a slot counts of money that a call spends.
Money share(std::size_t slot, const Ticket &ticket, Money amount)
{
    return slot == 0 && ticket.ownCredentials ? Money() : amount;
}

SpendRoom roomOf(const Ticket &ticket, const Moment &now)
{
    SpendRoom room;
    for (std::size_t at = 0; at < ticket.slots.size(); ++at) {
        Slot *slot = ticket.slots[at].get();
        if (!slot || (at == 0 && ticket.ownCredentials))
            continue;
        slot->eachSet([&](const LimitSet &limits, const ShadowCounts &, Scope scope) {
            slot->counters.room(limits, ticket.opened[at], ticket.held, now, scope, room);
        });
    }
    return room;
}

} // namespace

LimitsService::LimitsService(storage::Database &database, const Clock &clock)
    : d(new Private(database, clock))
{}

LimitsService::~LimitsService() = default;

Result<void> LimitsService::start(std::string_view preset)
{
    auto plans = presetPlans(preset);
    if (!plans)
        return invalid("BEAVER_PLANS",
                       "BEAVER_PLANS is \"" + std::string(preset) + "\"; it takes beaver, bluesminds or credit.");
    std::promise<Result<void>> seeded;
    d->database.write([plans = std::move(*plans), nowMs = d->clock.wallMs()](
                          storage::Connection &connection) { return store::seedPlans(connection, plans, nowMs); },
                      [&seeded](Result<void> result) { seeded.set_value(std::move(result)); });
    if (auto done = seeded.get_future().get(); !done)
        return done;
    std::promise<Result<void>> loaded;
    d->database.read([this, &loaded](storage::Connection &connection) { loaded.set_value(d->load(connection)); });
    return loaded.get_future().get();
}

std::vector<Plan> LimitsService::plans() const
{
    return d->plans()->plans;
}

std::optional<Plan> LimitsService::plan(std::string_view id) const
{
    for (const Plan &plan : d->plans()->plans) {
        if (plan.id == id)
            return plan;
    }
    return std::nullopt;
}

bool LimitsService::hasPlan(std::string_view id) const
{
    const auto table = d->plans();
    return table->byId.find(id) != table->byId.end();
}

std::string LimitsService::firstPlan() const
{
    const auto table = d->plans();
    return table->plans.empty() ? std::string() : table->plans.front().id;
}

Result<Ticket> LimitsService::take(const Subject &subject, std::int64_t estimatedTokens, Ticket *full)
{
    Ticket ticket;
    const std::int64_t asked = std::clamp(estimatedTokens, requestAlone, mostTokens);
    ticket.tokens = std::max<std::int64_t>(asked, 0);
    ticket.slots[0] = d->accounts.at(subject.account.text());
    if (!subject.project.isEmpty())
        ticket.slots[1] = d->projects.at(subject.project.text());
    if (!subject.key.isEmpty())
        ticket.slots[2] = d->keys.at(subject.key.text());

    Verdict verdict;
    const SlotLocks locks(ticket.slots);
    // Read under the locks: two calls that read it before could ask a window in the wrong order.
    const Moment now = d->now();
    d->findPlan(*ticket.slots[0], subject.plan);
    if (d->totalsKnown)
        ticket.slots[0]->totalKnown = true;
    for (const auto &slot : ticket.slots) {
        if (!slot)
            continue;
        if (slot->timeZone != subject.timeZone)
            slot->timeZone = subject.timeZone;
        if (slot->account.empty())
            slot->account = subject.account.text();
        slot->counters.roll(now, subject.timeZone);
        slot->eachSet([&](const LimitSet &limits, ShadowCounts &shadows, Scope scope) {
            slot->counters.examine(limits, asked, now, scope, verdict, shadows);
            ticket.budgeted |= limits.hasSpend;
        });
    }
    ticket.requests = verdict.requests;
    ticket.tokensWindow = verdict.tokens;
    if (verdict.refused) {
        const auto &plan = ticket.slots[0]->plan;
        auto error = refusalOf(verdict, plan ? plan->name : std::string(), ticket.tokens, now.wallMs);
        ticket.refusal = Refusal{verdict.scope, verdict.full, verdict.neverFits ? 0 : now.wallMs + verdict.opensInMs,
                                 verdict.passing};
        ticket.slots = {};
        if (full)
            *full = std::move(ticket);
        return error;
    }
    for (std::size_t at = 0; at < ticket.slots.size(); ++at) {
        if (ticket.slots[at])
            ticket.opened[at] = ticket.slots[at]->counters.take(ticket.tokens);
    }
    if (ticket.requests)
        --ticket.requests->remaining;
    if (ticket.tokensWindow)
        ticket.tokensWindow->remaining -= ticket.tokens;
    return ticket;
}

Result<Ticket> LimitsService::countRequest(const Subject &subject, Ticket *full)
{
    auto ticket = take(subject, requestAlone, full);
    if (ticket)
        settle(*ticket, 0);
    return ticket;
}

SpendRoom LimitsService::room(const Ticket &ticket) const
{
    if (!ticket.budgeted)
        return {};
    const SlotLocks locks(ticket.slots);
    return roomOf(ticket, d->now());
}

bool LimitsService::holdSpend(Ticket &ticket, Money amount)
{
    // Without a budget nothing is held: settle() counts what was spent.
    if (!ticket.budgeted)
        return true;
    const SlotLocks locks(ticket.slots);
    const Moment now = d->now();
    const Money more = amount - ticket.held;
    const SpendRoom room = roomOf(ticket, now);
    if (more > Money() && room.left && amount > *room.left)
        return false;
    for (std::size_t at = 0; at < ticket.slots.size(); ++at) {
        Slot *slot = ticket.slots[at].get();
        if (!slot)
            continue;
        if (ticket.held.isZero()) {
            slot->eachSet([&](const LimitSet &limits, ShadowCounts &shadows, Scope) {
                slot->counters.shadowSpend(limits, amount, shadows);
            });
        }
        slot->counters.hold(ticket.opened[at], share(at, ticket, more));
    }
    ticket.held = amount;
    if (room.left)
        ticket.budget = WindowState{room.limit.amount, (*room.left - amount).nanoUsd(), room.opensInMs};
    return true;
}

Error LimitsService::budgetRefusal(Ticket &ticket, bool fitsWhole)
{
    const SlotLocks locks(ticket.slots);
    const Moment now = d->now();
    const SpendRoom room = roomOf(ticket, now);
    const auto &plan = ticket.slots[0]->plan;
    const bool opensEver = room.opensInMs != 0 && fitsWhole;
    const Money left = room.left.value_or(Money());
    std::string message = "The budget of " + describe(room.limit) + " of " +
                          whose(room.scope, plan ? plan->name : std::string()) + " has " + left.toDecimal() +
                          " USD left, less than this call can cost. ";
    message += opensEver ? opens(room.opensInMs, now.wallMs) : "Ask for fewer output tokens, or raise the budget.";
    ticket.budget = WindowState{room.limit.amount, left.nanoUsd(), room.opensInMs};
    ticket.refusal = Refusal{room.scope, room.limit, opensEver ? now.wallMs + room.opensInMs : 0, false};
    // So little is left that it is as good as used up.
    for (const auto &slot : ticket.slots) {
        const bool itsOwn =
            slot && (slot->scope == room.scope || (slot->scope == Scope::Account && room.scope == Scope::Plan));
        if (itsOwn && left.nanoUsd() <= room.limit.amount / 100)
            d->noteCrossings(*slot, now, true);
    }
    return {opensEver ? ErrorCode::RateLimited : ErrorCode::InsufficientBalance,
            std::move(message),
            {},
            "budget_exceeded",
            {},
            opensEver ? room.opensInMs : 0};
}

Money LimitsService::settle(const Ticket &ticket, std::int64_t usedTokens, Money cost)
{
    const std::int64_t used = std::clamp<std::int64_t>(usedTokens, 0, mostTokens);
    const SlotLocks locks(ticket.slots);
    Money allowed = cost;
    if (ticket.budgeted && cost > ticket.held && !ticket.ownCredentials) {
        if (const auto room = roomOf(ticket, d->now()); room.left)
            allowed = std::min(cost, std::max(*room.left, ticket.held));
    }
    for (std::size_t at = 0; at < ticket.slots.size(); ++at) {
        Slot *slot = ticket.slots[at].get();
        if (!slot)
            continue;
        slot->counters.settle(ticket.opened[at], ticket.tokens, used);
        const Money spent = share(at, ticket, allowed);
        if (spent.isZero() && ticket.held.isZero())
            continue;
        slot->counters.spend(ticket.opened[at], share(at, ticket, ticket.held), spent);
        if (slot->hasSpend())
            d->noteCrossings(*slot, d->now(), false);
    }
    return allowed;
}

void LimitsService::giveBack(const Ticket &ticket, Money amount)
{
    const SlotLocks locks(ticket.slots);
    for (std::size_t at = 0; at < ticket.slots.size(); ++at) {
        if (ticket.slots[at])
            ticket.slots[at]->counters.spend(ticket.opened[at], Money(), -share(at, ticket, amount));
    }
}

void LimitsService::setKeyLimits(const KeyId &key, std::vector<Limit> limits)
{
    const auto slot = d->keys.at(key.text());
    const std::lock_guard lock(slot->mutex);
    slot->limits = LimitSet(std::move(limits));
}

} // namespace beaver::limits
