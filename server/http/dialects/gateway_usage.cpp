#include <server/http/dialects/credit_text.h>
#include <server/http/dialects/gateway_usage.h>
#include <server/wire/json_scan.h>

namespace beaver::http {

namespace {

std::int64_t tokensOf(std::string_view body)
{
    simdjson::dom::element answer;
    std::int64_t tokens = 0;
    if (wire::parseJson(body).get(answer) || answer["usage"]["total_tokens"].get(tokens))
        return 0;
    return tokens;
}

QCoro::Task<Result<Answer>> withUsage(Handler handler, const GatewayContext &context,
                                      std::shared_ptr<Exchange> exchange)
{
    auto handling = handler(exchange);
    auto answer = co_await handling;
    if (!answer || answer->streamed || answer->status != 200)
        co_return answer;
    const auto policy = policyOf(*context.catalogue.snapshot(), *exchange);
    if (policy.kind != catalog::Policy::Kind::FlatPerToken || !answer->body.ends_with('}'))
        co_return answer;
    const auto balance = context.ledger.balance(exchange->principal->account->id);
    const auto &key = exchange->principal->key;
    JsonWriter json;
    json.beginObject()
        .field("tokens_charged", tokensOf(answer->body))
        .field("user_balance_after", balance ? creditsOf(balance->available()) : 0)
        .field("user_api_key", key ? key->preview : std::string());
    answer->body.insert(answer->body.size() - 1, ",\"gateway_usage\":" + json.endObject().take());
    co_return answer;
}

} // namespace

Handler withGatewayUsage(Handler handler, const GatewayContext &context)
{
    return [handler = std::move(handler), &context](std::shared_ptr<Exchange> exchange) {
        return withUsage(handler, context, std::move(exchange));
    };
}

} // namespace beaver::http
