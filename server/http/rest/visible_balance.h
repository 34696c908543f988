#pragma once

#include <server/http/front/exchange.h>
#include <server/ledger/types.h>
#include <server/limits/limits_service.h>

namespace beaver::http {

/// What the caller may see of its account's balance (server/relay/visible_balance.h).
ledger::Balance visibleBalance(const Exchange &exchange, limits::LimitsService &limits, ledger::Balance balance);

} // namespace beaver::http
