#include <server/ledger/ledger_store.h>
#include <server/payments/statement.h>

namespace beaver::payments {

namespace {

/// The account's balance after its last entry before `seq`.
Result<Money> balanceBefore(storage::Connection &connection, const AccountId &account, std::int64_t seq)
{
    auto &find =
        connection.prepared("SELECT balance_after FROM ledger_entries WHERE account_id = ? AND seq < ? ORDER BY "
                            "seq DESC LIMIT 1");
    const auto row = find.bind(account.text()).bind(seq).next();
    if (!row)
        return row.error();
    const Money balance = *row ? Money::fromNanoUsd(find.integer(0)) : Money();
    find.reset();
    return balance;
}

} // namespace

Result<Statement> statement(storage::Connection &connection, const AccountId &account, std::int64_t fromMs,
                            std::int64_t untilMs)
{
    if (auto begun = connection.begin(); !begun)
        return begun.error();
    Statement statement;
    statement.fromMs = fromMs;
    statement.untilMs = untilMs;
    const auto first = ledger::store::firstSeqAt(connection, fromMs);
    const auto end = ledger::store::firstSeqAt(connection, untilMs);
    if (!first || !end)
        return !first ? first.error() : end.error();
    statement.firstSeq = *first;
    statement.endSeq = *end;
    const auto opening = balanceBefore(connection, account, *first);
    const auto closing = balanceBefore(connection, account, *end);
    if (!opening || !closing)
        return !opening ? opening.error() : closing.error();
    statement.opening = *opening;
    statement.closing = *closing;
    auto &sums =
        connection.prepared("SELECT type, COUNT(*), SUM(customer) FROM ledger_entries WHERE account_id = ? AND "
                            "seq >= ? AND seq < ? GROUP BY type ORDER BY type");
    auto row = sums.bind(account.text()).bind(*first).bind(*end).next();
    for (; row && *row; row = sums.next())
        statement.lines.push_back({sums.text(0), sums.integer(1), Money::fromNanoUsd(sums.integer(2))});
    if (!row)
        return row.error();
    connection.rollback();
    return statement;
}

Result<std::vector<ledger::Entry>> statementEntries(storage::Connection &connection, const AccountId &account,
                                                    std::int64_t fromSeq, std::int64_t endSeq, int limit)
{
    auto &list = connection.prepared(std::string("SELECT ") + ledger::store::entryColumns +
                                     " FROM ledger_entries WHERE account_id = ? AND seq >= ? AND seq < ? ORDER BY seq "
                                     "LIMIT ?");
    std::vector<ledger::Entry> found;
    auto row = list.bind(account.text()).bind(fromSeq).bind(endSeq).bind(limit).next();
    for (; row && *row; row = list.next())
        found.push_back(ledger::store::readEntry(list));
    if (!row)
        return row.error();
    return found;
}

} // namespace beaver::payments
