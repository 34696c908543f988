#include <server/http/front/rate_headers.h>
#include <server/http/llm/model_calls.h>
#include <server/http/llm/stream_sink.h>
#include <server/relay/answer_stream.h>
#include <server/wire/codec.h>
#include <server/wire/gateway_fields.h>
#include <shared/base/json_writer.h>

#include <array>
#include <cstdio>

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

/// What the request tells the gateway itself.
void apply(wire::GatewayFields fields, relay::Call &call)
{
    call.fallbackModels = std::move(fields.models);
    call.stickyKey = std::move(fields.sessionId);
    call.providerJson = std::move(fields.providerJson);
    if (auto &said = fields.provider) {
        auto &wanted = call.preferences.emplace();
        wanted.order = std::move(said->order);
        wanted.only = std::move(said->only);
        wanted.ignore = std::move(said->ignore);
        wanted.allowFallbacks = said->allowFallbacks;
        wanted.sort = std::move(said->sort);
    }
    call.cache.wanted = fields.cache;
    call.cache.ttlS = fields.cacheTtlS;
}

void addCallHeaders(Answer &answer, const relay::Reply &reply, const std::optional<limits::Ticket> &ticket,
                    api::Surface surface)
{
    auto &headers = answer.headers;
    headers.emplace_back("x-beaver-request-id", reply.call.text());
    headers.emplace_back("x-beaver-cache", "off");
    if (reply.replayed) {
        headers.emplace_back("idempotent-replayed", "true");
        return;
    }
    headers.emplace_back("x-beaver-provider", reply.provider);
    headers.emplace_back("x-beaver-attempts", std::to_string(reply.attempts));
    if (reply.cost)
        headers.emplace_back("x-beaver-cost", reply.cost->toDecimal());
    if (reply.balance)
        headers.emplace_back("x-beaver-balance", reply.balance->toDecimal());
    char overhead[32];
    std::snprintf(overhead, sizeof overhead, "%.3f", reply.overheadMs);
    headers.emplace_back("x-beaver-overhead-ms", overhead);
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
    return chat(std::move(exchange), std::move(asked));
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
    return chat(std::move(exchange), std::move(asked));
}

QCoro::Task<Result<Answer>> ModelCallHandlers::countTokens(std::shared_ptr<Exchange> exchange)
{
    const auto decoded = wire::countTokens(wire::Dialect::Anthropic, exchange->request->body);
    if (!decoded)
        co_return decoded.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("input_tokens", *decoded).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::geminiCountTokens(std::shared_ptr<Exchange> exchange)
{
    const auto decoded = wire::countTokens(wire::Dialect::Gemini, exchange->request->body);
    if (!decoded)
        co_return decoded.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("totalTokens", *decoded).endObject().take();
    co_return answer;
}

Handler ModelCallHandlers::unit(wire::UnitKind kind)
{
    return [this, kind](std::shared_ptr<Exchange> exchange) { return unitCall(std::move(exchange), kind); };
}

QCoro::Task<Result<Answer>> ModelCallHandlers::chat(std::shared_ptr<Exchange> exchange, Asked asked)
{
    auto decoded = wire::decodeRequest(asked.dialect, exchange->request->body, asked.model, asked.stream);
    if (!decoded)
        co_return decoded.error();
    auto call = std::make_shared<relay::Call>();
    if (wire::hasGatewayFields(*decoded)) {
        std::string body = exchange->request->body;
        auto fields = wire::takeGatewayFields(body);
        if (!fields)
            co_return fields.error();
        apply(std::move(*fields), *call);
        decoded = wire::decodeRequest(asked.dialect, std::move(body), asked.model, asked.stream);
        if (!decoded)
            co_return decoded.error();
    }
    call->request = std::move(*decoded);
    if (asked.dialect == wire::Dialect::Anthropic)
        call->forwardedHeaders = forwardedHeaders(*exchange->request);
    auto carrying = carryOut(std::move(exchange), std::move(call), asked.costInBody);
    co_return co_await carrying;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::unitCall(std::shared_ptr<Exchange> exchange, wire::UnitKind kind)
{
    auto decoded = wire::decodeUnit(kind, exchange->request->body, exchange->request->header("content-type"));
    if (!decoded)
        co_return decoded.error();
    auto call = std::make_shared<relay::Call>();
    call->request.model = decoded->model;
    call->request.stream = decoded->stream;
    call->request.inputTokens = decoded->inputTokens;
    call->unit = std::move(*decoded);
    auto carrying = carryOut(std::move(exchange), std::move(call), false);
    co_return co_await carrying;
}

QCoro::Task<Result<Answer>> ModelCallHandlers::carryOut(std::shared_ptr<Exchange> exchange,
                                                        std::shared_ptr<relay::Call> call, bool costInBody)
{
    auto key = idempotencyKey(*exchange);
    if (!key)
        co_return key.error();
    ResponderSink sink(exchange);
    call->id = exchange->callId;
    call->principal = *exchange->principal;
    call->surface = exchange->route->name;
    call->idempotencyKey = std::move(*key);
    call->arrivedUs = exchange->request->arrivedUs;
    call->sink = &sink;
    auto calling = m_relay.run(call);
    auto reply = co_await calling;
    if (!reply) {
        if (call->ticket)
            addRateHeaders(exchange->failureHeaders, *call->ticket, exchange->route->surface);
        co_return reply.error();
    }

    Answer answer;
    answer.status = reply->status;
    answer.streamed = reply->streamed;
    answer.contentType = std::move(reply->contentType);
    answer.body = std::move(reply->body);
    if (answer.streamed)
        co_return answer;
    if (costInBody && reply->cost && reply->balance)
        answer.body = withCost(std::move(answer.body), *reply->cost, *reply->balance);
    addCallHeaders(answer, *reply, call->ticket, exchange->route->surface);
    co_return answer;
}

} // namespace beaver::http
