// Correct answers with usage that is missing, impossible or repeated. Streams carry it whether it was asked for or not.
#include "behaviours.h"

namespace faulty {

namespace {

Answer answerOf(const Exchange &exchange)
{
    return answerFor(exchange.request, exchange.selection, exchange.number);
}

void withUsage(Exchange &exchange, std::string_view usage)
{
    exchange.deliver(planWithUsage(exchange, answerOf(exchange), usage));
}

std::string tokens(std::string_view prompt, std::string_view completion, std::string_view total)
{
    std::string usage = "{\"prompt_tokens\":";
    usage.append(prompt).append(",\"completion_tokens\":").append(completion);
    return usage.append(",\"total_tokens\":").append(total) + "}";
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
    withUsage(exchange, tokens("0", "0", "0"));
}

void negative(Exchange &exchange)
{
    withUsage(exchange, tokens("-12", "-16", "-28"));
}

void huge(Exchange &exchange)
{
    withUsage(exchange, tokens("1e308", "1e308", "1e308"));
}

void beyond64(Exchange &exchange)
{
    withUsage(exchange, tokens("9223372036854775807", "9223372036854775807", "18446744073709551614"));
}

void fraction(Exchange &exchange)
{
    withUsage(exchange, tokens("12.5", "16.5", "29"));
}

void string(Exchange &exchange)
{
    withUsage(exchange, tokens("\"12\"", "\"16\"", "\"28\""));
}

void array(Exchange &exchange)
{
    withUsage(exchange, "[12,16,28]");
}

void wrongTotal(Exchange &exchange)
{
    withUsage(exchange, tokens("12", "16", "9"));
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

// JSON: the key twice in one object, the second one larger. SSE: the frame twice.
void twice(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    const std::string usage = usageJson(answer);
    if (!answer.stream) {
        exchange.deliver(jsonPlan(200, completionJson(answer, usage + ",\"usage\":" + tokens("1200", "1600", "2800"))));
        return;
    }
    std::vector<std::string> payloads = streamPayloads(answer, usage);
    payloads.push_back(payloads.back());
    payloads.emplace_back("[DONE]");
    exchange.deliver(ssePlan(framed(payloads)));
}

// Perplexity and others send running totals; the last one counts.
void cumulative(Exchange &exchange)
{
    Answer answer = answerOf(exchange);
    if (!answer.stream) {
        withUsage(exchange, usageJson(answer));
        return;
    }
    std::vector<std::string> payloads;
    answer.completionTokens = 0;
    for (const std::string &word : answer.words) {
        ++answer.completionTokens;
        payloads.push_back(chunkJson(answer, word, ",\"usage\":" + usageJson(answer)));
    }
    Answer last = answer;
    last.words.clear();
    last.includeUsage = false;
    std::string finish = streamPayloads(last, {}).back();
    finish.insert(finish.size() - 1, ",\"usage\":" + usageJson(answer));
    payloads.push_back(finish);
    payloads.emplace_back("[DONE]");
    exchange.deliver(ssePlan(framed(payloads)));
}

// The usage frame comes first and the text after it.
void early(Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    std::vector<std::string> payloads = streamPayloads(answer, usageJson(answer));
    std::string usage = payloads.back();
    payloads.pop_back();
    payloads.insert(payloads.begin(), usage);
    payloads.emplace_back("[DONE]");
    exchange.deliver(ssePlan(framed(payloads)));
}

constexpr Behaviour list[] = {
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
    return list;
}

} // namespace faulty
