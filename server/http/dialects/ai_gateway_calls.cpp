#include <server/http/dialects/ai_gateway.h>
#include <server/http/llm/call_metadata.h>
#include <server/http/llm/decode_call.h>
#include <server/http/llm/stream_sink.h>
#include <server/http/rest/json_body.h>
#include <server/relay/idempotency.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

#include <array>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

using Renamed = std::pair<std::string_view, std::string_view>;

/// What a chat may say besides, by both names.
constexpr std::array<Renamed, 12> chatOptions{{{"maxTokens", "max_tokens"},
                                               {"topP", "top_p"},
                                               {"stop", "stop"},
                                               {"seed", "seed"},
                                               {"user", "user"},
                                               {"n", "n"},
                                               {"presencePenalty", "presence_penalty"},
                                               {"frequencyPenalty", "frequency_penalty"},
                                               {"responseFormat", "response_format"},
                                               {"tools", "tools"},
                                               {"toolChoice", "tool_choice"},
                                               {"metadata", "metadata"}}};

/// `cache` and `cacheTtl`; kept answers are the rule here.
relay::Call::CacheWish readCache(JsonBody &body)
{
    relay::Call::CacheWish wish;
    wish.wanted = body.optionalFlag("cache").value_or(true);
    wish.ttlS = body.optionalNumber("cacheTtl");
    if (wish.ttlS && (*wish.ttlS < 60 || *wish.ttlS > 86'400))
        body.refuse("cacheTtl", "A number of seconds from 60 to 86400 is expected.");
    return wish;
}

/// A member of the provider's answer as it came; `null` where there is none.
std::string rawMember(dom::object answer, std::string_view name)
{
    dom::element value;
    return answer[name].get(value) ? std::string("null") : simdjson::minify(value);
}

std::int64_t count(dom::object answer, std::string_view name)
{
    dom::object usage;
    std::int64_t number = 0;
    if (answer["usage"].get(usage) || usage[name].get(number))
        return 0;
    return number;
}

Result<Answer> enveloped(const relay::Reply &reply, std::string_view payload, std::int64_t latencyMs)
{
    dom::object answer;
    if (wire::parseJson(reply.body).get(answer))
        return internalError("an answer that isn't a JSON object");
    JsonWriter json;
    json.beginObject().field("success", true).key("data").beginObject();
    const std::string id = rawMember(answer, "id");
    if (id == "null")
        json.field("id", reply.call.text());
    else
        json.rawField("id", id);
    json.rawField("model", rawMember(answer, "model")).rawField(payload, rawMember(answer, payload));
    const std::int64_t total = count(answer, "total_tokens");
    json.key("usage").beginObject().field("promptTokens", count(answer, "prompt_tokens"));
    if (payload == "choices")
        json.field("completionTokens", count(answer, "completion_tokens"));
    json.field("totalTokens", total).endObject();
    const bool cached = reply.cache == relay::CacheState::Hit;
    json.field("cost", reply.ownCost ? *reply.ownCost : reply.cost.value_or(Money()))
        .field("cached", cached)
        .field("latencyMs", latencyMs)
        .field("requestId", reply.call.text())
        .endObject()
        .endObject();
    Answer result;
    result.body = json.take();
    result.headers.emplace_back("x-beaver-request-id", reply.call.text());
    result.headers.emplace_back("x-beaver-cache", cacheWord(reply.cache));
    return result;
}

} // namespace

QCoro::Task<Result<relay::Reply>> AiGatewayHandlers::run(std::shared_ptr<Exchange> exchange,
                                                         std::shared_ptr<relay::Call> call)
{
    ResponderSink sink(exchange);
    call->id = exchange->callId;
    call->principal = *exchange->principal;
    call->surface = exchange->route->name;
    call->arrivedUs = exchange->request->arrivedUs;
    if (exchange->request->hasHeader("idempotency-key")) {
        call->idempotencyKey = exchange->request->header("idempotency-key");
        if (auto sound = relay::Idempotency::checkKey(call->idempotencyKey); !sound)
            co_return sound.error();
    }
    call->sink = &sink; // it is also told of a client that leaves
    auto calling = m.relay.run(call);
    co_return co_await calling;
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::chat(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    JsonWriter json;
    json.beginObject().field("model", body.optionalText("model").value_or("gpt-4o-mini"));
    const auto messages = body.optionalJson("messages");
    if (!messages)
        body.refuse("messages", "This field is required: a list of messages.");
    json.rawField("messages", messages.value_or("[]"))
        .rawField("temperature", body.optionalJson("temperature").value_or("0.7"));
    for (const auto &[theirs, ours] : chatOptions)
        if (const auto value = body.optionalJson(theirs))
            json.rawField(ours, *value);
    if (body.optionalFlag("stream").value_or(false))
        body.refuse("stream", "This path answers in one piece; POST /v1/chat/completions streams.");
    const auto wish = readCache(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto decoded = decodeChat(wire::Dialect::OpenAiChat, json.endObject().take());
    if (!decoded)
        co_return decoded.error();
    auto call = std::move(*decoded);
    call->cache = wish;
    auto metadata = callMetadata(*exchange->request, call->request);
    if (!metadata)
        co_return metadata.error();
    call->metadata = std::move(*metadata);
    auto running = run(exchange, std::move(call));
    const auto reply = co_await running;
    if (!reply)
        co_return reply.error();
    co_return enveloped(*reply, "choices", (m.clock.monotonicUs() - exchange->request->arrivedUs) / 1000);
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::embeddings(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    JsonWriter json;
    json.beginObject().field("model", body.optionalText("model").value_or("text-embedding-3-small"));
    const auto input = body.optionalJson("input");
    if (!input)
        body.refuse("input", "This field is required: a text, or a list of texts.");
    json.rawField("input", input.value_or("\"\""));
    for (const auto &[theirs, ours] :
         {Renamed("dimensions", "dimensions"), Renamed("encodingFormat", "encoding_format"), Renamed("user", "user")})
        if (const auto value = body.optionalJson(theirs))
            json.rawField(ours, *value);
    body.optionalJson("metadata");
    const auto wish = readCache(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto decoded = decodeUnitCall(wire::UnitKind::Embeddings, json.endObject().take(), "application/json");
    if (!decoded)
        co_return decoded.error();
    auto call = std::move(*decoded);
    call->cache = wish;
    auto running = run(exchange, std::move(call));
    const auto reply = co_await running;
    if (!reply)
        co_return reply.error();
    co_return enveloped(*reply, "data", (m.clock.monotonicUs() - exchange->request->arrivedUs) / 1000);
}

} // namespace beaver::http
