#pragma once

#include <server/payments/invoice_store.h>

namespace beaver::payments::invoices {

/// What calls cost the account in the period, and what came back of calls in it, whenever they were: usage by model and
/// category, price corrections by model, refunds. Their sum is what the ledger's entries of these kinds took. Other
/// adjustments change the balance, not what calls cost. Empty: there was nothing.
Result<std::vector<Invoice::Line>> linesOf(storage::Connection &connection, const AccountId &account,
                                           const InvoicePeriod &period);

} // namespace beaver::payments::invoices
