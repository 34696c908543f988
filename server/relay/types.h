#pragma once

#include <server/identity/types.h>
#include <server/ledger/types.h>
#include <server/limits/limits_service.h>
#include <server/routing/router.h>
#include <server/wire/chat_request.h>
#include <server/wire/unit_request.h>
#include <server/wire/usage.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace beaver::relay {

/// What the limits of a call stand on. Views into the principal.
limits::Subject subjectOf(const identity::Principal &principal);

/// Whether the cache was asked, and what it had.
enum class CacheState : std::uint8_t { Off, Miss, Hit };

/// What a stream's client is told before the first byte.
struct StreamOpening
{
    std::string provider;
    std::string contentType = "text/event-stream; charset=utf-8";
    std::optional<limits::Ticket> ticket; ///< for the rate headers
    int attempts = 1;
    CacheState cache = CacheState::Off;
    std::int64_t overheadUs = 0;
};

/// The client's end of a stream, as the relay needs it. Loop's thread.
class StreamSink
{
public:
    virtual ~StreamSink() = default;
    virtual void begin(const StreamOpening &opening) = 0;
    virtual void write(std::string_view bytes) = 0;
    virtual void finish() = 0;
    /// Ends what has begun so that the client sees it is incomplete, where its form has no word for that.
    virtual void abort() { finish(); }
    virtual bool gone() const = 0;
    /// More is unsent than the client should be given at once.
    virtual bool congested() const = 0;
    virtual void onGone(std::function<void()> action) = 0;
    virtual void onDrained(std::function<void()> action) = 0;
};

/// One model call. Owned by the coroutine that runs it.
struct Call
{
    CallId id;
    identity::Principal principal;
    /// What a chat asks for; of a call that isn't one, only what holds and limits need (model, stream, tokens).
    wire::ChatRequest request;
    std::optional<wire::UnitRequest> unit;   ///< a call that isn't a chat
    std::vector<std::string> fallbackModels; ///< tried in this order where the first model can't be served
    std::optional<routing::Preferences> preferences;
    std::string providerJson; ///< OpenRouter's `provider` object, for an endpoint there
    std::string stickyKey;
    struct CacheWish
    {
        std::optional<bool> wanted;       ///< empty: as the key or the gateway has it
        std::optional<std::int64_t> ttlS; ///< seconds
    } cache;
    std::vector<std::string> forwardedHeaders; ///< whole lines, for a provider of the client's own dialect
    std::string surface;                       ///< the route's name
    std::string metadata;                      ///< JSON object of the client's own, for the log; or empty
    std::string idempotencyKey;                ///< empty: none
    std::int64_t arrivedUs = 0;                ///< monotonic
    /// A member that a stream's last usage has beside it, by what was charged; null: none.
    std::function<std::string(Money cost)> usageNote;
    int pricePercent = 100;              ///< of the sale price: the batch price
    std::size_t keptBytes = 1024 * 1024; ///< largest answer that is kept under its Idempotency-Key
    StreamSink *sink =
        nullptr; ///< lives until the call has ended; also told of a client that leaves while no stream is asked for
    std::optional<limits::Ticket> ticket; ///< what the rate headers say, also of a refusal; set by the relay
    int attempts = 0;                     ///< that were made; set by the relay
    /// It was refused for nothing but what calls under way hold or have borrowed: it may fit as soon as one ends. Set
    /// by the relay.
    bool crowdedOut = false;
};

/// What a call that isn't streamed answers; for a stream, what is known at its end (`body` is empty then).
struct Reply
{
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    bool streamed = false; ///< the sink has got it
    bool replayed = false; ///< an answer given before under the same Idempotency-Key
    CallId call;           ///< the call that was charged
    wire::Usage usage;     ///< that was charged for
    std::string provider;
    std::optional<Money> cost;
    std::optional<Money> ownCost; ///< by the list, where the project's own credential served it: counted, not charged
    std::optional<Money> balance;
    int attempts = 0;
    CacheState cache = CacheState::Off;
    std::int64_t overheadUs = 0;
};

} // namespace beaver::relay
