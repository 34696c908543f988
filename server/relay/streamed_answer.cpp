#include <server/relay/byte_stream.h>
#include <server/relay/codec_stream.h>
#include <server/relay/openai_stream.h>
#include <server/relay/run.h>
#include <server/relay/unit_stream.h>
#include <server/relay/whole_answer.h>
#include <server/wire/codec.h>

namespace beaver::relay {

using ledger::Outcome;

namespace {

constexpr std::int64_t pingAfterUs = 15'000'000;

template <typename Run> std::unique_ptr<AnswerStream> streamFor(const Run &run, std::int64_t nowS)
{
    const auto &usage = run.endpoint->profile->usage;
    if (run.passesBytes())
        return std::make_unique<ByteStream>(*run.call->unit, *run.attempt);
    if (run.call->unit)
        return std::make_unique<UnitStream>(*run.call->unit);
    if (run.dialect() == wire::Dialect::OpenAiChat && run.sameDialect())
        return std::make_unique<OpenAiStream>(run.request, usage, run.mostOutput());
    return std::make_unique<CodecStream>(wire::makeReader(run.dialect(), usage),
                                         wire::makeWriter(run.request.dialect, run.identity(nowS)), run.sameDialect(),
                                         run.request.inputTokens, run.mostOutput());
}

} // namespace

/// True: the client gets the stream's tail after the settlement; false: run->failure says what it gets. Content that
/// has gone to the client stays, whatever follows.
QCoro::Task<bool> Relay::readStream(std::shared_ptr<Run> run)
{
    run->stream = streamFor(*run, m_services.clock.wallMs() / 1000);
    auto &stream = *run->stream;
    auto &attempt = *run->attempt;
    run->call->sink->onDrained([&attempt] { attempt.resume(); });

    std::string piece;
    StreamEnd end = StreamEnd::Running;
    while (end == StreamEnd::Running) {
        auto change = attempt.change();
        co_await change;
        if (run->abandoned()) {
            end = StreamEnd::ClientGone;
            break;
        }
        if (m_ending) {
            end = StreamEnd::Broken;
            break;
        }
        if (run->clientGone())
            attempt.resume(); // it was paused for a client that will take no more; who retries waits for the end
        attempt.take(piece);
        if (!piece.empty())
            noteFirstByte(*run, m_services.clock);
        if (run->ownership && attempt.status() == 200)
            run->raw += piece;
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
        if (end == StreamEnd::Running && attempt.ended() && !attempt.hasBytes() && stream.endOfBytes()) {
            end = sortPiece(*run, {});
            if (end == StreamEnd::Running && !stream.ready().empty())
                continue; // once more through the lines above
        }
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
    beginStream(*run);
    armPing(run);
}

/// The client's answer begins: from now on nobody else is asked.
void Relay::beginStream(Run &run)
{
    StreamOpening opening;
    opening.provider = run.endpoint->profile->name;
    if (run.passesBytes()) {
        const std::string &said = run.attempt->contentType();
        run.contentType = said.empty() ? "application/octet-stream" : said;
        opening.contentType = run.contentType;
    }
    opening.ticket = run.ticket;
    opening.cache = run.askedCache ? CacheState::Miss : CacheState::Off;
    opening.attempts = static_cast<int>(run.tried.size()) + (run.attempt ? 1 : 0);
    opening.overheadUs = run.firstAskedUs - run.call->arrivedUs;
    run.call->sink->begin(opening);
    run.begun = true;
    run.lastBytesUs = m_loop.nowUs();
}

void Relay::passOn(Run &run)
{
    auto &ready = run.stream->ready();
    if (run.ownsKey && run.sent.size() <= Idempotency::largestBody)
        run.sent += ready;
    run.call->sink->write(ready);
    run.lastBytesUs = m_loop.nowUs();
    ready.clear();
    if (run.call->sink->congested())
        run.attempt->pause();
}

/// What the end of a stream means for the client and for the charge. True: the client gets the tail after the
/// settlement.
bool Relay::endStream(Run &run, StreamEnd end)
{
    auto &stream = *run.stream;
    run.answeredModel = stream.model();
    run.usage = stream.sawContent() || end == StreamEnd::Whole ? stream.usage() : wire::Usage();
    switch (end) {
    case StreamEnd::ClientGone:
        run.outcome = Outcome::ClientGone;
        return false;
    case StreamEnd::Unpaid:
        run.outcome = Outcome::StoppedByHold;
        return stopForMoney(run);
    case StreamEnd::Whole:
        if (!stream.sawContent() && !stream.sawFinish()) {
            run.outcome = Outcome::EmptyAnswer;
            run.usage = {};
        }
        stream.close();
        return true;
    case StreamEnd::Running:
    case StreamEnd::Broken:
        break;
    }
    // Before the first byte it is an error like any other; after it a typed event ends the stream, without a marker.
    whyBroken(run);
    if (run.begun) {
        run.outcome = Outcome::UpstreamCut;
        const std::string said = stream.failure(run.failure->error);
        if (run.ownsKey)
            run.sent += said; // who asks again sees the same end
        run.call->sink->write(said);
        run.failure->error.reason = "upstream_cut";
    } else {
        run.outcome = Outcome::UpstreamError;
        run.usage = {};
    }
    return false;
}

bool Relay::stopForMoney(Run &run)
{
    auto &stream = *run.stream;
    if (!run.begun) {
        run.failure = providers::Failure{providers::Action::TellClient,
                                         {ErrorCode::InsufficientBalance,
                                          run.budgetUsedUp
                                              ? "A budget doesn't pay for this answer."
                                              : "The account's balance doesn't pay for this answer. Top up to go on.",
                                          {},
                                          run.budgetUsedUp ? "budget_exceeded" : "insufficient_quota",
                                          {},
                                          0}};
        run.usage = {};
        return false;
    }
    stream.stopEarly(run.budgetUsedUp ? "A budget pays for no more of this answer."
                                      : "The account's balance pays for no more of this answer.",
                     m_services.clock.wallMs() / 1000);
    passOn(run);
    return true;
}

void Relay::whyBroken(Run &run) const
{
    if (m_ending) {
        run.failure = providers::Failure{providers::Action::TellClient, goingDown()};
        return;
    }
    const auto &attempt = *run.attempt;
    const auto &said = run.stream->error();
    const bool refused = attempt.status() != 0 && attempt.status() != 200;
    run.failure = said      ? providers::classifyEvent(*said)
                  : refused ? providers::classifyAnswer(attempt.status(), run.body, attempt.retryAfterMs())
                            : providers::classifyTransport(attempt.end(), attempt.detail());
}

/// True: what the stream has brought, the pending event included, is covered by the hold, which grows while the balance
/// allows.
bool Relay::payFor(Run &run)
{
    const Money price = catalog::quote(*run.model, run.policy, run.stream->usage(true)).cost;
    if (price <= (run.byok ? run.ticket->held : run.hold.amount()))
        return true;
    const Money generous = price + Money::fromNanoUsd(price.nanoUsd() / 2);
    return extendHold(run, generous) || extendHold(run, price);
}

/// Of the balance and of the budgets, or of neither.
bool Relay::extendHold(Run &run, Money amount)
{
    const Money before = run.ticket->held;
    run.budgetUsedUp = !m_services.limits.holdSpend(*run.ticket, amount);
    if (run.budgetUsedUp)
        return false;
    if (run.byok || m_services.ledger.extend(run.hold, amount))
        return true;
    m_services.limits.holdSpend(*run.ticket, before);
    return false;
}

/// A client that waits on a silent provider sees that the stream is alive.
void Relay::armPing(const std::shared_ptr<Run> &run)
{
    run->pingTimer = m_loop.startTimer(pingAfterUs / 1000, [this, weak = std::weak_ptr<Run>(run)] {
        const auto alive = weak.lock();
        if (!alive || !alive->stream)
            return;
        if (m_loop.nowUs() - alive->lastBytesUs >= pingAfterUs - 1'000'000 && !alive->clientGone()) {
            alive->call->sink->write(alive->stream->ping());
            alive->lastBytesUs = m_loop.nowUs();
        }
        armPing(alive);
    });
}

} // namespace beaver::relay
