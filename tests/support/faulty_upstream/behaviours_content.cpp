// 200 with a body that isn't what it should be.
#include "behaviours.h"
#include "text.h"

#include <algorithm>
#include <iterator>

namespace faulty {

namespace {

void html(Exchange &exchange)
{
    exchange.deliver(textPlan(200, "text/html; charset=utf-8",
                              "<!DOCTYPE html>\n<html><head><title>Sign in to continue</title></head>"
                              "<body>This network wants you to sign in.</body></html>\n"));
}

void htmlAsJson(Exchange &exchange)
{
    exchange.deliver(jsonPlan(200, "<!DOCTYPE html>\n<html><body>Bad gateway</body></html>\n"));
}

void emptyBody(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.parts.clear();
    exchange.deliver(std::move(plan));
}

void jsonBlank(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    const auto lines = static_cast<std::size_t>(std::min<std::int64_t>(exchange.selection.number("n", 5), 1'000'000));
    exchange.deliver(jsonPlan(200, std::string(lines, '\n') + completionJson(answer, usageJson(answer))));
}

void jsonTruncated(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    const std::string body = completionJson(answer, usageJson(answer));
    exchange.deliver(jsonPlan(200, body.substr(0, body.size() * 2 / 3)));
}

void jsonTail(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    exchange.deliver(jsonPlan(200, completionJson(answer, usageJson(answer)) + "{\"more\":1}"));
}

void jsonArray(Exchange &exchange)
{
    exchange.deliver(jsonPlan(200, "[1,2,3]"));
}

void jsonDeep(Exchange &exchange)
{
    const auto depth =
        static_cast<std::size_t>(std::min<std::int64_t>(exchange.selection.number("n", 100'000), 10'000'000));
    exchange.deliver(jsonPlan(200, "{\"choices\":" + std::string(depth, '[') + std::string(depth, ']') + "}"));
}

void errorIn200(Exchange &exchange)
{
    exchange.deliver(jsonPlan(
        200, errorJson(dialectOf(exchange.selection.rest), 500, "faulty upstream: an error under status 200")));
}

void noChoices(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    static constexpr std::string_view bodies[] = {
        "\"object\":\"chat.completion\",\"choices\":[]",
        "\"object\":\"response\",\"status\":\"completed\",\"output\":[]",
        "\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"stop_reason\":null", "\"candidates\":[]"};
    exchange.deliver(jsonPlan(200, "{\"id\":" + jsonText(answer.id) + "," +
                                       std::string(bodies[static_cast<std::size_t>(answer.dialect)]) + ",\"" +
                                       std::string(usageName(answer.dialect)) + "\":" + usageJson(answer) + "}"));
}

// No words and no finish reason, as some providers do when a filter or an overload stops them.
void emptyAnswer(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    answer.words.clear();
    answer.completionTokens = 0;
    answer.finish.clear();
    if (!answer.stream) {
        exchange.deliver(jsonPlan(200, completionJson(answer, usageJson(answer))));
        return;
    }
    std::vector<StreamEvent> events{chunkEvent(answer, "", answer.includeUsage ? ",\"usage\":null" : "")};
    if (answer.dialect != Dialect::OpenAi)
        events = streamEvents(answer, usageJson(answer));
    std::ranges::move(endEvents(answer, usageJson(answer)), std::back_inserter(events));
    exchange.deliver(ssePlan(framed(events)));
}

void sseUnasked(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    const std::string usage = usageJson(answer);
    std::vector<StreamEvent> events = streamEvents(answer, usage);
    std::ranges::move(endEvents(answer, usage), std::back_inserter(events));
    exchange.deliver(ssePlan(framed(events)));
}

void jsonForStream(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    exchange.deliver(jsonPlan(200, completionJson(answer, usageJson(answer))));
}

void wrongType(Exchange &exchange)
{
    Plan plan = ordinaryPlan(exchange);
    plan.headers.front().second = exchange.selection.text("type", "application/octet-stream");
    exchange.deliver(std::move(plan));
}

void bigJson(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    const auto mb = static_cast<std::size_t>(std::min<std::int64_t>(exchange.selection.number("mb", 10), 1024));
    answer.words.assign(1, std::string(mb * 1024 * 1024, 'b'));
    exchange.deliver(jsonPlan(200, completionJson(answer, usageJson(answer))));
}

constexpr Behaviour contentList[] = {
    {"html", "", "200 with an HTML page", html},
    {"html-as-json", "", "200 with an HTML page that calls itself application/json", htmlAsJson},
    {"empty-body", "", "200 with no body at all", emptyBody},
    {"json-blank", "n=5", "N blank lines before correct JSON (never streams)", jsonBlank},
    {"json-truncated", "", "JSON cut short under a matching Content-Length", jsonTruncated},
    {"json-tail", "", "a second object after the answer", jsonTail},
    {"json-array", "", "[1,2,3]", jsonArray},
    {"json-deep", "n=100000", "JSON nested N deep", jsonDeep},
    {"json-big", "mb=10", "a correct answer with one text of N MB", bigJson},
    {"error-in-200", "", "an error object under status 200", errorIn200},
    {"no-choices", "", "no choices, but usage", noChoices},
    {"empty-answer", "", "no text and no finish reason", emptyAnswer},
    {"sse-unasked", "", "SSE whether asked for or not", sseUnasked},
    {"json-for-stream", "", "JSON whether SSE was asked for or not", jsonForStream},
    {"wrong-type", "type=application/octet-stream", "a correct answer under another content type", wrongType},
};

} // namespace

std::span<const Behaviour> contentBehaviours()
{
    return contentList;
}

} // namespace faulty
