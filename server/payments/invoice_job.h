#pragma once

#include <server/payments/invoice_store.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <atomic>
#include <memory>

namespace beaver::payments {

/// The newest month of the zone that is over.
InvoicePeriod lastMonth(std::int64_t nowMs, const std::string &timeZone);
/// A month of the zone, `2026-10`; empty: it isn't one.
std::optional<InvoicePeriod> monthOf(std::string_view text, const std::string &timeZone);

/// Makes the invoices of months that are over, each account's in its own time zone. It keeps nothing: what is to be
/// made follows from usage and invoices, so a restart in the middle goes on where it stopped. Accounts are looked at
/// in pages, so that calls and reports beside it wait for none. Owned by shared_ptr: what the database still has to do
/// holds it.
class InvoiceJob : public std::enable_shared_from_this<InvoiceJob>
{
public:
    InvoiceJob(storage::Database &database, const Clock &clock)
        : m_database(database)
        , m_clock(clock)
    {}

    /// Begins a walk over the accounts, unless one is under way. Any thread.
    void run();

private:
    void page(std::string after);

    storage::Database &m_database;
    const Clock &m_clock;
    std::atomic<bool> m_running = false;
};

} // namespace beaver::payments
