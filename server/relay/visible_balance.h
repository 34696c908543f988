#pragma once

#include <server/identity/types.h>
#include <server/ledger/types.h>
#include <server/limits/limits_service.h>

namespace beaver::relay {

/// What who asks may see of its account's balance: all of it; a key of one project what it may spend, which is what the
/// budgets of its project and its own leave of what is available. No I/O.
ledger::Balance visibleBalance(const identity::Principal &principal, limits::LimitsService &limits,
                               ledger::Balance balance);

} // namespace beaver::relay
