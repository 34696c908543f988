#include <server/relay/visible_balance.h>

#include <algorithm>

namespace beaver::relay {

ledger::Balance visibleBalance(const identity::Principal &principal, limits::LimitsService &limits,
                               ledger::Balance balance)
{
    if (!identity::isConfined(principal))
        return balance;
    const auto &account = *principal.account;
    const auto &key = *principal.key;
    Money left = balance.available();
    for (const auto &state : limits.states({account.id, account.plan, account.timeZone, key.project, key.id})) {
        const bool own = state.scope == limits::Scope::Project || state.scope == limits::Scope::Key;
        if (own && state.limit.resource == limits::Resource::Spend && !state.limit.shadow)
            left = std::min(left, Money::fromNanoUsd(std::max<std::int64_t>(state.limit.amount - state.used, 0)));
    }
    return {left, Money()};
}

} // namespace beaver::relay
