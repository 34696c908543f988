#pragma once

#include <server/audit/audit_log.h>
#include <server/payments/billing_settings.h>
#include <server/storage/connection.h>
#include <shared/base/money.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace beaver::payments {

/// What calls cost an account in a month, with what came back of calls in it. It never changes but in its state; a
/// wrong one is made void and replaced.
struct Invoice
{
    struct Line
    {
        std::string model; ///< empty: not of one (refunds)
        std::string category;
        std::string description;
        std::int64_t calls = 0;
        std::int64_t inputTokens = 0;
        std::int64_t outputTokens = 0;
        Money amount;
    };
    std::string id;
    std::string number; ///< no number is missing, none is used twice
    AccountId account;
    std::string state; ///< `issued`, `paid`, `void`
    std::int64_t periodStartMs = 0;
    std::int64_t periodEndMs = 0; ///< half open
    std::string timeZone;
    Money subtotal; ///< without tax
    std::int64_t taxRatePpm = 0;
    Money tax;
    Money total;
    Money paid; ///< taken from the balance, call by call
    std::vector<Line> lines;
    std::string seller; ///< JSON, as it was then
    std::string buyer;
    std::string reason; ///< why it is void
    std::int64_t createdAtMs = 0;
    std::optional<std::int64_t> voidedAtMs;

    Money due() const { return total - paid; }
    std::string json() const;
};

/// A month in its account's time zone.
struct InvoicePeriod
{
    std::int64_t startMs = 0; ///< half open
    std::int64_t endMs = 0;
    std::string timeZone;
};

namespace invoices {

/// Makes the invoice of the period with the next number, where there is none yet that isn't void; else answers that
/// one. Empty: the account used nothing in it. Writer's thread: number and row are one transaction, so however many ask
/// at once, numbers have no gap.
Result<std::optional<Invoice>> make(storage::Connection &connection, const AccountId &account, InvoicePeriod period,
                                    const audit::Actor &actor, std::int64_t nowMs);
/// NotFound, or Conflict where it is void already.
Result<Invoice> makeVoid(storage::Connection &connection, const std::string &id, const std::string &reason,
                         std::int64_t nowMs);
Result<Invoice> markPaid(storage::Connection &connection, const std::string &id);

Result<std::optional<Invoice>> find(storage::Connection &connection, const std::string &id);
/// Newest first, one more than `limit`. Empty texts don't matter; `after`: an id; `search`: part of the number or of
/// the account's address or name, or an id.
Result<std::vector<Invoice>> list(storage::Connection &connection, const std::string &account, const std::string &state,
                                  int limit, const std::string &after, const std::string &search = {});
bool exists(storage::Connection &connection, const AccountId &account, const InvoicePeriod &period);

/// The tax of an amount, rounded half to even once; `included`: the amount holds it already.
Money taxOf(Money amount, std::int64_t ratePpm, bool included);

} // namespace invoices

} // namespace beaver::payments
