#pragma once

#include <server/wire/usage.h>
#include <shared/base/ids.h>
#include <shared/base/money.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::ledger {

/// How a call ended; each has its charging rule (docs/money.md). In order of precedence: where two apply, the later one
/// is meant.
enum class Outcome : std::uint8_t {
    Complete,      ///< answered; charged as used
    Refused,       ///< stopped before any upstream call; nothing charged, `reason` says why
    UpstreamError, ///< no attempt brought a byte; nothing charged
    EmptyAnswer,   ///< an answer without content and finish reason; nothing charged
    StoppedByHold, ///< the stream reached what the balance could pay; charged for what was sent
    UpstreamCut,   ///< the provider broke off mid-stream; charged for what was received
    ClientGone,    ///< the client left; charged for what was received
    Interrupted,   ///< the gateway was killed; hold voided at the next start
    Cached,        ///< answered from the cache; nothing charged
};
std::string_view outcomeName(Outcome outcome); ///< `complete`, `refused`, …

/// Money of one account as it stands now. available = balance − held, never negative.
struct Balance
{
    Money balance;
    Money held;
    Money available() const { return balance - held; }
};

/// What was answered under an Idempotency-Key, kept to be answered again.
struct StoredReply
{
    std::string name;        ///< the client's key
    std::string requestHash; ///< 32 bytes: BLAKE2b-256 of route and body
    CallId call;
    int status = 0;
    std::string contentType;
    std::optional<std::string> body; ///< empty: too large to keep
};

/// Everything that is known of a call when it has ended: the usage record, and what the ledger posts. `cost` is asked
/// for; the ledger takes at most what the account has and puts the rest in `uncollected`.
struct Settlement
{
    CallId call;
    AccountId account;
    ProjectId project; ///< empty: of none
    KeyId key;
    std::string surface;
    std::string model;
    std::string category; ///< of the model, now; empty: none
    std::string upstreamModel;
    std::string provider;
    std::string endpoint;
    Outcome outcome = Outcome::Complete;
    std::string reason;
    int status = 0;
    bool streamed = false;
    wire::Usage usage;
    std::int64_t priceVersion = 0;
    std::string policy;
    std::int64_t markupPpm = 0; ///< with `pricePercent` in it
    int pricePercent = 100;     ///< of the sale price: the batch price
    Money listCost;
    Money cost;
    Money uncollected;
    Money byokCost; ///< list price of a call with its project's own credential: counted, not charged
    Money hold;
    std::string attempts; ///< JSON array, or empty
    std::string metadata; ///< JSON object of the client's own, or empty
    std::int64_t startedAtMs = 0;
    std::optional<std::int64_t> firstByteAtMs;
    std::int64_t endedAtMs = 0;
    std::optional<StoredReply> reply;
};

enum class EntryType : std::uint8_t { TopUp, Usage, Refund, Adjustment, Payment, Expiry, Transfer };
std::string_view entryTypeName(EntryType type); ///< `top_up`, `usage`, …

/// One transaction of the ledger. Its legs say what went into (+) or out of (−) each of the gateway's accounts and sum
/// to zero.
struct Entry
{
    std::int64_t seq = 0;
    TransactionId id;
    EntryType type = EntryType::Usage;
    AccountId account;
    Money customer;     ///< the customer's balance
    Money providerCost; ///< what providers are owed, at list price
    Money revenue;
    Money cash; ///< money that came in from outside
    Money corrections;
    Money balanceAfter;
    std::string reference;
    std::string description;
    std::string actor;
    std::int64_t createdAtMs = 0;
    std::string hash; ///< 32 bytes
};

} // namespace beaver::ledger
