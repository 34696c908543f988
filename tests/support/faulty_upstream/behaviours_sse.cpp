// Event streams that end wrongly, are framed strangely or carry what they shouldn't. All of them stream, asked or not.
#include "behaviours.h"
#include "text.h"

#include <algorithm>
#include <iterator>

namespace faulty {

namespace {

// The events of the ordinary answer, its end marker last.
std::vector<StreamEvent> eventsOf(const Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    const std::string usage = answer.includeUsage ? usageJson(answer) : std::string();
    std::vector<StreamEvent> events = streamEvents(answer, usage);
    std::ranges::move(endEvents(answer, usage), std::back_inserter(events));
    return events;
}

std::vector<std::string> framedEvents(const Exchange &exchange, std::string_view lineEnd = "\n")
{
    return framed(eventsOf(exchange), lineEnd);
}

std::vector<std::string> framedEnd(const Exchange &exchange)
{
    const Answer answer = answerOf(exchange);
    return framed(endEvents(answer, usageJson(answer)));
}

std::string framedChunk(const Exchange &exchange, std::string_view text)
{
    return framed(chunkEvent(answerOf(exchange), text));
}

std::vector<std::string> firstEvents(const Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.resize(std::min(events.size() - 1, static_cast<std::size_t>(exchange.selection.number("events", 2))));
    return events;
}

void error(Exchange &exchange)
{
    std::vector<std::string> events = firstEvents(exchange);
    std::ranges::move(framed(errorEvents(answerOf(exchange), static_cast<int>(exchange.selection.number("code", 500)),
                                         "faulty upstream: an error inside the stream")),
                      std::back_inserter(events));
    if (exchange.selection.number("done", 1) != 0)
        std::ranges::move(framedEnd(exchange), std::back_inserter(events));
    exchange.deliver(ssePlan(std::move(events)));
}

void truncated(Exchange &exchange)
{
    std::vector<std::string> events = firstEvents(exchange);
    const std::string next = framedChunk(exchange, " cut");
    events.push_back(next.substr(0, next.size() - 22));
    exchange.deliver(ssePlan(std::move(events)));
}

void noBlank(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.back().resize(events.back().size() - 2);
    exchange.deliver(ssePlan(std::move(events)));
}

void noDone(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.resize(events.size() - framedEnd(exchange).size());
    exchange.deliver(ssePlan(std::move(events)));
}

void noFinish(Exchange &exchange)
{
    exchange.deliver(ssePlan(firstEvents(exchange)));
}

void doneTwice(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    std::ranges::move(framedEnd(exchange), std::back_inserter(events));
    exchange.deliver(ssePlan(std::move(events)));
}

void afterDone(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.push_back(framedChunk(exchange, " after the end"));
    exchange.deliver(ssePlan(std::move(events)));
}

void doneThenOpen(Exchange &exchange)
{
    const Plan plan = ssePlan(framedEvents(exchange));
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
    exchange.deliver(ssePlan(framedEvents(exchange, "\r")));
}

void lineEndsLf(Exchange &exchange)
{
    exchange.deliver(ssePlan(framedEvents(exchange, "\n")));
}

void lineEndsCrLf(Exchange &exchange)
{
    exchange.deliver(ssePlan(framedEvents(exchange, "\r\n")));
}

void lineEndsMixed(Exchange &exchange)
{
    static constexpr std::string_view ends[] = {"\n", "\r\n", "\r"};
    std::vector<std::string> events;
    std::size_t turn = 0;
    for (const StreamEvent &event : eventsOf(exchange)) {
        // A CR directly before an LF would be one line end and no blank line.
        const std::string first(ends[turn % 3]);
        const std::string second(first == "\r" ? "\r\n" : ends[(turn + 1) % 3]);
        events.push_back((event.name.empty() ? std::string() : "event: " + event.name + "\n") + "data: " + event.data +
                         first + second);
        ++turn;
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void bom(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.front().insert(0, "\xef\xbb\xbf");
    exchange.deliver(ssePlan(std::move(events)));
}

void nul(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.insert(events.begin() + 1, std::string("data: \0\0\n\n", 10));
    events.insert(events.begin() + 1, std::string("x\0y: 1\n", 7));
    exchange.deliver(ssePlan(std::move(events)));
}

void badUtf8(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    std::string bad = framedChunk(exchange, " MARK");
    bad.replace(bad.find("MARK"), 4, "\xc3\x28\xff\xfe");
    events.insert(events.begin() + 1, bad);
    exchange.deliver(ssePlan(std::move(events)));
}

// In parts of 64 KB, so that a thousand of them at once need no gigabytes here.
void longLine(Exchange &exchange)
{
    const Plan plan = ssePlan(framedEvents(exchange));
    const std::string event = framedChunk(exchange, "MARK");
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
    Plan plan = ssePlan(framedEvents(exchange));
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
    for (const std::string &event : framedEvents(exchange)) {
        events.push_back(": " + exchange.selection.text("comment", "OPENROUTER PROCESSING") + "\n\n");
        events.push_back(event);
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void badJson(Exchange &exchange)
{
    std::vector<std::string> events = framedEvents(exchange);
    events.insert(events.begin() + 1, "data: {\"choices\":[{\"delta\":\n\n");
    exchange.deliver(ssePlan(std::move(events)));
}

// `event: …` where there is one, then `line` with its data.
std::string withName(const StreamEvent &event, const std::string &line)
{
    return (event.name.empty() ? std::string() : "event: " + event.name + "\n") + line + "\n\n";
}

void manyLines(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const StreamEvent &event : eventsOf(exchange)) {
        const std::size_t border = event.data.find(',');
        events.push_back(border == std::string::npos ? framed(event)
                                                     : withName(event, "data: " + event.data.substr(0, border + 1) +
                                                                           "\ndata: " + event.data.substr(border + 1)));
    }
    exchange.deliver(ssePlan(std::move(events)));
}

void noSpace(Exchange &exchange)
{
    std::vector<std::string> events;
    for (const StreamEvent &event : eventsOf(exchange))
        events.push_back(withName(event, "data:" + event.data));
    exchange.deliver(ssePlan(std::move(events)));
}

void fields(Exchange &exchange)
{
    std::vector<std::string> events;
    for (StreamEvent event : eventsOf(exchange)) {
        if (event.name.empty())
            event.name = "message";
        events.push_back(withName(event, "id: 7\nretry: 10\nunknown: x\nlonely\ndata: " + event.data));
    }
    exchange.deliver(ssePlan(std::move(events)));
}

constexpr Behaviour sseList[] = {
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
    return sseList;
}

} // namespace faulty
