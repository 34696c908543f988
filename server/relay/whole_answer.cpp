#include <server/relay/codec_stream.h>
#include <server/relay/run.h>
#include <server/relay/whole_answer.h>
#include <server/wire/codec.h>
#include <server/wire/unit_embeddings.h>
#include <server/wire/unit_usage.h>

namespace beaver::relay {

using ledger::Outcome;

std::optional<WholeAnswer> readOpenAiAnswer(std::string_view body, const wire::UsageStyle &style)
{
    auto read = wire::readChatAnswer(body, style);
    if (!read || !read->hasChoices)
        return std::nullopt;
    WholeAnswer answer;
    answer.usage = read->usage;
    answer.model = std::move(read->model);
    answer.hasContent = read->hasContent;
    answer.finished = read->finished;
    answer.countedTokens = read->countedTokens;
    return answer;
}

std::optional<WholeAnswer> readThroughCodec(std::string_view body, wire::Dialect dialect, const wire::UsageStyle &style)
{
    const auto reader = wire::makeReader(dialect, style);
    WholeAnswer answer;
    if (!reader->whole(body, answer.events) || reader->error())
        return std::nullopt;
    wire::TokenEstimate counted;
    for (const auto &event : answer.events)
        answer.hasContent |= countEvent(event, counted);
    answer.usage = reader->usage();
    answer.model = reader->model();
    answer.finished = reader->finished();
    answer.countedTokens = counted.tokens();
    return answer;
}

std::optional<WholeAnswer> readUnitAnswer(const wire::UnitRequest &request, std::string &body,
                                          std::string_view contentType)
{
    // Any bytes could be audio; a page of text isn't.
    if (request.kind == wire::UnitKind::Speech && (contentType.starts_with("text/html") || body.starts_with("<")))
        return std::nullopt;
    WholeAnswer answer;
    answer.usage = wire::readUnitUsage(request, body, contentType);
    if (!answer.usage)
        return std::nullopt;
    if (request.kind == wire::UnitKind::Embeddings) {
        if (auto encoded = wire::encodeEmbeddings(request, body))
            body = std::move(*encoded);
    }
    answer.hasContent = true;
    answer.finished = true;
    return answer;
}

std::optional<WholeAnswer> readGeminiUnit(const wire::UnitRequest &request, std::string &body)
{
    auto read = wire::readGeminiEmbeddings(request, body);
    if (!read)
        return std::nullopt;
    WholeAnswer answer;
    answer.usage = read->usage;
    answer.hasContent = true;
    answer.finished = true;
    body = std::move(read->body);
    return answer;
}

/// True: there is an answer, whole or ended by us; false: run->failure says what the client gets.
QCoro::Task<bool> Relay::readWhole(std::shared_ptr<Run> run)
{
    std::string piece;
    auto &attempt = *run->attempt;
    for (;;) {
        auto change = attempt.change();
        co_await change;
        if (run->abandoned()) {
            run->outcome = Outcome::ClientGone;
            co_return false;
        }
        if (m_ending) {
            run->outcome = Outcome::UpstreamError;
            run->failure = providers::Failure{providers::Action::TellClient, goingDown()};
            co_return false;
        }
        attempt.take(piece);
        if (!piece.empty())
            noteFirstByte(*run, m_services.clock);
        run->body += piece;
        if (attempt.ended())
            break;
    }

    co_return takeWholeAnswer(*run);
}

bool Relay::takeWholeAnswer(Run &run)
{
    const auto &attempt = *run.attempt;
    if (attempt.end() != providers::TransportEnd::Complete) {
        run.outcome = Outcome::UpstreamError;
        run.failure = providers::classifyTransport(attempt.end(), attempt.detail());
        return false;
    }
    std::optional<WholeAnswer> answer;
    if (attempt.status() == 200) {
        if (run.call->unit && run.dialect() == wire::Dialect::Gemini)
            answer = readGeminiUnit(*run.call->unit, run.body);
        else if (run.call->unit)
            answer = readUnitAnswer(*run.call->unit, run.body, attempt.contentType());
        else if (run.dialect() == wire::Dialect::OpenAiChat && run.sameDialect())
            answer = readOpenAiAnswer(run.body, run.endpoint->profile->usage);
        else
            answer = readThroughCodec(run.body, run.dialect(), run.endpoint->profile->usage);
    }
    if (!answer) {
        run.outcome = Outcome::UpstreamError;
        run.failure = providers::classifyAnswer(attempt.status(), run.body, attempt.retryAfterMs());
        return false;
    }
    if (!attempt.contentType().empty())
        run.contentType = attempt.contentType();
    run.answeredModel = std::move(answer->model);
    if (!answer->hasContent && !answer->finished)
        run.outcome = Outcome::EmptyAnswer;
    else
        run.usage = answer->usage ? *answer->usage
                                  : countedUsage(run.request.inputTokens, answer->countedTokens, 0, run.mostOutput());
    if (run.ownership)
        run.raw = run.body;
    if (!run.call->unit && !run.sameDialect()) {
        wire::AnswerTotals totals;
        totals.usage = run.usage;
        run.body = wire::makeWriter(run.request.dialect, run.identity(m_services.clock.wallMs() / 1000))
                       ->whole(answer->events, totals);
        run.contentType = "application/json";
    }
    return true;
}

} // namespace beaver::relay
