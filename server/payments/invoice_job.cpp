#include <QLoggingCategory>

#include <server/ledger/ledger_store.h>
#include <server/limits/calendar.h>
#include <server/payments/invoice_job.h>
#include <server/usage/log_partitions.h>

#include <cstdio>

Q_LOGGING_CATEGORY(invoiceLog, "beaver.invoices")

namespace beaver::payments {

namespace {

constexpr int accountsOfPage = 500;
constexpr std::int64_t dayMs = 86'400'000; // no zone is further from UTC

struct Due
{
    AccountId account;
    InvoicePeriod period;
};

struct DuePage
{
    std::vector<Due> due;
    std::string last;
    bool more = false;
};

/// Accounts that were charged about last month, or given back something of calls, whose last month has no invoice yet.
Result<DuePage> duePage(storage::Connection &connection, const std::string &after, std::int64_t nowMs)
{
    const std::int64_t thisMonth = usage::monthStart(nowMs);
    const std::int64_t lastMonthMs = usage::monthStart(thisMonth - 1);
    const auto first = ledger::store::firstSeqAt(connection, lastMonthMs - dayMs);
    const auto end = ledger::store::firstSeqAt(connection, thisMonth + dayMs);
    if (!first || !end)
        return !first ? first.error() : end.error();
    auto &list = connection.prepared(
        "SELECT a.id, a.time_zone, CASE WHEN EXISTS (SELECT 1 FROM usage_account_months m WHERE m.month IN (?, ?) AND "
        "m.account_id = a.id AND m.cost > 0) OR EXISTS (SELECT 1 FROM ledger_entries e WHERE e.account_id = a.id AND "
        "e.type <> 'usage' AND e.seq >= ? AND e.seq < ? AND e.type IN ('refund', 'adjustment')) THEN 1 ELSE 0 END "
        "FROM accounts a WHERE a.id > ? ORDER BY a.id LIMIT ?");
    list.bind(lastMonthMs).bind(thisMonth).bind(*first).bind(*end).bind(after).bind(accountsOfPage);
    DuePage page;
    int seen = 0;
    std::vector<Due> looked;
    auto row = list.next();
    for (; row && *row; row = list.next()) {
        ++seen;
        page.last = list.text(0);
        if (list.integer(2) != 0)
            looked.push_back({AccountId(list.text(0)), lastMonth(nowMs, list.text(1))});
    }
    if (!row)
        return row.error();
    for (auto &one : looked) {
        if (!invoices::exists(connection, one.account, one.period))
            page.due.push_back(std::move(one));
    }
    page.more = seen == accountsOfPage;
    return page;
}

} // namespace

InvoicePeriod lastMonth(std::int64_t nowMs, const std::string &timeZone)
{
    const auto now = limits::calendarSpan(limits::Period::Month, nowMs, timeZone);
    const auto last = limits::calendarSpan(limits::Period::Month, now.startMs - 1, timeZone);
    return {last.startMs, last.endMs, timeZone.empty() ? "UTC" : timeZone};
}

std::optional<InvoicePeriod> monthOf(std::string_view text, const std::string &timeZone)
{
    int year = 0;
    unsigned month = 0;
    if (text.size() != 7 || std::sscanf(std::string(text).c_str(), "%4d-%2u", &year, &month) != 2 || year < 2000 ||
        year > 9000 || month < 1 || month > 12)
        return std::nullopt;
    using namespace std::chrono;
    const auto middle = sys_days(std::chrono::year(year) / std::chrono::month(month) / 15);
    const auto span = limits::calendarSpan(limits::Period::Month,
                                           duration_cast<milliseconds>(middle.time_since_epoch()).count(), timeZone);
    return InvoicePeriod{span.startMs, span.endMs, timeZone.empty() ? "UTC" : timeZone};
}

void InvoiceJob::run()
{
    if (!m_running.exchange(true))
        page({});
}

void InvoiceJob::page(std::string after)
{
    m_database.read([this, self = shared_from_this(), after = std::move(after)](storage::Connection &connection) {
        auto found = duePage(connection, after, m_clock.wallMs());
        if (!found) {
            qCWarning(invoiceLog) << "can't look for invoices to make:" << found.error().detail.c_str();
            m_running = false;
            return;
        }
        if (found->due.empty()) {
            if (found->more)
                page(found->last);
            else
                m_running = false;
            return;
        }
        auto shared = std::make_shared<DuePage>(std::move(*found));
        m_database.write(
            [this, self, shared](storage::Connection &writing) -> Result<void> {
                for (const auto &due : shared->due) {
                    const auto made = invoices::make(writing, due.account, due.period, "gateway", m_clock.wallMs());
                    if (!made)
                        return made.error();
                }
                return {};
            },
            [this, self, shared](const Result<void> &written) {
                if (!written)
                    qCWarning(invoiceLog) << "invoices can't be made:" << written.error().detail.c_str();
                if (written && shared->more)
                    page(shared->last);
                else
                    m_running = false;
            });
    });
}

} // namespace beaver::payments
