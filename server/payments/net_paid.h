#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>
#include <shared/base/ids.h>
#include <shared/base/money.h>

namespace beaver::payments {

/// What a call's customer paid for it, and what came back since. Each part is a sum of the ledger's entries, read from
/// the rows that are written in the entries' own transactions; what is about to be given back counts as given.
struct CallPayments
{
    Money charged;   ///< when the call was settled
    Money refunded;  ///< by refunds
    Money corrected; ///< given back by price corrections; negative: charged by them
    Money adjusted;  ///< the same by adjustments of administrators that name it

    /// What is still paid, and so the most that can be given back.
    Money net() const { return charged - refunded - corrected - adjusted; }
};

/// Who gives money back for a call asks this in the transaction that reserves it, on the writer's thread: so refunds
/// and corrections together never give back more than was paid. `charged` is the call's own charge.
Result<CallPayments> paymentsOf(storage::Connection &connection, const AccountId &account, const CallId &call,
                                Money charged);

/// Notes an adjustment that names a call; in its entry's transaction. One that names something else is no matter here.
Result<void> noteAdjustment(storage::Connection &connection, const ledger::Entry &entry);

} // namespace beaver::payments
