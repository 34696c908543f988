// Correct answers with usage that is missing, impossible or repeated. Streams carry it whether it was asked for or not.
#include "behaviours.h"

#include <algorithm>
#include <iterator>

namespace faulty {

namespace {

void withUsage(Exchange &exchange, std::string_view usage)
{
    exchange.deliver(planWithUsage(exchange, answerOf(exchange), usage));
}

std::string tokens(const Exchange &exchange, std::string_view prompt, std::string_view completion,
                   std::string_view total)
{
    return usageJson(dialectOf(exchange.selection.rest), prompt, completion, total);
}

void absent(Exchange &exchange)
{
    withUsage(exchange, {});
}

void null(Exchange &exchange)
{
    withUsage(exchange, "null");
}

void emptyObject(Exchange &exchange)
{
    withUsage(exchange, "{}");
}

void zero(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "0", "0", "0"));
}

void negative(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "-12", "-16", "-28"));
}

void huge(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "1e308", "1e308", "1e308"));
}

void beyond64(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "9223372036854775807", "9223372036854775807", "18446744073709551614"));
}

void fraction(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "12.5", "16.5", "29"));
}

void string(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "\"12\"", "\"16\"", "\"28\""));
}

void array(Exchange &exchange)
{
    withUsage(exchange, "[12,16,28]");
}

void wrongTotal(Exchange &exchange)
{
    withUsage(exchange, tokens(exchange, "12", "16", "9"));
}

void cachedMore(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    answer.cachedTokens = answer.promptTokens * 3 + 1;
    withUsage(exchange, usageJson(answer));
}

void reasoningMore(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    answer.reasoningTokens = answer.completionTokens * 3 + 1;
    withUsage(exchange, usageJson(answer));
}

// JSON: the key twice in one object, the second one larger. SSE: the last event with it twice.
void twice(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    const std::string usage = usageJson(answer);
    if (!answer.stream) {
        const std::string more = ",\"" + std::string(usageName(answer.dialect)) + "\":";
        exchange.deliver(
            jsonPlan(200, completionJson(answer, usage + more + tokens(exchange, "1200", "1600", "2800"))));
        return;
    }
    std::vector<StreamEvent> events = streamEvents(answer, usage);
    const std::vector<StreamEvent> end = endEvents(answer, usage);
    StreamEvent last = answer.dialect == Dialect::Responses ? end.back() : events.back();
    if (answer.dialect == Dialect::Gemini) { // there it comes with the last word, which mustn't come twice
        Answer silent = answer;
        silent.words.clear();
        last = streamEvents(silent, usage).back();
    }
    events.push_back(last);
    std::ranges::copy(end, std::back_inserter(events));
    exchange.deliver(ssePlan(framed(events)));
}

// Perplexity and others send running totals; the last one counts. Gemini always does, the others never.
void cumulative(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    if (!answer.stream || answer.dialect != Dialect::OpenAi) {
        withUsage(exchange, usageJson(answer));
        return;
    }
    std::vector<StreamEvent> events;
    answer.completionTokens = 0;
    for (const std::string &word : answer.words) {
        ++answer.completionTokens;
        events.push_back(chunkEvent(answer, word, ",\"usage\":" + usageJson(answer)));
    }
    Answer last = answer;
    last.words.clear();
    last.includeUsage = false;
    StreamEvent finish = streamEvents(last, {}).back();
    finish.data.insert(finish.data.size() - 1, ",\"usage\":" + usageJson(answer));
    events.push_back(finish);
    events.push_back({{}, "[DONE]"});
    exchange.deliver(ssePlan(framed(events)));
}

// The usage frame comes first and the text after it. Elsewhere than in OpenAI's dialect usage has no frame of its own.
void early(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    std::vector<StreamEvent> events = streamEvents(answer, usageJson(answer));
    if (answer.dialect == Dialect::OpenAi)
        std::ranges::rotate(events, events.end() - 1);
    std::ranges::move(endEvents(answer, usageJson(answer)), std::back_inserter(events));
    exchange.deliver(ssePlan(framed(events)));
}

constexpr Behaviour usageList[] = {
    {"usage-absent", "", "no usage, even if asked for", absent},
    {"usage-null", "", "usage: null", null},
    {"usage-empty", "", "usage: {}", emptyObject},
    {"usage-zero", "", "all zero, though there is text", zero},
    {"usage-negative", "", "negative numbers", negative},
    {"usage-huge", "", "1e308", huge},
    {"usage-max", "", "2^63-1 each", beyond64},
    {"usage-fraction", "", "12.5 and 16.5", fraction},
    {"usage-string", "", "numbers as strings", string},
    {"usage-array", "", "an array instead of an object", array},
    {"usage-wrong-total", "", "a total that isn't the sum", wrongTotal},
    {"usage-cached-more", "", "more cached tokens than prompt tokens", cachedMore},
    {"usage-reasoning-more", "", "more reasoning tokens than completion tokens", reasoningMore},
    {"usage-twice", "", "twice: a duplicate key in JSON, a second frame in SSE", twice},
    {"usage-cumulative", "", "in every chunk, growing", cumulative},
    {"usage-early", "", "the usage frame before the text (always streams)", early},
};

} // namespace

std::span<const Behaviour> usageBehaviours()
{
    return usageList;
}

} // namespace faulty
