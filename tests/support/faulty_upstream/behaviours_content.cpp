// 200 with a body that isn't what it should be.
#include "behaviours.h"
#include "text.h"

#include <algorithm>

namespace faulty {

namespace {

Answer answerOf(const Exchange &exchange)
{
    return answerFor(exchange.request, exchange.selection, exchange.number);
}

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
    exchange.deliver(jsonPlan(200, errorJson(500, "faulty upstream: an error under status 200")));
}

void noChoices(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    exchange.deliver(jsonPlan(200, "{\"id\":" + jsonText(answer.id) +
                                       ",\"object\":\"chat.completion\",\"choices\":[],"
                                       "\"usage\":" +
                                       usageJson(answer) + "}"));
}

// No words and no finish reason, as some providers do when a filter or an overload stops them.
void emptyAnswer(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    answer.words.clear();
    answer.completionTokens = 0;
    if (!answer.stream) {
        std::string body = completionJson(answer, usageJson(answer));
        const std::string finish = "\"finish_reason\":" + jsonText(answer.finish);
        body.replace(body.find(finish), finish.size(), "\"finish_reason\":null");
        exchange.deliver(jsonPlan(200, body));
        return;
    }
    const std::string usage = answer.includeUsage ? ",\"usage\":null" : "";
    exchange.deliver(ssePlan(framed({chunkJson(answer, "", usage), "[DONE]"})));
}

void sseUnasked(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    std::vector<std::string> payloads = streamPayloads(answer, usageJson(answer));
    payloads.emplace_back("[DONE]");
    exchange.deliver(ssePlan(framed(payloads)));
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

constexpr Behaviour list[] = {
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
    return list;
}

} // namespace faulty
