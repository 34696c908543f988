#include <server/providers/failure.h>
#include <server/routing/checker.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::routing {

namespace {

constexpr std::size_t keptAnswer = 4096;
constexpr std::size_t keptList = 4 * 1024 * 1024;
constexpr std::size_t mostSeenModels = 10'000;

std::shared_ptr<const providers::UpstreamTarget> targetOf(const providers::Endpoint &endpoint, std::string url,
                                                          bool get)
{
    auto target = std::make_shared<providers::UpstreamTarget>();
    target->url = std::move(url);
    target->headers = providers::endpointHeaders(endpoint);
    target->headers.emplace_back("Accept: application/json");
    target->headers.emplace_back("User-Agent: Beaver");
    if (!get)
        target->headers.emplace_back("Content-Type: application/json");
    target->get = get;
    target->timeouts = get ? providers::EndpointTimeouts{5'000, 10'000, 5'000, 15'000}
                           : providers::EndpointTimeouts{5'000, 60'000, 20'000, 90'000};
    return target;
}

std::string smallestChat(const providers::Profile &profile, const std::string &model)
{
    JsonWriter json;
    json.beginObject();
    if (profile.dialect == wire::Dialect::Gemini) {
        json.rawField("contents", R"([{"role":"user","parts":[{"text":"Hi"}]}])")
            .rawField("generationConfig", R"({"maxOutputTokens":1})");
    } else {
        json.field("model", model)
            .rawField("messages", R"([{"role":"user","content":"Hi"}])")
            .field(profile.dialect == wire::Dialect::Anthropic ? "max_tokens" : profile.maxTokensField, 1);
    }
    return json.endObject().take();
}

/// `{"data": [{"id": …}]}`; nothing where it is something else.
std::optional<std::vector<std::string>> readModelList(std::string_view json)
{
    simdjson::dom::array list;
    if (wire::parseJson(json)["data"].get(list))
        return std::nullopt;
    std::vector<std::string> models;
    for (const simdjson::dom::element element : list) {
        std::string_view id;
        if (!element["id"].get(id) && models.size() < mostSeenModels)
            models.emplace_back(id);
    }
    return models;
}

bool listsItsModels(const EndpointView &view)
{
    return view.endpoint->profile->name == "litellm" &&
           std::ranges::any_of(view.stored->settings.models,
                               [](const ModelRule &rule) { return rule.pattern.find('*') != std::string::npos; });
}

} // namespace

QCoro::Task<Checker::Outcome> Checker::ask(std::shared_ptr<const providers::UpstreamTarget> target, std::string body,
                                           std::size_t keptBody)
{
    const std::int64_t beganUs = m_clock.monotonicUs();
    const std::uint64_t number = ++m_last;
    providers::Attempt &attempt =
        *m_running.emplace(number, m_transport.send(target, std::move(body), false)).first->second;
    Outcome outcome;
    std::string bytes;
    while (!attempt.ended() && !m_ending) {
        auto change = attempt.change();
        co_await change;
        attempt.take(bytes);
        if (outcome.firstByteMs == 0 && !bytes.empty())
            outcome.firstByteMs = std::max<std::int64_t>((m_clock.monotonicUs() - beganUs) / 1000, 1);
        outcome.body.append(bytes, 0, keptBody - std::min(keptBody, outcome.body.size()));
    }
    outcome.end = attempt.ended() ? attempt.end() : providers::TransportEnd::Broken;
    outcome.status = attempt.status();
    outcome.detail = attempt.detail();
    outcome.retryAfterMs = attempt.retryAfterMs();
    outcome.wholeMs = (m_clock.monotonicUs() - beganUs) / 1000;
    m_running.erase(number);
    co_return outcome;
}

QCoro::Task<CheckResult> Checker::check(std::shared_ptr<const providers::Endpoint> endpoint)
{
    CheckResult result;
    if (endpoint->baseUrl.empty()) {
        result.detail = "built in";
        co_return result;
    }
    auto asking = ask(targetOf(*endpoint, providers::healthUrl(*endpoint), true), {}, keptAnswer);
    const auto outcome = co_await asking;
    result.status = outcome.status;
    result.tookMs = outcome.wholeMs;
    if (outcome.end != providers::TransportEnd::Complete) {
        result.kind = CheckResult::Kind::Failed;
        result.detail = outcome.detail.empty() ? "no answer" : outcome.detail;
        co_return result;
    }
    if (outcome.status >= 200 && outcome.status < 300)
        co_return result;
    const auto failure = providers::classifyAnswer(outcome.status, outcome.body, outcome.retryAfterMs);
    result.detail = failure.error.detail;
    if (outcome.status >= 500 || (outcome.status >= 300 && outcome.status < 400))
        result.kind = CheckResult::Kind::Failed;
    else if (failure.action == providers::Action::OtherCredential)
        result.kind = CheckResult::Kind::KeyRefused;
    // Any other refusal comes from a server that is there.
    co_return result;
}

QCoro::Task<CheckResult> Checker::checkAndNote(Router &router, EndpointView view)
{
    auto checking = check(view.endpoint);
    CheckResult result = co_await checking;
    if (m_ending)
        co_return result;
    router.noteCheck(view.stored->id, result);
    if (result.kind == CheckResult::Kind::Ok && listsItsModels(view)) {
        auto asking = ask(targetOf(*view.endpoint, providers::callUrl(*view.endpoint, "models"), true), {}, keptList);
        const auto outcome = co_await asking;
        if (outcome.end == providers::TransportEnd::Complete && outcome.status == 200) {
            if (auto models = readModelList(outcome.body))
                router.noteModels(view.stored->id, std::move(*models));
        }
    }
    co_return result;
}

QCoro::Task<TestCall> Checker::call(std::shared_ptr<const providers::Endpoint> endpoint, std::string upstreamModel)
{
    TestCall result;
    if (endpoint->baseUrl.empty()) {
        result.ok = true;
        result.detail = "built in";
        co_return result;
    }
    auto asking = ask(targetOf(*endpoint, providers::callUrl(*endpoint, "chat", upstreamModel), false),
                      smallestChat(*endpoint->profile, upstreamModel), keptAnswer);
    const auto outcome = co_await asking;
    result.status = outcome.status;
    result.firstByteMs = outcome.firstByteMs;
    result.wholeMs = outcome.wholeMs;
    result.ok = outcome.end == providers::TransportEnd::Complete && outcome.status == 200;
    if (outcome.end != providers::TransportEnd::Complete) {
        result.detail = outcome.detail.empty() ? "no answer" : outcome.detail;
    } else if (!result.ok) {
        const auto failure = providers::classifyAnswer(outcome.status, outcome.body, outcome.retryAfterMs);
        result.keyRefused = failure.action == providers::Action::OtherCredential;
        result.detail = failure.error.detail;
    }
    co_return result;
}

void Checker::endAll()
{
    m_ending = true;
    std::vector<std::uint64_t> numbers;
    numbers.reserve(m_running.size());
    for (const auto &[number, attempt] : m_running)
        numbers.push_back(number);
    for (const std::uint64_t number : numbers) {
        if (const auto running = m_running.find(number); running != m_running.end())
            running->second->interrupt();
    }
}

} // namespace beaver::routing
