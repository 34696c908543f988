#pragma once

#include <server/identity/types.h>
#include <server/ledger/types.h>
#include <server/limits/limits_service.h>
#include <server/wire/openai_request.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace beaver::relay {

/// What a stream's client is told before the first byte.
struct StreamOpening
{
    std::string provider;
    std::optional<limits::Ticket> ticket; ///< for the rate headers
    double overheadMs = 0;
};

/// The client's end of a stream, as the relay needs it. Loop's thread.
class StreamSink
{
public:
    virtual ~StreamSink() = default;
    virtual void begin(const StreamOpening &opening) = 0;
    virtual void write(std::string_view bytes) = 0;
    virtual void finish() = 0;
    virtual bool gone() const = 0;
    /// More is unsent than the client should be given at once.
    virtual bool congested() const = 0;
    virtual void onGone(std::function<void()> action) = 0;
    virtual void onDrained(std::function<void()> action) = 0;
};

/// One chat call. Owned by the coroutine that runs it.
struct ChatCall
{
    CallId id;
    identity::Principal principal;
    wire::ChatRequest request;
    std::string surface;        ///< the route's name
    std::string idempotencyKey; ///< empty: none
    std::int64_t arrivedUs = 0; ///< monotonic
    StreamSink *sink =
        nullptr; ///< lives until the call has ended; also told of a client that leaves while no stream is asked for
    std::optional<limits::Ticket> ticket; ///< what the rate headers say, also of a refusal; set by the relay
};

/// What a call that isn't streamed answers; for a stream, what is known at its end (`body` is empty then).
struct ChatReply
{
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    bool streamed = false; ///< the sink has got it
    bool replayed = false; ///< an answer given before under the same Idempotency-Key
    CallId call;           ///< the call that was charged
    std::string provider;
    std::optional<Money> cost;
    std::optional<Money> balance;
    int attempts = 0;
    double overheadMs = 0;
};

} // namespace beaver::relay
