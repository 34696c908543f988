// Event streams that end wrongly, are framed strangely or carry what they shouldn't. All of them stream, asked or not.
#include "behaviours.h"
#include "text.h"

#include <algorithm>

namespace faulty {

namespace {

Answer answerOf(const Exchange &exchange)
{
    return answerFor(exchange.request, exchange.selection, exchange.number);
}

// The payloads of the ordinary answer, `[DONE]` last.
std::vector<std::string> payloadsOf(const Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    std::vector<std::string> payloads = streamPayloads(answer, answer.includeUsage ? usageJson(answer) : std::string());
    payloads.emplace_back("[DONE]");
    return payloads;
}

std::vector<std::string> firstEvents(const Exchange &exchange)
{
    std::vector<std::string> payloads = payloadsOf(exchange);
    payloads.resize(std::min(payloads.size() - 1, static_cast<std::size_t>(exchange.selection.number("events", 2))));
    return framed(payloads);
}

void error(Exchange &exchange)
{
    std::vector<std::string> events = firstEvents(exchange);
    events.push_back("data: " +
                     errorJson(static_cast<int>(exchange.selection.number("code", 500)),
                               "faulty upstream: an error inside the stream") +
                     "\n\n");
    if (exchange.selection.number("done", 1) != 0)
        events.emplace_back("data: [DONE]\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

void truncated(Exchange &exchange)
{
    std::vector<std::string> events = firstEvents(exchange);
    const std::string next = "data: " + chunkJson(answerOf(exchange), " cut");
    events.push_back(next.substr(0, next.size() - 20));
    exchange.deliver(ssePlan(std::move(events)));
}

void noBlank(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.back() = "data: [DONE]";
    exchange.deliver(ssePlan(std::move(events)));
}

void noDone(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.pop_back();
    exchange.deliver(ssePlan(std::move(events)));
}

void noFinish(Exchange &exchange)
{
    exchange.deliver(ssePlan(firstEvents(exchange)));
}

void doneTwice(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.emplace_back("data: [DONE]\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

void afterDone(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.push_back("data: " + chunkJson(answerOf(exchange), " after the end") + "\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

void doneThenOpen(Exchange &exchange)
{
    const Plan plan = ssePlan(framed(payloadsOf(exchange)));
    if (!exchange.lead(plan))
        return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.wire.hang();
    exchange.cut();
}

void lineEndsCr(Exchange &exchange)
{
    exchange.deliver(ssePlan(framed(payloadsOf(exchange), "\r")));
}

void lineEndsLf(Exchange &exchange)
{
    exchange.deliver(ssePlan(framed(payloadsOf(exchange), "\n")));
}

void lineEndsCrLf(Exchange &exchange)
{
    exchange.deliver(ssePlan(framed(payloadsOf(exchange), "\r\n")));
}

void lineEndsMixed(Exchange &exchange)
{
    static constexpr std::string_view ends[] = {"\n", "\r\n", "\r"};
    std::vector<std::string> events;
    std::size_t turn = 0;
    for (const std::string &payload : payloadsOf(exchange)) {
        // A CR directly before an LF would be one line end and no blank line.
        const std::string first(ends[turn % 3]);
        const std::string second(first == "\r" ? "\r\n" : ends[(turn + 1) % 3]);
        events.push_back("data: " + payload + first + second);
        ++turn;
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void bom(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.front().insert(0, "\xef\xbb\xbf");
    exchange.deliver(ssePlan(std::move(events)));
}

void nul(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.insert(events.begin() + 1, std::string("data: \0\0\n\n", 10));
    events.insert(events.begin() + 1, std::string("x\0y: 1\n", 7));
    exchange.deliver(ssePlan(std::move(events)));
}

void badUtf8(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    std::string bad = "data: " + chunkJson(answerOf(exchange), " MARK") + "\n\n";
    bad.replace(bad.find("MARK"), 4, "\xc3\x28\xff\xfe");
    events.insert(events.begin() + 1, bad);
    exchange.deliver(ssePlan(std::move(events)));
}

// In parts of 64 KB, so that a thousand of them at once need no gigabytes here.
void longLine(Exchange &exchange)
{
    const Plan plan = ssePlan(framed(payloadsOf(exchange)));
    const std::string event = "data: " + chunkJson(answerOf(exchange), "MARK") + "\n\n";
    const std::size_t mark = event.find("MARK");
    const std::string block(64 * 1024, 'x');
    if (!exchange.lead(plan) || !exchange.piece(plan, std::string_view(event).substr(0, mark)))
        return;
    for (std::int64_t i = 0; i < exchange.selection.number("mb", 10) * 16; ++i)
        if (!exchange.piece(plan, block))
            return;
    if (!exchange.piece(plan, std::string_view(event).substr(mark + 4)))
        return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.tail(plan);
}

void flood(Exchange &exchange)
{
    const std::string tiny = exchange.selection.text("event", "data: {}\n\n");
    Plan plan = ssePlan(framed(payloadsOf(exchange)));
    if (!exchange.lead(plan))
        return;
    for (std::int64_t i = 0; i < exchange.selection.number("n", 10'000); ++i)
        if (!exchange.piece(plan, tiny))
            return;
    for (const std::string &part : plan.parts)
        if (!exchange.piece(plan, part))
            return;
    exchange.tail(plan);
}

void comments(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const std::string &event : framed(payloadsOf(exchange))) {
        events.push_back(": " + exchange.selection.text("comment", "OPENROUTER PROCESSING") + "\n\n");
        events.push_back(event);
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void badJson(Exchange &exchange)
{
    std::vector<std::string> events = framed(payloadsOf(exchange));
    events.insert(events.begin() + 1, "data: {\"choices\":[{\"delta\":\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

void manyLines(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const std::string &payload : payloadsOf(exchange)) {
        const std::size_t border = payload.find(',');
        events.push_back(border == std::string::npos ? "data: " + payload + "\n\n"
                                                     : "data: " + payload.substr(0, border + 1) +
                                                           "\ndata: " + payload.substr(border + 1) + "\n\n");
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void noSpace(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const std::string &payload : payloadsOf(exchange))
        events.push_back("data:" + payload + "\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

void fields(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const std::string &payload : payloadsOf(exchange))
        events.push_back("event: message\nid: 7\nretry: 10\nunknown: x\nlonely\ndata: " + payload + "\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

constexpr Behaviour list[] = {
    {"sse-error", "events=2 code=500 done=1", "200, N events, then an error object ([DONE] after it unless done=0)",
     error},
    {"sse-truncated", "events=2", "N events, then half an event: no blank line, no [DONE]; framing ends well",
     truncated},
    {"sse-no-blank", "", "the last blank line is missing", noBlank},
    {"sse-no-done", "", "no [DONE]", noDone},
    {"sse-no-finish", "events=2", "N events, then a clean end: no finish reason, no [DONE]", noFinish},
    {"sse-done-twice", "", "[DONE] twice", doneTwice},
    {"sse-after-done", "", "one more chunk after [DONE]", afterDone},
    {"sse-done-open", "", "[DONE], but the answer never ends", doneThenOpen},
    {"sse-cr", "", "lines end with CR", lineEndsCr},
    {"sse-lf", "", "lines end with LF", lineEndsLf},
    {"sse-crlf", "", "lines end with CR LF", lineEndsCrLf},
    {"sse-mixed", "", "LF, CR LF and CR take turns", lineEndsMixed},
    {"sse-bom", "", "a byte order mark first", bom},
    {"sse-nul", "", "NUL bytes in a field name and in data", nul},
    {"sse-bad-utf8", "", "bytes that aren't UTF-8 in the text", badUtf8},
    {"sse-long-line", "mb=10", "one event of N MB in a single line, then the ordinary answer", longLine},
    {"sse-flood", "n=10000 event=", "N tiny events as fast as they go, then the ordinary answer", flood},
    {"sse-comments", "comment=", "keep-alive comments between the events", comments},
    {"sse-bad-json", "", "an event with broken JSON between good ones", badJson},
    {"sse-many-lines", "", "each event's data in two data lines", manyLines},
    {"sse-no-space", "", "no space after data:", noSpace},
    {"sse-fields", "", "event, id, retry and unknown fields around the data", fields},
};

} // namespace

std::span<const Behaviour> sseBehaviours()
{
    return list;
}

} // namespace faulty
