#include <server/http/dialects/credit_text.h>
#include <server/http/dialects/gateway_usage.h>
#include <server/wire/json_scan.h>

#include <algorithm>

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

/// The prefix and three characters more, as the credit gateway shows keys: `gw_live_abc...`.
std::string shortened(std::string_view preview)
{
    const std::size_t random = preview.find_last_of('_') + 1;
    return std::string(preview.substr(0, random + 3)) + "...";
}

/// What the answer's headers say was charged; empty: it was given before, and cost nothing this time.
std::optional<Money> chargedOf(const Answer &answer)
{
    const auto header = std::ranges::find(answer.headers, "x-beaver-cost",
                                          [](const auto &each) { return std::string_view(each.first); });
    return header == answer.headers.end() ? std::nullopt : Money::parse(header->second);
}

std::string note(const GatewayContext &context, const identity::Principal &principal, std::int64_t credits)
{
    const auto balance = context.ledger.balance(principal.account->id);
    JsonWriter json;
    json.beginObject()
        .field("tokens_charged", credits)
        .field("user_balance_after", balance ? creditsOf(balance->available()) : 0)
        .field("user_api_key", principal.key ? shortened(principal.key->preview) : std::string());
    return "\"gateway_usage\":" + json.endObject().take();
}

QCoro::Task<Result<Answer>> withUsage(Handler handler, const GatewayContext &context,
                                      std::shared_ptr<Exchange> exchange)
{
    const auto policy = policyOf(*context.catalogue.snapshot(), *exchange);
    const bool paysCredits = policy.kind == catalog::Policy::Kind::FlatPerToken;
    if (paysCredits)
        exchange->usageNote = [&context, principal = *exchange->principal](Money cost) {
            return note(context, principal, creditsOf(cost));
        };
    auto handling = handler(exchange);
    auto answer = co_await handling;
    if (!paysCredits || !answer || answer->streamed || answer->status != 200 || !answer->body.ends_with('}'))
        co_return answer;
    const auto charged = chargedOf(*answer);
    // The same answer again says what it said.
    const std::int64_t credits = charged ? creditsOf(*charged) : tokensOf(answer->body);
    answer->body.insert(answer->body.size() - 1, "," + note(context, *exchange->principal, credits));
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
