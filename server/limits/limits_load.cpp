#include <server/limits/limits_private.h>

namespace beaver::limits {

namespace {

/// Adds what was used before to a slot's windows. The slot is locked.
void addUsed(Slot &slot, const store::Used &used, const Moment &now)
{
    slot.account = used.account;
    slot.timeZone = used.timeZone;
    slot.counters.roll(now, used.timeZone);
    for (const auto &sum : used.sums)
        slot.counters.restore(sum.period, sum.requests, sum.tokens, sum.spent);
}

} // namespace

void LimitsService::Private::setPlans(std::vector<Plan> plans)
{
    auto fresh = std::make_shared<PlanTable>();
    fresh->version = tableVersion + 1;
    for (const Plan &plan : plans) {
        auto limits = std::make_shared<const PlanLimits>(PlanLimits{plan.id, plan.name, LimitSet(plan.limits)});
        fresh->hasTotal |= limits->limits.hasTotal;
        fresh->byId.emplace(plan.id, std::move(limits));
    }
    fresh->plans = std::move(plans);
    const std::lock_guard lock(tableMutex);
    table = fresh;
    tableVersion = fresh->version;
}

void LimitsService::Private::findPlan(Slot &slot, std::string_view plan) const
{
    if (slot.planVersion == tableVersion.load(std::memory_order_acquire) && slot.planId == plan) [[likely]]
        return;
    const auto known = plans();
    const auto before = slot.plan;
    const auto found = known->byId.find(plan);
    if (found != known->byId.end())
        slot.plan = found->second;
    else
        slot.plan = known->plans.empty() ? nullptr : known->byId.find(known->plans.front().id)->second;
    if (!before || !slot.plan || before->id != slot.plan->id)
        slot.planShadows = {};
    slot.planId = plan;
    slot.planVersion = known->version;
}

Result<void> LimitsService::Private::load(storage::Connection &connection)
{
    auto plans = store::loadPlans(connection);
    if (!plans)
        return std::move(plans).error();
    setPlans(std::move(*plans));
    const Moment at = now();
    for (const Scope scope : {Scope::Account, Scope::Project, Scope::Key}) {
        auto limited = store::loadLimits(connection, scope);
        if (!limited)
            return std::move(limited).error();
        bool total = scope == Scope::Account && this->plans()->hasTotal;
        for (auto &[id, limits] : *limited) {
            const auto slot = slotsOf(scope).at(id);
            slot->limits = LimitSet(std::move(limits));
            total |= slot->limits.hasTotal;
            // Before any call what was ever spent is what was spent before, even if that is nothing.
            slot->totalKnown = slot->limits.hasTotal;
        }
        if (scope != Scope::Account && limited->empty())
            continue;
        auto done = store::forEachUsed(connection, scope, at.wallMs, [&](const store::Used &used) {
            addUsed(*slotsOf(scope).at(used.id), used, at);
        });
        if (done && total) {
            done = store::spentInTotal(connection, scope, {}, [&](const std::string &id, Money spent) {
                const auto slot = slotsOf(scope).at(id);
                slot->counters.roll(at, slot->timeZone);
                slot->counters.restore(Period::Total, 0, 0, spent);
                slot->totalKnown = true;
            });
            totalsKnown = totalsKnown || scope == Scope::Account;
        }
        if (!done)
            return done;
    }
    return {};
}

ops::Future<Result<void>> LimitsService::Private::adopt(ops::Executor &loop, Scope scope, std::string id)
{
    return database.read(
        loop, [this, scope, id](storage::Connection &connection) { return adoptNow(connection, scope, id); });
}

Result<void> LimitsService::Private::adoptNow(storage::Connection &connection, Scope scope, const std::string &id)
{
    const std::lock_guard one(adopting);
    auto limits = store::limitsOf(connection, scope, id);
    if (!limits)
        return std::move(limits).error();
    const Moment began = now();
    const auto slot = slotsOf(scope).at(id);
    LimitSet set(std::move(*limits));
    bool all = false;
    bool total = false;
    {
        // What is used from here on is counted; what was used before is looked up. A call that settles in between may
        // count twice, never not at all.
        const std::lock_guard lock(slot->mutex);
        slot->counters.roll(began, slot->timeZone);
        all = scope != Scope::Account && slot->limits.list.empty() && !set.list.empty();
        total = set.hasTotal && !slot->totalKnown && !(scope == Scope::Account && totalsKnown);
        if (!all && !total) {
            slot->limits = std::move(set);
            return {};
        }
        slot->counters.beginAnew(!all);
    }
    const Moment at = now();
    std::optional<store::Used> used;
    Money spent;
    Result<void> read;
    if (all)
        read = store::used(connection, scope, id, at.wallMs, [&](const store::Used &sums) { used = sums; });
    if (read)
        read = store::spentInTotal(connection, scope, id, [&](const std::string &, Money sum) { spent = sum; });
    if (!read)
        return read;
    const std::lock_guard lock(slot->mutex);
    if (used)
        addUsed(*slot, *used, at);
    else
        slot->counters.roll(at, slot->timeZone);
    if (all || total)
        slot->counters.restore(Period::Total, 0, 0, spent);
    slot->totalKnown = true;
    slot->limits = std::move(set);
    return {};
}

ops::Future<Result<void>> LimitsService::Private::reloadPlans(ops::Executor &loop)
{
    return database.read(loop, [this](storage::Connection &connection) { return reloadPlansNow(connection); });
}

Result<void> LimitsService::Private::reloadPlansNow(storage::Connection &connection)
{
    const std::lock_guard one(adopting);
    auto plans = store::loadPlans(connection);
    if (!plans)
        return std::move(plans).error();
    bool total = false;
    for (const Plan &plan : *plans)
        total |= LimitSet(plan.limits).hasTotal;
    Result<void> done;
    if (total && !totalsKnown.exchange(true)) {
        const Moment at = now();
        accounts.each([&](Slot &slot) {
            const std::lock_guard lock(slot.mutex);
            slot.counters.roll(at, slot.timeZone);
            if (!slot.totalKnown)
                slot.counters.beginAnew(true);
        });
        done = store::spentInTotal(connection, Scope::Account, {}, [&](const std::string &id, Money spent) {
            const auto slot = accounts.at(id);
            const std::lock_guard lock(slot->mutex);
            slot->counters.roll(at, slot->timeZone);
            if (!slot->totalKnown)
                slot->counters.restore(Period::Total, 0, 0, spent);
            slot->totalKnown = true;
        });
    }
    setPlans(std::move(*plans));
    return done;
}

} // namespace beaver::limits
