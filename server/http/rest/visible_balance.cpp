#include <server/http/rest/visible_balance.h>
#include <server/relay/visible_balance.h>

namespace beaver::http {

ledger::Balance visibleBalance(const Exchange &exchange, limits::LimitsService &limits, ledger::Balance balance)
{
    return relay::visibleBalance(*exchange.principal, limits, balance);
}

} // namespace beaver::http
