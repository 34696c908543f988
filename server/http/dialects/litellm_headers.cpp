#include <server/http/dialects/litellm_headers.h>
#include <server/wire/json_scan.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace beaver::http {

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

std::string modelOf(const Exchange &exchange)
{
    const std::string &named = exchange.parameter("model");
    simdjson::dom::object body;
    std::string_view model;
    if (!named.empty() || wire::parseJson(exchange.request->body).get(body) || body["model"].get(model))
        return named;
    // A header takes no control characters, and the body may hold anything.
    const bool sound =
        model.size() <= 200 && std::ranges::all_of(model, [](unsigned char c) { return c > ' ' && c < 0x7f; });
    return sound ? std::string(model) : std::string();
}

std::string find(const Headers &headers, std::string_view name)
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QCoro::Task<Result<Answer>> answered(Handler handler, const Clock &clock, std::shared_ptr<Exchange> exchange)
{
    const std::int64_t fromUs = clock.monotonicUs();
    exchange->commonHeaders.emplace_back("x-litellm-call-id", exchange->callId.text());
    if (auto model = modelOf(*exchange); !model.empty())
        exchange->commonHeaders.emplace_back("x-litellm-model-group", std::move(model));
    auto handling = handler(exchange);
    auto answer = co_await handling;
    if (!answer || answer->streamed)
        co_return answer;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> names{{
        {"x-beaver-cost", "x-litellm-response-cost"},
        {"x-beaver-provider", "x-litellm-model-id"},
        {"x-beaver-overhead-ms", "x-litellm-overhead-duration-ms"},
    }};
    for (const auto &[ours, theirs] : names) {
        if (auto value = find(answer->headers, ours); !value.empty())
            answer->headers.emplace_back(theirs, std::move(value));
    }
    const std::string attempts = find(answer->headers, "x-beaver-attempts");
    int made = 1;
    std::from_chars(attempts.data(), attempts.data() + attempts.size(), made);
    answer->headers.emplace_back("x-litellm-attempted-retries", std::to_string(std::max(made - 1, 0)));
    answer->headers.emplace_back("x-litellm-response-duration-ms",
                                 std::to_string((clock.monotonicUs() - fromUs) / 1000));
    co_return answer;
}

} // namespace

Handler withLiteLlmHeaders(Handler handler, const Clock &clock)
{
    return [handler = std::move(handler), &clock](std::shared_ptr<Exchange> exchange) {
        return answered(handler, clock, std::move(exchange));
    };
}

} // namespace beaver::http
