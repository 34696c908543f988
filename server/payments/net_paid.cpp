#include <server/payments/net_paid.h>

namespace beaver::payments {

Result<CallPayments> paymentsOf(storage::Connection &connection, const AccountId &account, const CallId &call,
                                Money charged)
{
    // A charge that a correction has yet to post isn't paid.
    auto &sums = connection.prepared(
        "SELECT (SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE account_id = ? AND reference = ?), "
        "(SELECT COALESCE(SUM(amount), 0) FROM corrected_calls WHERE call_id = ? AND account_id = ? AND "
        "(entry_seq IS NOT NULL OR amount > 0)), "
        "(SELECT COALESCE(SUM(amount), 0) FROM adjusted_calls WHERE call_id = ? AND account_id = ?)");
    sums.bind(account.text()).bind(call.text()).bind(call.text()).bind(account.text());
    const auto row = sums.bind(call.text()).bind(account.text()).next();
    if (!row)
        return row.error();
    const CallPayments payments{charged, Money::fromNanoUsd(sums.integer(0)), Money::fromNanoUsd(sums.integer(1)),
                                Money::fromNanoUsd(sums.integer(2))};
    sums.reset();
    return payments;
}

Result<void> noteAdjustment(storage::Connection &connection, const ledger::Entry &entry)
{
    if (!entry.reference.starts_with(CallId::prefix))
        return {};
    auto &insert =
        connection.prepared("INSERT INTO adjusted_calls (entry_seq, call_id, account_id, amount) VALUES (?, ?, ?, ?)");
    const auto done =
        insert.bind(entry.seq).bind(entry.reference).bind(entry.account.text()).bind(entry.customer.nanoUsd()).run();
    return done ? Result<void>() : Result<void>(done.error());
}

} // namespace beaver::payments
