#include <server/limits/limits_private.h>

#include <algorithm>

namespace beaver::limits {

namespace {

/// Every limit of a slot and how far it is used. The slot is locked, and rolled.
template <typename Use> void eachState(Slot &slot, const Moment &now, Use use)
{
    slot.eachSet([&](const LimitSet &limits, const ShadowCounts &shadows, Scope scope) {
        for (const Limit &limit : limits.list) {
            LimitState state;
            state.scope = scope;
            state.limit = limit;
            slot.counters.fill(state, now);
            if (limit.shadow)
                state.wouldHaveRefused = shadows.of(limit);
            use(std::move(state));
        }
    });
}

void name(LimitState &state, const Slot &slot)
{
    state.id = state.scope == Scope::Plan && slot.plan ? slot.plan->id : slot.id;
    state.account = AccountId(slot.scope == Scope::Account ? slot.id : slot.account);
}

} // namespace

std::vector<LimitState> LimitsService::states(const Subject &subject)
{
    std::vector<LimitState> all;
    const Moment now = d->now();
    std::array<std::shared_ptr<Slot>, 3> slots{d->accounts.at(subject.account.text())};
    if (!subject.project.isEmpty())
        slots[1] = d->projects.at(subject.project.text());
    if (!subject.key.isEmpty())
        slots[2] = d->keys.at(subject.key.text());
    const SlotLocks locks(slots);
    d->findPlan(*slots[0], subject.plan);
    for (const auto &slot : slots) {
        if (!slot)
            continue;
        slot->counters.roll(now, subject.timeZone);
        eachState(*slot, now, [&](LimitState state) {
            name(state, *slot);
            state.account = subject.account;
            all.push_back(std::move(state));
        });
    }
    return all;
}

std::vector<LimitState> LimitsService::nearest(std::size_t most)
{
    std::vector<std::pair<std::int64_t, LimitState>> heap;
    const auto farther = [](const auto &one, const auto &other) { return one.first > other.first; };
    const Moment now = d->now();
    for (SlotMap *map : {&d->accounts, &d->projects, &d->keys}) {
        map->each([&](Slot &slot) {
            const std::lock_guard lock(slot.mutex);
            slot.counters.roll(now, slot.timeZone);
            eachState(slot, now, [&](LimitState state) {
                const std::int64_t share = state.sharePpm();
                if (heap.size() >= most && share <= heap.front().first)
                    return;
                name(state, slot);
                heap.emplace_back(share, std::move(state));
                std::ranges::push_heap(heap, farther);
                if (heap.size() > most) {
                    std::ranges::pop_heap(heap, farther);
                    heap.pop_back();
                }
            });
        });
    }
    std::ranges::sort(heap, farther);
    std::vector<LimitState> nearestFirst;
    nearestFirst.reserve(heap.size());
    for (auto &[share, state] : heap)
        nearestFirst.push_back(std::move(state));
    return nearestFirst;
}

void LimitsService::Private::noteCrossings(Slot &slot, const Moment &now, bool full)
{
    slot.eachSet([&](const LimitSet &limits, const ShadowCounts &shadows, Scope scope) {
        if (!limits.hasSpend)
            return;
        for (const Limit &limit : limits.list) {
            if (limit.resource != Resource::Spend)
                continue;
            LimitState state;
            state.scope = scope;
            state.limit = limit;
            slot.counters.fill(state, now);
            // A refusal is about the tightest budget: another that is far from full isn't told of.
            const bool nearlyFull = full && state.sharePpm() >= 990'000;
            const int percent = slot.counters.crossed(limits.spend, static_cast<std::size_t>(limit.period),
                                                      scope == Scope::Plan, nearlyFull);
            if (percent == 0)
                continue;
            name(state, slot);
            state.wouldHaveRefused = limit.shadow ? shadows.of(limit) : 0;
            const std::lock_guard lock(crossingsMutex);
            crossings.push_back({std::move(state), percent});
        }
    });
}

std::vector<Crossing> LimitsService::takeCrossings()
{
    const std::lock_guard lock(d->crossingsMutex);
    return std::exchange(d->crossings, {});
}

} // namespace beaver::limits
