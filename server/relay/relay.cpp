#include <QLoggingCategory>

#include <server/providers/failure.h>
#include <server/relay/answer_stream.h>
#include <server/relay/hold_size.h>
#include <server/relay/relay.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

#include <algorithm>

Q_LOGGING_CATEGORY(logRelay, "beaver.relay")

namespace beaver::relay {

using ledger::Outcome;

/// What one call has gathered on its way. Dies when the call has ended.
struct Relay::Run
{
    explicit Run(std::shared_ptr<ChatCall> what)
        : call(std::move(what))
        , request(call->request)
    {}

    std::shared_ptr<ChatCall> call;
    const wire::ChatRequest &request;

    std::shared_ptr<const catalog::Snapshot> snapshot; // keeps `model`
    const catalog::Model *model = nullptr;
    catalog::Policy policy;
    const providers::Endpoint *endpoint = nullptr;
    std::optional<limits::Ticket> ticket;
    ledger::Hold hold;
    std::optional<std::int64_t> clampTokens;
    std::string requestHash;
    bool ownsKey = false; // of idempotency

    std::unique_ptr<providers::Attempt> attempt;
    std::optional<AnswerStream> stream;
    std::string body;   // of an answer that isn't streamed
    std::string sent;   // of a stream that is kept for its Idempotency-Key
    bool begun = false; // the client has a byte, or its answer has begun
    Outcome outcome = Outcome::Complete;
    std::optional<Error> failure; // what the client gets instead of an answer
    wire::Usage usage;
    std::string upstreamModel;
    Money charged;

    std::int64_t startedMs = 0;
    std::int64_t askedUs = 0;
    std::optional<std::int64_t> firstByteMs;
    std::int64_t answeredUs = 0;

