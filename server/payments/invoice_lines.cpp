#include <server/payments/invoice_lines.h>

namespace beaver::payments::invoices {

namespace {

/// A period may begin in the middle of a UTC hour; that hour belongs to the month in which it begins.
std::int64_t nextHour(std::int64_t ms)
{
    constexpr std::int64_t hour = 3'600'000;
    return (ms + hour - 1) / hour * hour;
}

Result<std::vector<Invoice::Line>> usageLines(storage::Connection &connection, const AccountId &account,
                                              const InvoicePeriod &period)
{
    auto &sums =
        connection.prepared("SELECT model_id, category, SUM(calls), SUM(input_tokens), SUM(output_tokens), "
                            "SUM(cost) FROM usage_rollups WHERE account_id = ? AND hour >= ? AND hour < ? GROUP "
                            "BY model_id, category HAVING SUM(cost) <> 0 ORDER BY 6 DESC, 1");
    sums.bind(account.text()).bind(nextHour(period.startMs)).bind(nextHour(period.endMs));
    std::vector<Invoice::Line> lines;
    auto row = sums.next();
    for (; row && *row; row = sums.next())
        lines.push_back({sums.text(0), sums.text(1), "Calls of " + sums.text(0), sums.integer(2), sums.integer(3),
                         sums.integer(4), Money::fromNanoUsd(sums.integer(5))});
    if (!row)
        return row.error();
    return lines;
}

/// What price corrections posted in the period, less what they took.
Result<void> addCorrections(std::vector<Invoice::Line> &lines, storage::Connection &connection,
                            const AccountId &account, const InvoicePeriod &period)
{
    auto &sums = connection.prepared(
        "SELECT p.model_id, COUNT(*), SUM(e.customer) FROM ledger_entries e JOIN corrected_calls c ON c.call_id = "
        "e.reference AND c.entry_seq = e.seq JOIN price_corrections p ON p.id = c.correction_id WHERE e.account_id = ? "
        "AND e.type <> 'usage' AND e.type = 'adjustment' AND e.created_at >= ? AND e.created_at < ? GROUP BY "
        "p.model_id HAVING SUM(e.customer) <> 0 ORDER BY p.model_id");
    auto row = sums.bind(account.text()).bind(period.startMs).bind(period.endMs).next();
    for (; row && *row; row = sums.next())
        lines.push_back({sums.text(0), "", "Price corrections of " + sums.text(0), sums.integer(1), 0, 0,
                         -Money::fromNanoUsd(sums.integer(2))});
    return row ? Result<void>() : Result<void>(row.error());
}

/// What was given back of calls in the period.
Result<Money> refundsOf(storage::Connection &connection, const AccountId &account, const InvoicePeriod &period)
{
    auto &sum =
        connection.prepared("SELECT COALESCE(SUM(customer), 0) FROM ledger_entries WHERE account_id = ? AND type "
                            "<> 'usage' AND type = 'refund' AND revenue < 0 AND created_at >= ? AND created_at "
                            "< ?");
    const auto row = sum.bind(account.text()).bind(period.startMs).bind(period.endMs).next();
    if (!row)
        return row.error();
    const Money refunds = Money::fromNanoUsd(sum.integer(0));
    sum.reset();
    return refunds;
}

} // namespace

Result<std::vector<Invoice::Line>> linesOf(storage::Connection &connection, const AccountId &account,
                                           const InvoicePeriod &period)
{
    auto lines = usageLines(connection, account, period);
    if (!lines)
        return lines;
    if (auto added = addCorrections(*lines, connection, account, period); !added)
        return added.error();
    const auto refunds = refundsOf(connection, account, period);
    if (!refunds)
        return refunds.error();
    if (!refunds->isZero())
        lines->push_back({"", "", "Refunds of calls", 0, 0, 0, -*refunds});
    return lines;
}

} // namespace beaver::payments::invoices
