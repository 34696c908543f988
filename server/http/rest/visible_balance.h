#pragma once

#include <server/http/front/exchange.h>
#include <server/ledger/types.h>
#include <server/limits/limits_service.h>

namespace beaver::http {

/// What the caller may see of its account's balance: all of it; a key of one project what it may spend, which is what
/// the budgets of its project and its own leave of what is available.
ledger::Balance visibleBalance(const Exchange &exchange, limits::LimitsService &limits, ledger::Balance balance);

} // namespace beaver::http
