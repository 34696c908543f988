#include <server/http/rest/visible_balance.h>

#include <algorithm>

namespace beaver::http {

ledger::Balance visibleBalance(const Exchange &exchange, limits::LimitsService &limits, ledger::Balance balance)
{
    const auto &principal = *exchange.principal;
    const ProjectId project = identity::confinedTo(principal);
    if (project.isEmpty())
        return balance;
    const auto &account = *principal.account;
    Money left = balance.available();
    for (const auto &state : limits.states({account.id, account.plan, account.timeZone, project, principal.key->id})) {
        const bool own = state.scope == limits::Scope::Project || state.scope == limits::Scope::Key;
        if (own && state.limit.resource == limits::Resource::Spend && !state.limit.shadow)
            left = std::min(left, Money::fromNanoUsd(std::max<std::int64_t>(state.limit.amount - state.used, 0)));
    }
    return {left, Money()};
}

} // namespace beaver::http
