#include <server/ledger/ledger_store.h>
#include <server/payments/net_paid.h>
#include <server/payments/refund_store.h>
#include <server/storage/like_pattern.h>

#include <algorithm>

namespace beaver::payments::refunds {

namespace {

Result<void> changed(const Result<std::int64_t> &rows)
{
    return rows ? Result<void>() : Result<void>(rows.error());
}

/// What of a reference can still be given back.
struct Returnable
{
    Money paid; ///< and not corrected or adjusted since
    Money left;
};

Result<Returnable> ofCall(storage::Connection &connection, const Refund &refund)
{
    const auto charge =
        ledger::store::chargeOf(connection, refund.account.text(), refund.reference, ulidTime(refund.reference));
    if (!charge)
        return charge.error();
    const auto payments =
        paymentsOf(connection, refund.account, CallId(refund.reference), *charge ? -(*charge)->customer : Money());
    if (!payments)
        return payments.error();
    const Money paid =
        payments->charged - payments->corrected - payments->adjusted; // a free call may have been charged later
    if (!*charge && paid <= Money())
        return Error{
            ErrorCode::NotFound, "This account has no charge for such a call.", "reference", "charge_not_found", {}, 0};
    return Returnable{paid, std::max(payments->net(), Money())};
}

Result<Returnable> ofPayment(storage::Connection &connection, const Refund &refund)
{
    const auto entry = ledger::store::entryById(connection, refund.account, refund.reference);
    if (!entry)
        return entry.error();
    if (!*entry || !(*entry)->cash.isNegative())
        return Error{ErrorCode::NotFound, "This account has no such payment.", "reference", "payment_not_found", {}, 0};
    auto &sum =
        connection.prepared("SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE account_id = ? AND reference = ?");
    const auto row = sum.bind(refund.account.text()).bind(refund.reference).next();
    if (!row)
        return row.error();
    const Money before = Money::fromNanoUsd(sum.integer(0));
    sum.reset();
    return Returnable{(*entry)->customer, (*entry)->customer - before};
}

} // namespace

Result<void> reserve(storage::Connection &connection, const Refund &refund)
{
    const auto of = refund.ofCall ? ofCall(connection, refund) : ofPayment(connection, refund);
    if (!of)
        return of.error();
    if (refund.amount > of->left)
        return Error{ErrorCode::Unprocessable,
                     "Of " + of->paid.toDecimal() + " USD, " + of->left.toDecimal() + " USD can be given back.",
                     "amount",
                     "refund_too_large",
                     {},
                     0};
    auto &insert = connection.prepared("INSERT INTO refunds (id, account_id, kind, reference, amount, reason, state, "
                                       "actor, created_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)");
    return changed(insert.bind(refund.id)
                       .bind(refund.account.text())
                       .bind(refund.ofCall ? "call" : "payment")
                       .bind(refund.reference)
                       .bind(refund.amount.nanoUsd())
                       .bind(refund.reason)
                       .bind(refund.actor)
                       .bind(refund.createdAtMs)
                       .run());
}

Result<void> posted(storage::Connection &connection, const std::string &id, const TransactionId &transaction)
{
    return changed(connection.prepared("UPDATE refunds SET state = 'posted', transaction_id = ? WHERE id = ?")
                       .bind(transaction.text())
                       .bind(id)
                       .run());
}

Result<void> release(storage::Connection &connection, const std::string &id)
{
    return changed(connection.prepared("DELETE FROM refunds WHERE id = ? AND state = 'pending'").bind(id).run());
}

Result<void> releaseAll(storage::Connection &connection)
{
    return changed(connection.prepared("DELETE FROM refunds WHERE state = 'pending'").run());
}

Result<std::vector<Refund>> list(storage::Connection &connection, const std::string &account, int limit,
                                 const std::string &after, const std::string &search)
{
    std::string sql =
        "SELECT id, account_id, kind, reference, amount, reason, state, transaction_id, actor, created_at FROM refunds "
        "WHERE (? = '' OR account_id = ?) AND (? = '' OR id < ?)";
    const std::string pattern = storage::likePattern(search);
    if (!search.empty())
        sql += " AND (LOWER(reason) LIKE ? ESCAPE '\\' OR id = ? OR reference = ? OR account_id IN (SELECT id FROM "
               "accounts WHERE email LIKE ? ESCAPE '\\' OR LOWER(full_name) LIKE ? ESCAPE '\\' OR id = ?))";
    auto &find = connection.prepared(sql + " ORDER BY id DESC LIMIT ?");
    find.bind(account).bind(account).bind(after).bind(after);
    if (!search.empty())
        find.bind(pattern).bind(search).bind(search).bind(pattern).bind(pattern).bind(search);
    find.bind(limit + 1);
    std::vector<Refund> found;
    auto row = find.next();
    for (; row && *row; row = find.next())
        found.push_back({find.text(0), AccountId(find.text(1)), find.text(2) == "call", find.text(3),
                         Money::fromNanoUsd(find.integer(4)), find.text(5), find.text(6), find.text(7), find.text(8),
                         find.integer(9)});
    if (!row)
        return row.error();
    return found;
}

} // namespace beaver::payments::refunds
