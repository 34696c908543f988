#include <server/payments/net_paid.h>

namespace beaver::payments {

Result<CallPayments> paymentsOf(storage::Connection &connection, const AccountId &account, const CallId &call,
                                Money charged)
{
    // A charge that a correction has yet to post isn't paid.
    auto &sums = connection.prepared(
        "SELECT (SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE account_id = ? AND reference = ?), "
        "(SELECT COALESCE(SUM(amount), 0) FROM corrected_calls WHERE call_id = ? AND account_id = ? AND "
        "(entry_seq IS NOT NULL OR amount > 0))");
    const auto row = sums.bind(account.text()).bind(call.text()).bind(call.text()).bind(account.text()).next();
    if (!row)
        return row.error();
    const CallPayments payments{charged, Money::fromNanoUsd(sums.integer(0)), Money::fromNanoUsd(sums.integer(1))};
    sums.reset();
    return payments;
}

} // namespace beaver::payments