    bool clientGone() const { return call->sink && call->sink->gone(); }
    /// A client that may come back with its Idempotency-Key gets the answer that was paid for.
    bool detached() const { return ownsKey; }
};

namespace {

/// Bytes that are written as an event of the stream.
std::string errorEvent(const Error &error)
{
    JsonWriter json;
    json.beginObject()
        .key("error")
        .beginObject()
        .field("message", error.message)
        .field("type", "server_error")
        .nullField("param")
        .optionalField("code", error.reason)
        .endObject();
    return "data: " + json.endObject().take() + "\n\n";
}

Error goingDown()
{
    return {
        ErrorCode::Unavailable, "The gateway is being restarted. Please try again.", {}, "gateway_stopping", {}, 1000};
}

Error unknownModel(std::string_view name)
{
    std::string shown(name.substr(0, 80));
    return {ErrorCode::NotFound,
            "The model '" + shown + "' does not exist or this key may not use it. GET /v1/models lists what it may.",
            "model",
            "model_not_found",
            {},
            0};
}

} // namespace

Relay::Relay(ops::EventLoop &loop, Services services, std::unordered_map<std::string, providers::Provider *> providers)
    : m_loop(loop)
    , m_services(services)
    , m_providers(std::move(providers))
{}

Relay::~Relay() = default;

providers::Provider *Relay::providerOf(std::string_view profile) const
{
    const auto own = m_providers.find(std::string(profile));
    if (own != m_providers.end())
        return own->second;
    const auto common = m_providers.find({});
    return common == m_providers.end() ? nullptr : common->second;
}

QCoro::Task<Result<ChatReply>> Relay::chat(std::shared_ptr<ChatCall> call)
{
    auto run = std::make_shared<Run>(call);
    run->startedMs = m_services.clock.wallMs();
    ++m_counters.running;

    if (auto admitted = admit(*run); !admitted) {
        refuse(*run, admitted.error());
        --m_counters.running;
        co_return admitted.error();
    }

    // The same question under the same Idempotency-Key has the same answer.
    const AccountId account = call->principal.account->id;
    if (!call->idempotencyKey.empty()) {
        run->requestHash = Idempotency::hashRequest(call->surface + call->request.model, call->request.body);
        auto claiming = m_services.idempotency.claim(m_loop, account, call->idempotencyKey, run->requestHash);
        const auto claimed = co_await claiming;
        if (!claimed || *claimed) {
            --m_counters.running;
            if (!claimed)
                co_return claimed.error();
            const auto &kept = **claimed;
            if (!kept.body)
                co_return Error{ErrorCode::Conflict,
                                "The first answer under this Idempotency-Key was too large to be kept.",
                                "Idempotency-Key",
                                "idempotency_answer_not_kept",
                                {},
                                0};
            ChatReply reply;
            reply.status = kept.status;
            reply.contentType = kept.contentType;
            reply.body = *kept.body;
            reply.replayed = true;
            reply.call = kept.call;
            co_return reply;
        }
        run->ownsKey = true;
    }

    // A balance that isn't in memory yet is read once.
    if (!m_services.ledger.balance(account)) {
        auto loading = m_services.ledger.load(m_loop, account);
        const auto loaded = co_await loading;
        if (!loaded) {
            if (run->ownsKey)
                m_services.idempotency.release(account, call->idempotencyKey, nullptr);
            --m_counters.running;
            co_return loaded.error();
        }
    }

    if (auto borrowed = borrow(*run); !borrowed) {
        refuse(*run, borrowed.error());
        if (run->ownsKey)
            m_services.idempotency.release(account, call->idempotencyKey, nullptr);
        --m_counters.running;
        co_return borrowed.error();
    }

    auto carrying = carryOut(run);
    auto reply = co_await carrying;
    --m_counters.running;
    co_return reply;
}

/// Questions that need nothing borrowed: is there such a model, may this key use it, does it have a price and somebody
/// who serves it?
Result<void> Relay::admit(Run &run)
{
    const auto &principal = run.call->principal;
    run.snapshot = m_services.catalogue.snapshot();
    run.model = run.snapshot->find(run.request.model);
    if (!run.model || !run.model->active)
        return unknownModel(run.request.model);
    if (principal.key && !principal.key->mayUseModel(run.model->id))
        return Error{ErrorCode::Forbidden,
                     "This key may not use the model '" + run.model->id + "'.",
                     "model",
                     "model_not_allowed",
                     {},
                     0};
    if (run.model->price.state == catalog::PriceState::Unknown)
        return Error{ErrorCode::Unavailable,
                     "The model '" + run.model->id +
                         "' has no price yet, so it can't be sold. The operator sets one in the catalogue.",
                     "model",
                     "price_unknown",
                     {},
                     0};
    run.policy = catalog::Policy::byName(principal.account->pricingPolicy).value_or(m_services.policy);
    const auto endpoints = m_services.endpoints.forProvider(run.model->provider);
    if (endpoints.empty())
        return Error{ErrorCode::Unavailable,
                     "No endpoint serves '" + run.model->id + "': the operator hasn't set up the provider " +
                         run.model->provider + ".",
                     "model",
                     "no_endpoint",
                     {},
                     0};
    run.endpoint = endpoints.front();
    if (m_services.database.stalled())
        return Error{ErrorCode::Unavailable,
                     "The gateway can't write to its database just now. Please try again.",
                     {},
                     "storage_unavailable",
                     {},
                     1000};
    return {};
}

/// Capacity and money for the worst case; both or neither.
Result<void> Relay::borrow(Run &run)
{
    const auto &account = *run.call->principal.account;
    const KeyId key = run.call->principal.key ? run.call->principal.key->id : KeyId();
    const auto typical = m_typicalOutput.find(run.model->id);
    const std::int64_t typicalOutput = typical == m_typicalOutput.end() ? 500 : typical->second;

    limits::Ticket full;
    auto ticket =
        m_services.limits.take(account.id, account.plan, account.timeZone, key,
                               run.request.inputTokens + run.request.maxTokens.value_or(typicalOutput), &full);
    if (!ticket) {
        run.call->ticket = full;
        return ticket.error();
    }

    // Somebody else may take money between the size and the hold; then the size is asked anew.
    run.call->ticket = *ticket;
    for (int round = 0; round < 4; ++round) {
        const Money available = m_services.ledger.balance(account.id)->available();
        auto size = sizeHold(*run.model, run.policy, run.request, available, typicalOutput);
        if (!size) {
            m_services.limits.settle(*ticket, 0);
            return size.error();
        }
        auto hold = m_services.ledger.hold(account.id, run.call->id, key, run.model->id, size->amount);
        if (hold) {
            run.hold = std::move(*hold);
            run.clampTokens = size->clampTokens;
            run.ticket = std::move(*ticket);
            return {};
        }
        if (hold.error().code != ErrorCode::InsufficientBalance) {
            m_services.limits.settle(*ticket, 0);
            return hold.error();
        }
    }
    m_services.limits.settle(*ticket, 0);
    return Error{ErrorCode::InsufficientBalance,
                 "Other calls hold what is left of the account's balance. Please try again.",
                 {},
                 "insufficient_quota",
                 {},
                 0};
}

void Relay::endCalls()
{
    m_ending = true;
    const auto running = m_running; // ending one changes the set
    for (Run *run : running) {
        if (m_running.contains(run))
            run->attempt->interrupt();
    }
}

void Relay::startAttempt(Run &run)
{
    wire::UpstreamPatch patch;
    patch.model = run.model->upstreamModel;
    patch.askForUsage = run.endpoint->profile->asksForUsage;
    patch.maxTokens = run.clampTokens;
    patch.maxTokensField = run.endpoint->profile->maxTokensField;
    run.askedUs = m_services.clock.monotonicUs();
    run.attempt = providerOf(run.endpoint->profile->name)
                      ->startChat(*run.endpoint, run.request, wire::patchOpenAiChat(run.request, patch));
    m_running.insert(&run);
    if (run.call->sink)
        run.call->sink->onGone([attempt = run.attempt.get()] { attempt->interrupt(); });
}

QCoro::Task<Result<ChatReply>> Relay::carryOut(std::shared_ptr<Run> run)
{
    startAttempt(*run);
    bool answered = false;
    if (run->request.stream) {
        auto reading = readStream(run);
        answered = co_await reading;
    } else {
        auto reading = readWhole(run);
        answered = co_await reading;
    }
    run->answeredUs = m_services.clock.monotonicUs();
    if (run->call->sink) {
        run->call->sink->onGone(nullptr);
        run->call->sink->onDrained(nullptr);
    }
    m_running.erase(run.get());
    run->attempt.reset(); // what is left of it is cancelled

    // Settle: exactly once, client there or not. The last bytes leave after the commit.
    ChatReply reply;
    reply.call = run->call->id;
    reply.provider = run->endpoint->profile->name;
    reply.attempts = 1;
    reply.streamed = run->begun;
    ops::Promise<bool> committed(m_loop);
    auto commit = committed.future();
    const ledger::Balance balance = settle(*run, [committed] { committed.set(true); });
    co_await commit;

    reply.cost = run->charged;
    reply.balance = balance.balance;
    reply.overheadMs = static_cast<double>((run->askedUs - run->call->arrivedUs) +
                                           (m_services.clock.monotonicUs() - run->answeredUs)) /
                       1000.0;
    if (run->begun && run->call->sink) {
        if (!run->clientGone()) {
            if (answered && run->stream)
                run->call->sink->write(run->stream->tailWithCost(run->charged, balance.balance));
            run->call->sink->finish();
        }
        co_return reply;
    }
    if (run->outcome == Outcome::ClientGone)
        co_return reply;
    if (!answered)
        co_return run->failure.value_or(internalError("a call ended without an answer and without an error"));
    reply.body = std::move(run->body);
    co_return reply;
}

/// True: there is an answer, whole or ended by us; false: run->failure says what the client gets.
QCoro::Task<bool> Relay::readWhole(std::shared_ptr<Run> run)
{
    std::string piece;
    auto &attempt = *run->attempt;
    for (;;) {
        auto change = attempt.change();
        co_await change;
        if (run->clientGone() && !run->detached()) {
            run->outcome = Outcome::ClientGone;
            co_return false;
        }
        if (m_ending) {
            run->outcome = Outcome::UpstreamError;
            run->failure = goingDown();
            co_return false;
        }
        attempt.take(piece);
        if (!piece.empty() && !run->firstByteMs)
            run->firstByteMs = m_services.clock.wallMs();
        run->body += piece;
        if (attempt.ended())
            break;
    }

    const auto failed = [&](providers::Failure failure) {
        run->outcome = Outcome::UpstreamError;
        run->failure = std::move(failure.error);
        return false;
    };
    if (attempt.end() != providers::TransportEnd::Complete)
        co_return failed(providers::classifyTransport(attempt.end(), attempt.detail()));
    const auto answer =
        attempt.status() == 200 ? wire::readChatAnswer(run->body, run->endpoint->profile->usage) : std::nullopt;
    if (!answer || !answer->hasChoices)
        co_return failed(providers::classifyAnswer(attempt.status(), run->body, attempt.retryAfterMs()));

    run->upstreamModel = answer->model;
    if (!answer->hasContent && !answer->finished) {
        run->outcome = Outcome::EmptyAnswer;
        co_return true;
    }
    if (answer->usage) {
        run->usage = *answer->usage;
    } else {
        run->usage.estimated = true;
        run->usage[wire::Bucket::Input] = run->request.inputTokens;
        run->usage[wire::Bucket::Output] = answer->countedTokens;
        run->usage[wire::Bucket::Requests] = 1;
    }
    co_return true;
}

/// As above; content that has gone to the client stays, whatever follows.
QCoro::Task<bool> Relay::readStream(std::shared_ptr<Run> run)
{
    std::optional<std::int64_t> mostOutput = run->clampTokens ? run->clampTokens : run->request.maxTokens;
    if (mostOutput)
        *mostOutput *= run->request.choices;
    run->stream.emplace(run->request, run->endpoint->profile->usage, mostOutput);
    auto &stream = *run->stream;
    auto &attempt = *run->attempt;
    run->call->sink->onDrained([&attempt] { attempt.resume(); });

    std::string piece;
    StreamEnd end = StreamEnd::Running;
    while (end == StreamEnd::Running) {
        auto change = attempt.change();
        co_await change;
        if (run->clientGone() && !run->detached()) {
            end = StreamEnd::ClientGone;
            break;
        }
        if (m_ending) {
            end = StreamEnd::Broken;
            break;
        }
        attempt.take(piece);
        if (!piece.empty() && !run->firstByteMs)
            run->firstByteMs = m_services.clock.wallMs();
        if (attempt.status() == 200)
            end = sortPiece(*run, piece);
        else
            run->body += piece;
        if (!stream.ready().empty() && stream.sawAnything()) {
            if (!run->begun) {
                auto opening = openStream(run);
                co_await opening;
            }
            passOn(*run);
        }
        // While the hold was being committed more may have come: the attempt's end counts when all of it is read.
        if (end == StreamEnd::Running && attempt.ended() && !attempt.hasBytes())
            end = stream.sawFinish() && attempt.end() == providers::TransportEnd::Complete ? StreamEnd::Whole
                                                                                           : StreamEnd::Broken;
    }
    co_return endStream(*run, end);
}

/// Reads what came and prices each event before it may go to the client.
Relay::StreamEnd Relay::sortPiece(Run &run, std::string_view piece)
{
    auto &stream = *run.stream;
    stream.feed(piece);
    for (;;) {
        switch (stream.step()) {
        case AnswerStream::Step::NeedMore:
            return StreamEnd::Running;
        case AnswerStream::Step::Done:
            return StreamEnd::Whole;
        case AnswerStream::Step::Failed:
            return StreamEnd::Broken;
        case AnswerStream::Step::Content:
            if (!payFor(run))
                return StreamEnd::Unpaid;
            stream.accept();
        }
    }
}

/// The first byte waits for the hold's commit, which has run beside the provider's own time.
QCoro::Task<> Relay::openStream(std::shared_ptr<Run> run)
{
    if (!m_services.ledger.isDurable(run->hold)) {
        const ops::Promise<bool> durable(m_loop);
        auto commit = durable.future();
        m_services.ledger.makeDurable(run->hold, [durable] { durable.set(true); });
        co_await commit;
    }
    StreamOpening opening;
    opening.provider = run->endpoint->profile->name;
    opening.ticket = run->ticket;
    opening.overheadMs = static_cast<double>(run->askedUs - run->call->arrivedUs) / 1000.0;
    run->call->sink->begin(opening);
    run->begun = true;
}

void Relay::passOn(Run &run)
{
    auto &ready = run.stream->ready();
    if (run.ownsKey && run.sent.size() <= Idempotency::largestBody)
        run.sent += ready;
    run.call->sink->write(ready);
    ready.clear();
    if (run.call->sink->congested())
        run.attempt->pause();
}

/// What the end of a stream means for the client and for the charge. True: the client gets the tail after the
/// settlement.
bool Relay::endStream(Run &run, StreamEnd end)
{
    auto &stream = *run.stream;
    run.upstreamModel = stream.model();
    run.usage = stream.sawContent() || end == StreamEnd::Whole ? stream.usage() : wire::Usage();
    switch (end) {
    case StreamEnd::ClientGone:
        run.outcome = Outcome::ClientGone;
        return false;
    case StreamEnd::Unpaid:
        run.outcome = Outcome::StoppedByHold;
        return stopForMoney(run);
    case StreamEnd::Whole:
        if (!stream.sawContent() && !stream.sawFinish() && !stream.usageReported()) {
            run.outcome = Outcome::EmptyAnswer;
            run.usage = {};
        }
        return true;
    case StreamEnd::Running:
    case StreamEnd::Broken:
        break;
    }
    // Before the first byte it is an error like any other; after it a typed event ends the stream, without a marker.
    if (run.begun) {
        run.outcome = Outcome::UpstreamCut;
        run.call->sink->write(errorEvent(whyBroken(run)));
    } else {
        run.outcome = Outcome::UpstreamError;
        run.failure = whyBroken(run);
        run.usage = {};
    }
    return false;
}

bool Relay::stopForMoney(Run &run)
{
    auto &stream = *run.stream;
    if (!run.begun) {
        run.failure = Error{ErrorCode::InsufficientBalance,
                            "The account's balance doesn't pay for this answer. Top up to go on.",
                            {},
                            "insufficient_quota",
                            {},
                            0};
        run.usage = {};
        return false;
    }
    const std::int64_t nowS = m_services.clock.wallMs() / 1000;
    const std::string finish = wire::finishChunk(stream.id(), stream.model(), nowS, "length",
                                                 "The account's balance pays for no more of this answer.");
    run.sent += finish;
    run.call->sink->write(finish);
    std::string tail;
    if (run.request.includeUsage)
        tail = wire::usageChunk(stream.id(), stream.model(), nowS, run.usage);
    stream.endWith(tail + "data: [DONE]\n\n");
    return true;
}

Error Relay::whyBroken(const Run &run) const
{
    if (m_ending)
        return goingDown();
    const auto &attempt = *run.attempt;
    const auto &said = run.stream->error();
    const bool answered = attempt.status() != 0 && (attempt.status() != 200 || said);
    Error error = answered && !run.begun
                      ? providers::classifyAnswer(attempt.status(), run.body, attempt.retryAfterMs()).error
                      : providers::classifyTransport(attempt.end(), attempt.detail()).error;
    if (said) {
        error.message = said->message;
        error.detail = "error event: " + said->message;
    }
    return error;
}

/// True: what the stream has brought, the pending event included, is covered by the hold, which grows while the balance
/// allows.
bool Relay::payFor(Run &run)
{
    const Money price = catalog::quote(*run.model, run.policy, run.stream->usage(true)).cost;
    if (price <= run.hold.amount())
        return true;
    const Money generous = price + Money::fromNanoUsd(price.nanoUsd() / 2);
    return m_services.ledger.extend(run.hold, generous) || m_services.ledger.extend(run.hold, price);
}

std::unique_ptr<ledger::Settlement> Relay::settlementOf(Run &run)
{
    const auto &call = *run.call;
    auto settlement = std::make_unique<ledger::Settlement>();
    settlement->call = call.id;
    settlement->account = call.principal.account->id;
    if (call.principal.key)
        settlement->key = call.principal.key->id;
    settlement->surface = call.surface;
    settlement->model = run.model ? run.model->id : run.request.model.substr(0, 256);
    settlement->upstreamModel = run.upstreamModel;
    if (run.endpoint) {
        settlement->provider = run.endpoint->profile->name;
        settlement->endpoint = run.endpoint->id.text();
    }
    settlement->outcome = run.outcome;
    settlement->streamed = run.request.stream;
    settlement->startedAtMs = run.startedMs;
    settlement->firstByteAtMs = run.firstByteMs;
    settlement->endedAtMs = m_services.clock.wallMs();
    return settlement;
}

ledger::Balance Relay::settle(Run &run, ledger::Journal::Done done)
{
    auto settlement = settlementOf(run);
    const bool free = run.outcome == Outcome::UpstreamError || run.outcome == Outcome::EmptyAnswer;
    if (!free) {
        const catalog::Quote quote = catalog::quote(*run.model, run.policy, run.usage);
        settlement->usage = run.usage;
        settlement->priceVersion = quote.priceVersion;
        settlement->policy = quote.policy;
        settlement->markupPpm = quote.markupPpm;
        settlement->listCost = quote.listCost;
        settlement->cost = quote.cost;
        auto &typical = m_typicalOutput[run.model->id];
        typical = typical == 0 ? run.usage.outputTokens() : typical + (run.usage.outputTokens() - typical) / 8;
    }
    settlement->status = run.begun || !run.failure ? 200 : api::httpStatus(run.failure->code);
    if (run.failure) {
        settlement->reason = run.failure->reason;
        JsonWriter attempts;
        attempts.beginArray()
            .beginObject()
            .field("endpoint", run.endpoint->id.text())
            .field("reason", run.failure->reason)
            .field("detail", run.failure->detail.substr(0, 500))
            .endObject()
            .endArray();
        settlement->attempts = attempts.take();
        qCInfo(logRelay, "call %s: %s: %s", run.call->id.text().c_str(), run.failure->reason.c_str(),
               run.failure->detail.c_str());
    } else if (run.outcome == Outcome::StoppedByHold) {
        settlement->reason = "balance_used_up";
    }

    ++m_counters.outcomes[static_cast<std::size_t>(run.outcome)];
    m_counters.inputTokens += static_cast<std::uint64_t>(settlement->usage.inputTokens());
    m_counters.outputTokens += static_cast<std::uint64_t>(settlement->usage.outputTokens());
    m_services.limits.settle(*run.ticket, settlement->usage.totalTokens());

    // An answer that is charged is kept with its charge.
    const auto &call = *run.call;
    Idempotency::Reply kept;
    if (run.ownsKey && !run.failure) {
        ledger::StoredReply reply;
        reply.name = call.idempotencyKey;
        reply.requestHash = run.requestHash;
        reply.call = call.id;
        reply.status = 200;
        reply.contentType = run.request.stream ? "text/event-stream; charset=utf-8" : "application/json";
        std::string body = run.request.stream ? run.sent + (run.stream ? run.stream->tail() : "") : run.body;
        if (body.size() <= Idempotency::largestBody)
            reply.body = std::move(body);
        settlement->reply = reply;
        kept = std::make_shared<const ledger::StoredReply>(std::move(reply));
    }
    auto finished = std::move(done);
    if (run.ownsKey) {
        // Those who wait get the answer once it is paid for.
        finished = [done = std::move(finished), idempotency = &m_services.idempotency,
                    account = call.principal.account->id, key = call.idempotencyKey, kept] {
            idempotency->release(account, key, kept);
            done();
        };
    }
    const auto settled = m_services.ledger.settle(std::move(run.hold), std::move(settlement), std::move(finished));
    run.charged = settled.charged;
    m_counters.chargedNanoUsd += settled.charged.nanoUsd();
    return settled.balance;
}

/// A call that ended before any provider was asked leaves a record, no charge.
void Relay::refuse(Run &run, const Error &error)
{
    run.outcome = Outcome::Refused;
    auto settlement = settlementOf(run);
    settlement->reason = error.reason;
    settlement->status = api::httpStatus(error.code);
    ++m_counters.outcomes[static_cast<std::size_t>(Outcome::Refused)];
    m_services.ledger.record(std::move(settlement));
}

} // namespace beaver::relay
