#pragma once

#include <server/providers/failure.h>
#include <server/relay/answer_stream.h>
#include <server/relay/relay.h>
#include <server/wire/canonical.h>

#include <algorithm>
#include <atomic>

namespace beaver::relay {

/// What one call has gathered on its way. Dies when the call has ended.
struct Relay::Run
{
    explicit Run(std::shared_ptr<Call> what)
        : call(std::move(what))
        , request(call->request)
    {}

    /// One attempt as the receipt tells it.
    struct Tried
    {
        std::string endpoint;
        std::string model;
        int status = 0;
        std::string reason; ///< empty: it answered
        std::string detail;
        std::int64_t ms = 0;
        bool hedge = false; ///< made beside another one
        std::int64_t askedUs = 0;
    };
    /// An attempt beside `attempt`, until one of them has a first byte: the slow one, or its hedge.
    struct Rival
    {
        std::shared_ptr<const providers::Endpoint> endpoint;
        std::string upstreamModel;
        routing::Lease lease;
        std::unique_ptr<providers::Attempt> attempt;
        std::int64_t askedUs = 0;
        bool hedge = false;
    };

    std::shared_ptr<Call> call;
    const wire::ChatRequest &request;

    std::shared_ptr<const catalog::Snapshot> snapshot; // keeps the models
    std::vector<const catalog::Model *> models;        // the one that was asked for, then what may stand in
    std::size_t modelAt = 0;
    const catalog::Model *model = nullptr;                       // that is asked now
    std::shared_ptr<const projects::OwnEndpoints> projectBrings; // null: nothing
    bool byok = false; // its project's own credentials serve it: counted by the list, not charged
    catalog::Policy policy;
    std::optional<limits::Ticket> ticket;
    ledger::Hold hold;
    std::optional<std::int64_t> clampTokens;
    std::string requestHash;
    bool ownsKey = false; // of idempotency

    routing::Plan plan; // for `model`
    bool planned = false;
    std::size_t planAt = 0;
    std::vector<std::size_t> busy;             // candidates of the plan that had no place free
    std::shared_ptr<std::atomic<bool>> gaveUp; // while it waits for a place; true: it no longer does
    std::shared_ptr<const providers::Endpoint> endpoint;
    std::string upstreamModel; // that is asked for
    routing::Lease lease;
    std::optional<wire::Request> canonical; // read once, for providers of other dialects
    std::vector<Tried> tried;

    std::unique_ptr<providers::Attempt> attempt;
    std::optional<Rival> rival;
    bool hedged = false;   // once in a call
    bool isHedge = false;  // `attempt` is one
    bool hedgeDue = false; // it has waited long enough
    std::unique_ptr<AnswerStream> stream;
    std::string body; // of an answer that isn't streamed
    bool askedCache = false;
    cache::Ownership ownership; // this call makes the answer that others may wait for
    std::string raw;            // what the provider sent, where it is to be kept
    std::string contentType = "application/json";
    std::string sent;   // of a stream that is kept for its Idempotency-Key
    bool begun = false; // the client has a byte, or its answer has begun
    bool answered = false;
    ledger::Outcome outcome = ledger::Outcome::Complete;
    bool budgetUsedUp = false;                 // why a stream was stopped: a budget, not the balance
    std::optional<providers::Failure> failure; // of the last attempt: what the client gets instead of an answer
    wire::Usage usage;
    std::string answeredModel; // as the provider names it
    Money charged;
    Money ownCost; // by the list, where `byok`

    std::int64_t startedMs = 0;
    std::int64_t askedUs = 0; // this attempt
    std::int64_t firstAskedUs = 0;
    std::optional<std::int64_t> firstByteMs;
    std::int64_t firstByteUs = 0;
    std::int64_t answeredUs = 0;
    std::int64_t lastBytesUs = 0; // sent to the client
    ops::TimerId pingTimer = 0;

    bool clientGone() const { return call->sink && call->sink->gone(); }
    /// A client that may come back with its Idempotency-Key gets the answer that was paid for.
    bool detached() const { return ownsKey; }
    /// Nobody waits for the answer any more.
    bool abandoned() const { return clientGone() && !detached(); }
    bool streams() const { return request.stream; }
    /// Audio goes to the client as it comes, without events.
    bool passesBytes() const
    {
        return call->sink && call->unit && call->unit->kind == wire::UnitKind::Speech && !request.stream;
    }
    /// That this attempt speaks: the client's own where the provider knows it.
    wire::Dialect dialect() const
    {
        const auto &profile = *endpoint->profile;
        const auto &features = model->features;
        if (!call->unit && std::ranges::count(features, std::string_view("responses_api_only")) > 0 &&
            profile.serves("responses"))
            return wire::Dialect::Responses;
        const bool own = (request.dialect == wire::Dialect::Responses && profile.serves("responses")) ||
                         (request.dialect == wire::Dialect::Anthropic && profile.serves("messages"));
        return own && !call->unit ? request.dialect : profile.dialect;
    }
    bool sameDialect() const { return dialect() == request.dialect; }
    /// The client has left, or the gateway stops: what it waits for shall come to an end.
    void disturb();
    /// What the router is asked for, of `model`. Points into the call.
    routing::Want want() const;
    /// Into the order in which they were asked.
    void note(Tried one);
    /// For the next attempt.
    void resetAnswer()
    {
        body.clear();
        raw.clear();
        contentType = "application/json";
        stream.reset();
        failure.reset();
        outcome = ledger::Outcome::Complete;
        firstByteUs = 0;
    }
    wire::AnswerIdentity identity(std::int64_t nowS) const;
    /// The maximum that the provider was given, over all choices.
    std::optional<std::int64_t> mostOutput() const;
};

/// What endpoints must be able to do for it.
std::string_view capabilityOf(const Call &call);

/// The reason of a refusal while the database can't be written.
inline constexpr std::string_view storageUnavailable = "storage_unavailable";

} // namespace beaver::relay
