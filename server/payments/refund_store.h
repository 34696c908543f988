#pragma once

#include <server/ledger/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <vector>

namespace beaver::payments {

/// Money given back: of a call (to the balance) or of a payment (out of the balance, to where it came from). Its row is
/// `pending` from the check until its ledger entry is committed, in whose transaction it becomes `posted`; what is
/// pending counts, so that two refunds at once can't give back more than there was.
struct Refund
{
    std::string id;
    AccountId account;
    bool ofCall = true;    ///< else of a payment
    std::string reference; ///< the call or the top-up
    Money amount;
    std::string reason;
    std::string state;
    std::string transaction;
    std::string actor;
    std::int64_t createdAtMs = 0;
};

namespace refunds {

/// Checks it against what is still paid (net_paid.h) or what was given back of the payment before, and reserves it.
/// Writer's thread.
/// NotFound: the account has no such charge or payment; Unprocessable: more than is left of it.
Result<void> reserve(storage::Connection &connection, const Refund &refund);
Result<void> posted(storage::Connection &connection, const std::string &id, const TransactionId &transaction);
/// The entry wasn't made.
Result<void> release(storage::Connection &connection, const std::string &id);
/// After a kill: what is still pending has no entry.
Result<void> releaseAll(storage::Connection &connection);

/// Newest first; `after`: an id. One more than `limit`. `search`: part of the reason or of the account's address or
/// name, what was refunded, or an id; empty for all.
Result<std::vector<Refund>> list(storage::Connection &connection, const std::string &account, int limit,
                                 const std::string &after, const std::string &search = {});

} // namespace refunds

} // namespace beaver::payments
