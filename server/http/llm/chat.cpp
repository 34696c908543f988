#include <server/http/front/rate_headers.h>
#include <server/http/llm/chat.h>
#include <server/http/llm/stream_sink.h>
#include <server/wire/json_scan.h>

#include <cstdio>

namespace beaver::http {

namespace {

/// Cost and balance inside the answer's `usage`, and the balance beside it.
std::string withCost(std::string body, Money cost, Money balance)
{
    const auto members = wire::scanObject(body);
    for (const auto &member : members) {
        if (!std::string_view(body).substr(member.keyBegin).starts_with("\"usage\"") || body[member.valueBegin] != '{')
            continue;
        const bool empty = wire::scanObject(body, member.valueBegin).empty();
        body.insert(member.valueBegin + 1, "\"cost\":" + cost.toDecimal() + (empty ? "" : ","));
        break;
    }
    body.insert(body.find('{') + 1, "\"balance\":" + balance.toDecimal() + (members.empty() ? "" : ","));
    return body;
}

} // namespace

QCoro::Task<Result<Answer>> ChatHandlers::completions(std::shared_ptr<Exchange> exchange)
{
    auto chatting = chat(exchange, {}, false);
    co_return co_await chatting;
}

QCoro::Task<Result<Answer>> ChatHandlers::modelChat(std::shared_ptr<Exchange> exchange)
{
    auto chatting = chat(exchange, exchange->parameter("model"), true);
    co_return co_await chatting;
}

QCoro::Task<Result<Answer>> ChatHandlers::chat(std::shared_ptr<Exchange> exchange, std::string model, bool costInBody)
{
    auto decoded = wire::decodeOpenAiChat(exchange->request->body, model);
    if (!decoded)
        co_return decoded.error();
    const std::string_view key = exchange->request->header("idempotency-key");
    if (exchange->request->hasHeader("idempotency-key")) {
        if (auto sound = relay::Idempotency::checkKey(key); !sound)
            co_return sound.error();
    }

    ResponderSink sink(exchange);
    auto call = std::make_shared<relay::ChatCall>();
    call->id = exchange->callId;
    call->principal = *exchange->principal;
    call->request = std::move(*decoded);
    call->surface = exchange->route->name;
    call->idempotencyKey = key;
    call->arrivedUs = exchange->request->arrivedUs;
    call->sink = &sink;
    auto calling = m_relay.chat(call);
    auto reply = co_await calling;
    if (!reply) {
        if (call->ticket)
            addRateHeaders(exchange->failureHeaders, *call->ticket);
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
    auto &headers = answer.headers;
    headers.emplace_back("x-beaver-request-id", reply->call.text());
    headers.emplace_back("x-beaver-cache", "off");
    if (reply->replayed) {
        headers.emplace_back("idempotent-replayed", "true");
        co_return answer;
    }
    headers.emplace_back("x-beaver-provider", reply->provider);
    headers.emplace_back("x-beaver-attempts", std::to_string(reply->attempts));
    if (reply->cost)
        headers.emplace_back("x-beaver-cost", reply->cost->toDecimal());
    if (reply->balance)
        headers.emplace_back("x-beaver-balance", reply->balance->toDecimal());
    char overhead[32];
    std::snprintf(overhead, sizeof overhead, "%.3f", reply->overheadMs);
    headers.emplace_back("x-beaver-overhead-ms", overhead);
    if (call->ticket)
        addRateHeaders(headers, *call->ticket);
    co_return answer;
}

} // namespace beaver::http
