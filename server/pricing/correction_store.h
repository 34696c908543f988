#pragma once

#include <server/pricing/corrections.h>
#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <vector>

namespace beaver::pricing::store {

/// SQL of the corrections. Each function runs on the thread that owns the connection.

/// A call that the wrong price priced.
struct PricedCall
{
    CallId call;
    AccountId account;
    Money charged;     ///< when it was settled
    Money uncollected; ///< what the balance couldn't pay then
    Money right;       ///< what it should have cost
};

struct Chunk
{
    std::vector<PricedCall> calls;
    std::int64_t lastSeq = 0;
    bool more = false;
};

/// The next calls of the model, priced anew. Those that a newer correction covers are left to it, however far it came:
/// it says later what was right. `correction` empty: a dry run, which is newer than all.
Result<Chunk> nextCalls(storage::Connection &connection, const CorrectionWish &wish, const std::string &correction,
                        std::int64_t afterSeq);

/// What the call is given back or charged; empty: nothing. Given back is what is still paid above the right price, so
/// that with refunds it never exceeds what was paid. A refund isn't asked back.
Result<std::optional<CorrectedCall>> correctionOf(storage::Connection &connection, const PricedCall &call);

/// correctionOf() each that this correction hasn't moved yet, marked before its entry is made, so that refunds count it
/// from now on. Writer's thread.
Result<std::vector<CorrectedCall>> reserve(storage::Connection &connection, const std::string &correction,
                                           const std::vector<PricedCall> &calls);
/// In the transaction of the entry, or without one where nothing could be moved.
Result<void> moved(storage::Connection &connection, const std::string &correction, const CallId &call, Money amount,
                   std::optional<std::int64_t> entrySeq);
/// The entry wasn't made.
Result<void> release(storage::Connection &connection, const std::string &correction, const CallId &call);
/// After a kill: what is only reserved has no entry.
Result<void> releaseAll(storage::Connection &connection);

/// Keeps the right price and the correction, `running`, with its line in the audit log. Returns the price's version.
Result<std::int64_t> begin(storage::Connection &connection, const std::string &id, const CorrectionWish &wish,
                           const audit::Actor &actor, std::int64_t nowMs);
/// The row's sums follow from its calls.
Result<void> finish(storage::Connection &connection, const std::string &id);

Result<std::optional<Correction>> find(storage::Connection &connection, const std::string &id);
/// What a stopped process left, oldest first.
Result<std::vector<Correction>> running(storage::Connection &connection);
/// Newest first; `after`: an id.
Result<std::vector<Correction>> list(storage::Connection &connection, int limit, const std::string &after);

} // namespace beaver::pricing::store
