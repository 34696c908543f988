#pragma once

#include <server/limits/counters.h>
#include <shared/base/clock.h>
#include <shared/base/ids.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace beaver::limits {

/// The limits of one plan. Immutable.
struct PlanLimits
{
    std::string id;
    std::string name;
    LimitSet limits;
};

/// What one account, project or key may use and has used. `mutex` guards all but `scope` and `id`.
struct Slot
{
    Slot(Scope of, std::string_view named)
        : scope(of)
        , id(named)
    {}

    const Scope scope;
    const std::string id;

    std::mutex mutex;
    Counters counters;
    LimitSet limits;
    ShadowCounts shadows;
    std::string account;     ///< whose it is
    std::string timeZone;    ///< of the last call
    bool totalKnown = false; ///< what was ever spent is counted, not only since the start

    // Of an account.
    std::string planId; ///< as asked for
    std::uint64_t planVersion = 0;
    std::shared_ptr<const PlanLimits> plan;
    ShadowCounts planShadows;

    /// Calls `use(limits, shadows, scope)` for each set that stands on it.
    template <typename Use> void eachSet(Use use)
    {
        if (plan)
            use(plan->limits, planShadows, Scope::Plan);
        use(limits, shadows, scope);
    }
    bool hasSpend() const { return limits.hasSpend || (plan && plan->limits.hasSpend); }
};

struct IdHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return hashOfId(text); }
};

/// The slots of one kind, by id, in stripes. Any thread.
class SlotMap
{
public:
    SlotMap(Scope scope, const Clock &clock)
        : m_scope(scope)
        , m_clock(clock)
    {}

    /// Makes it where there is none; each new one has a few old ones looked at, so there is never a long sweep and
    /// never twice what is in use.
    std::shared_ptr<Slot> at(const std::string &id)
    {
        Stripe &stripe = stripeOf(id);
        const std::lock_guard lock(stripe.mutex);
        if (const auto found = stripe.slots.find(id); found != stripe.slots.end())
            return found->second;
        sweepSome(stripe, {m_clock.wallMs(), m_clock.monotonicUs()});
        return stripe.slots.emplace(id, std::make_shared<Slot>(m_scope, id)).first->second;
    }

    /// Null where there is none.
    std::shared_ptr<Slot> find(std::string_view id)
    {
        Stripe &stripe = stripeOf(id);
        const std::lock_guard lock(stripe.mutex);
        const auto found = stripe.slots.find(id);
        return found == stripe.slots.end() ? nullptr : found->second;
    }

    /// Every slot there is, a stripe at a time.
    template <typename Use> void each(Use use)
    {
        for (Stripe &stripe : m_stripes) {
            std::vector<std::shared_ptr<Slot>> slots;
            {
                const std::lock_guard lock(stripe.mutex);
                slots.reserve(stripe.slots.size());
                for (const auto &[id, slot] : stripe.slots)
                    slots.push_back(slot);
            }
            for (const auto &slot : slots)
                use(*slot);
        }
    }

private:
    struct Stripe
    {
        std::mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<Slot>, IdHash, std::equal_to<>> slots;
        std::size_t sweptTo = 0;
    };

    Stripe &stripeOf(std::string_view id) { return m_stripes[(IdHash()(id) >> 20) % m_stripes.size()]; }

    void sweepSome(Stripe &stripe, const Moment &now) const
    {
        for (int step = 0; step < 4 && !stripe.slots.empty(); ++step) {
            const std::size_t bucket = stripe.sweptTo++ % stripe.slots.bucket_count();
            for (auto at = stripe.slots.begin(bucket); at != stripe.slots.end(bucket); ++at) {
                if (at->second.use_count() == 1 && mayGo(*at->second, now)) {
                    stripe.slots.erase(std::string(at->first));
                    break;
                }
            }
        }
    }

    /// Accounts are counted whether or not they have limits, because a plan may get one; projects and keys only need
    /// to be while they have.
    bool mayGo(Slot &slot, const Moment &now) const
    {
        const std::lock_guard lock(slot.mutex);
        return slot.limits.list.empty() && !slot.totalKnown && slot.counters.idle(now, m_scope == Scope::Account);
    }

    const Scope m_scope;
    const Clock &m_clock;
    std::array<Stripe, 64> m_stripes;
};

} // namespace beaver::limits
