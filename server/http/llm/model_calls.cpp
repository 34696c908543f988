#include <server/http/front/rate_headers.h>
#include <server/http/llm/call_metadata.h>
#include <server/http/llm/decode_call.h>
#include <server/http/llm/gemini_array.h>
#include <server/http/llm/kept_response.h>
#include <server/http/llm/model_calls.h>
#include <server/http/llm/recording_sink.h>
#include <server/http/llm/stream_sink.h>
#include <server/relay/answer_stream.h>
#include <server/wire/codec.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

#include <array>

namespace beaver::http {

namespace {

/// Cost and balance inside the answer's `usage`, and the balance beside it.
std::string withCost(std::string body, Money cost, Money balance)
{
    body = relay::withCostInUsage(std::move(body), cost, balance);
    const std::size_t brace = body.find('{');
    const std::size_t next = body.find_first_not_of(" \t\r\n", brace + 1);
    const bool empty = next == std::string::npos || body[next] == '}';
    body.insert(brace + 1, "\"balance\":" + balance.toDecimal() + (empty ? "" : ","));
    return body;
}

Result<std::string> idempotencyKey(const Exchange &exchange)
{
    if (!exchange.request->hasHeader("idempotency-key"))
        return std::string();
    const std::string_view key = exchange.request->header("idempotency-key");
    if (auto sound = relay::Idempotency::checkKey(key); !sound)
        return sound.error();
    return std::string(key);
}

/// What a provider of the client's own dialect is told as the client said it.
std::vector<std::string> forwardedHeaders(const Request &request)
{
    constexpr std::array<std::string_view, 1> names{"anthropic-beta"};
    std::vector<std::string> lines;
    for (const auto name : names) {
        if (request.hasHeader(name))
            lines.push_back(std::string(name) + ": " + std::string(request.header(name)));
    }
    return lines;
}

void addCallHeaders(Answer &answer, const relay::Reply &reply, const std::optional<limits::Ticket> &ticket,
                    api::Surface surface)
{
    auto &headers = answer.headers;
    headers.reserve(16);
    headers.emplace_back("x-beaver-request-id", reply.call.text());
    headers.emplace_back("x-beaver-cache", cacheWord(reply.cache));
    if (reply.replayed) {
        headers.emplace_back("idempotent-replayed", "true");
        return;
    }
    headers.emplace_back("x-beaver-provider", reply.provider);
    headers.emplace_back("x-beaver-attempts", std::to_string(reply.attempts));
    if (reply.cost)
        headers.emplace_back("x-beaver-cost", reply.cost->toDecimal());
    if (reply.ownCost)
        headers.emplace_back("x-beaver-byok-cost", reply.ownCost->toDecimal());
    if (reply.balance)
        headers.emplace_back("x-beaver-balance", reply.balance->toDecimal());
    headers.emplace_back("x-beaver-overhead-ms", formatMs(reply.overheadUs));
    if (ticket)
        addRateHeaders(headers, *ticket, surface);
    if (surface == api::Surface::Anthropic)
        headers.emplace_back("request-id", reply.call.text());
}

} // namespace

QCoro::Task<Result<Answer>> ModelCallHandlers::completions(std::shared_ptr<Exchange> exchange)
{
    return chat(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> ModelCallHandlers::modelChat(std::shared_ptr<Exchange> exchange)
{
    Asked asked;
    asked.model = exchange->parameter("model");
    asked.costInBody = true;
    return chat(std::move(exchange), std::move(asked));
}

QCoro::Task<Result<Answer>> ModelCallHandlers::responses(std::shared_ptr<Exchange> exchange)
{
    Asked asked;
    asked.dialect = wire::Dialect::Responses;
    if (m_kept) {
        auto preparing = prepareResponse(*m_kept, exchange);
        auto prepared = co_await preparing;
        if (!prepared)
            co_return prepared.error();
        asked.kept = std::make_shared<KeptResponse>(std::move(*prepared));
    }
    auto answering = chat(std::move(exchange), std::move(asked));
    co_return co_await answering;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::messages(std::shared_ptr<Exchange> exchange)
{
    Asked asked;
    asked.dialect = wire::Dialect::Anthropic;
    return chat(std::move(exchange), std::move(asked));
}

QCoro::Task<Result<Answer>> ModelCallHandlers::generateContent(std::shared_ptr<Exchange> exchange)
{
    Asked asked;
    asked.dialect = wire::Dialect::Gemini;
    asked.model = exchange->parameter("model");
    return chat(std::move(exchange), std::move(asked));
}

QCoro::Task<Result<Answer>> ModelCallHandlers::streamGenerateContent(std::shared_ptr<Exchange> exchange)
{
    Asked asked;
    asked.dialect = wire::Dialect::Gemini;
    asked.model = exchange->parameter("model");
    asked.stream = true;
    const std::string form = exchange->query("alt").value_or("json");
    if (form != "json" && form != "sse")
        co_return invalid("alt", "alt takes 'sse' (events) or 'json' (one array).");
    asked.array = form == "json";
    auto answering = chat(std::move(exchange), std::move(asked));
    co_return co_await answering;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::countTokens(std::shared_ptr<Exchange> exchange)
{
    co_return counted(*exchange, wire::Dialect::Anthropic, "input_tokens");
}

QCoro::Task<Result<Answer>> ModelCallHandlers::geminiCountTokens(std::shared_ptr<Exchange> exchange)
{
    co_return counted(*exchange, wire::Dialect::Gemini, "totalTokens");
}

Result<Answer> ModelCallHandlers::counted(Exchange &exchange, wire::Dialect dialect, std::string_view member)
{
    limits::Ticket full;
    const auto ticket = m_limits.countRequest(relay::subjectOf(*exchange.principal), &full);
    if (!ticket) {
        addRateHeaders(exchange.failureHeaders, full, exchange.route->surface);
        return ticket.error();
    }
    const auto tokens = wire::countTokens(dialect, exchange.request->body);
    if (!tokens)
        return tokens.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field(member, *tokens).endObject().take();
    addRateHeaders(answer.headers, *ticket, exchange.route->surface);
    return answer;
}

Handler ModelCallHandlers::unit(wire::UnitKind kind)
{
    return [this, kind](std::shared_ptr<Exchange> exchange) { return unitCall(std::move(exchange), kind); };
}

/// Taken out of the request unless somebody reads it afterwards: the padding behind it saves a long prompt a copy.
std::string ModelCallHandlers::bodyForCall(Exchange &exchange, Asked &asked) const
{
    const auto *key = exchange.principal->key.get();
    asked.keepsBody = m_bodies && key && m_bodies->keeps(key->id);
    std::string &body = exchange.request->body;
    return asked.keepsBody ? body : std::move(body);
}

QCoro::Task<Result<Answer>> ModelCallHandlers::chat(std::shared_ptr<Exchange> exchange, Asked asked)
{
    std::string body = bodyForCall(*exchange, asked);
    if (asked.kept)
        body = std::move(asked.kept->body);
    auto decoded = decodeChat(asked.dialect, std::move(body), asked.model, asked.stream);
    if (!decoded)
        co_return decoded.error();
    auto call = std::move(*decoded);
    if (asked.dialect == wire::Dialect::Anthropic)
        call->forwardedHeaders = forwardedHeaders(*exchange->request);
    auto carrying = carryOut(std::move(exchange), std::move(call), std::move(asked));
    co_return co_await carrying;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::unitCall(std::shared_ptr<Exchange> exchange, wire::UnitKind kind)
{
    Asked asked;
    auto decoded = decodeUnitCall(kind, bodyForCall(*exchange, asked), exchange->request->header("content-type"));
    if (!decoded)
        co_return decoded.error();
    auto call = std::move(*decoded);
    auto carrying = carryOut(std::move(exchange), std::move(call), std::move(asked));
    co_return co_await carrying;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::carryOut(std::shared_ptr<Exchange> exchange,
                                                        std::shared_ptr<relay::Call> call, Asked asked)
{
    const auto kept = std::move(asked.kept);
    auto key = idempotencyKey(*exchange);
    if (!key)
        co_return key.error();
    auto metadata = callMetadata(*exchange->request, call->request);
    if (!metadata)
        co_return metadata.error();
    call->metadata = std::move(*metadata);
    ResponderSink sink(exchange);
    call->id = exchange->callId;
    call->principal = *exchange->principal;
    call->surface = exchange->route->name;
    call->idempotencyKey = std::move(*key);
    call->usageNote = exchange->usageNote;
    call->arrivedUs = exchange->request->arrivedUs;
    // The body's own word counts more than the header's.
    const std::string_view wish = exchange->request->header("x-beaver-cache");
    if (!call->cache.wanted && (wish == "on" || wish == "off"))
        call->cache.wanted = wish == "on";
    KeepingSink keepingSink(sink);
    GeminiArraySink arraySink(sink);
    call->sink = &sink;
    if (kept && kept->keep)
        call->sink = &keepingSink;
    else if (asked.array)
        call->sink = &arraySink;
    RecordingSink recordingSink(*call->sink, usage::BodyKeeper::longest);
    if (asked.keepsBody)
        call->sink = &recordingSink;
    auto calling = m_relay.run(call);
    auto reply = co_await calling;
    if (!reply) {
        exchange->failureHeaders.emplace_back("x-beaver-request-id", call->id.text());
        exchange->failureHeaders.emplace_back("x-beaver-attempts", std::to_string(call->attempts));
        if (call->ticket)
            addRateHeaders(exchange->failureHeaders, *call->ticket, exchange->route->surface);
        co_return reply.error();
    }

    Answer answer;
    answer.status = reply->status;
    answer.streamed = reply->streamed;
    answer.contentType = std::move(reply->contentType);
    answer.body = std::move(reply->body);
    if (kept && !answer.streamed && !kept->response.previousId.empty())
        answer.body = responses::withPreviousId(std::move(answer.body), kept->response.previousId);
    if (kept && kept->keep && !reply->replayed) {
        auto keeping = keepResponse(*m_kept, *exchange->loop, std::move(kept->response),
                                    answer.streamed ? keepingSink.response() : answer.body);
        co_await keeping;
        keepingSink.letGo();
    }
    if (asked.keepsBody && !reply->replayed)
        m_bodies->keep(call->id, call->principal.account->id, call->principal.key->id, exchange->request->body,
                       answer.streamed ? recordingSink.seen() : answer.body);
    if (answer.streamed)
        co_return answer;
    if (asked.array && reply->replayed) {
        GeminiArray array;
        std::string elements = array.next(answer.body);
        answer.body = std::move(elements) + array.end();
        answer.contentType = "application/json; charset=UTF-8";
    }
    if (asked.costInBody && reply->cost && reply->balance)
        answer.body = withCost(std::move(answer.body), *reply->cost, *reply->balance);
    addCallHeaders(answer, *reply, call->ticket, exchange->route->surface);
    co_return answer;
}

} // namespace beaver::http
