#include "exchange.h"

#include "other_answers.h"
#include "text.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace faulty {

namespace {

constexpr std::size_t bodyKept = 16 * 1024 * 1024;

} // namespace

Gates::~Gates()
{
    for (const auto &[name, fd] : m_descriptors)
        close(fd);
}

int Gates::descriptor(const std::string &name)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_descriptors.find(name);
    if (found != m_descriptors.end())
        return found->second;
    return m_descriptors.emplace(name, eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)).first->second;
}

void Gates::release(const std::string &name)
{
    const int fd = descriptor(name);
    eventfd_write(fd, 1);
}

void Gates::reset()
{
    const std::lock_guard lock(m_mutex);
    eventfd_t ignored = 0;
    for (const auto &[name, fd] : m_descriptors)
        eventfd_read(fd, &ignored);
}

std::string Plan::body() const
{
    std::string whole;
    for (const std::string &part : parts)
        whole += part;
    return whole;
}

Exchange::Exchange(const Request &request_, const Selection &selection_, Wire &wire_, Services &services_,
                   std::uint64_t number_)
    : request(request_)
    , selection(selection_)
    , wire(wire_)
    , services(services_)
    , number(number_)
    , keepAlive(!request_.wantsClose)
{}

std::string Exchange::headOf(const Plan &plan) const
{
    std::string head = "HTTP/1.1 " + std::to_string(plan.status) + " ";
    head.append(plan.reason.empty() ? reasonOf(plan.status) : std::string_view(plan.reason)).append("\r\n");
    for (const auto &[name, value] : plan.headers)
        head += name + ": " + value + "\r\n";
    if (plan.framing == Framing::Chunked)
        head += "transfer-encoding: chunked\r\n";
    else if (plan.framing == Framing::Length && plan.status >= 200 && plan.status != 204 && plan.status != 304)
        head += "content-length: " + std::to_string(plan.body().size()) + "\r\n";
    if (!keepAlive || plan.close || plan.framing == Framing::UntilClose)
        head += "connection: close\r\n";
    return head + "\r\n";
}

bool Exchange::delay()
{
    const std::string gate = selection.text("gate");
    if (!gate.empty() && !wire.waitFor(services.gates.descriptor(gate)))
        return false;
    return wire.pause(selection.number("delay_ms", 0));
}

bool Exchange::lead(const Plan &plan)
{
    return delay() && wire.send(headOf(plan));
}

// One TCP write for each `split` bytes; with chunked framing each is also a chunk of its own, so that the reader's
// HTTP layer can't put them together again.
bool Exchange::piece(const Plan &plan, std::string_view bytes)
{
    const auto step = static_cast<std::size_t>(std::max<std::int64_t>(
        1, selection.number("split", static_cast<std::int64_t>(std::max<std::size_t>(bytes.size(), 1)))));
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        const std::string_view now = bytes.substr(0, step);
        std::string framedBytes;
        if (plan.framing == Framing::Chunked) {
            char size[32];
            std::snprintf(size, sizeof size, "%zx\r\n", now.size());
            framedBytes.append(size).append(now).append("\r\n");
        }
        if (!wire.send(plan.framing == Framing::Chunked ? std::string_view(framedBytes) : now))
            return false;
        m_sentBody.append(now.substr(0, bodyKept - std::min(bodyKept, m_sentBody.size())));
    }
    return true;
}

bool Exchange::tail(const Plan &plan)
{
    if (plan.close || plan.framing == Framing::UntilClose)
        keepAlive = false;
    if (plan.framing == Framing::Chunked)
        services.observer.keepBody(number, m_sentBody);
    m_complete = plan.framing != Framing::Chunked || wire.send("0\r\n\r\n");
    return m_complete;
}

bool Exchange::deliver(Plan plan)
{
    const std::string framing = selection.text("framing");
    if (!framing.empty())
        plan.framing = framing == "chunked" ? Framing::Chunked
                       : framing == "close" ? Framing::UntilClose
                                            : Framing::Length;
    plan.close = plan.close || selection.has("close");
    if (request.method == "HEAD") {
        m_complete = lead(plan);
        keepAlive = keepAlive && !plan.close;
        return m_complete;
    }
    if (plan.framing == Framing::Length && plan.parts.size() == 1 && !selection.has("split")) {
        m_sentBody = plan.parts.front().substr(0, bodyKept);
        services.observer.keepBody(number, m_sentBody);
        if (delay() && wire.send(headOf(plan) + plan.parts.front()))
            return tail(plan);
        m_sentBody.clear();
        return false;
    }
    if (!lead(plan))
        return false;
    const std::int64_t between = selection.number("chunk_ms", 0);
    const std::string gate = selection.text("chunk_gate");
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        if (i > 0 && !wire.pause(between))
            return false;
        if (i == 1 && !gate.empty() && !wire.waitFor(services.gates.descriptor(gate)))
            return false;
        // Whoever has read the answer to its end must find it under /_bodies.
        if (i + 1 == plan.parts.size() && plan.framing != Framing::Chunked)
            services.observer.keepBody(number, (m_sentBody + plan.parts[i]).substr(0, bodyKept));
        if (!piece(plan, plan.parts[i]))
            return false;
    }
    return tail(plan);
}

Plan textPlan(int status, std::string_view type, std::string body)
{
    Plan plan;
    plan.status = status;
    plan.headers = {{"content-type", std::string(type)}};
    plan.parts.push_back(std::move(body));
    return plan;
}

Plan jsonPlan(int status, std::string body)
{
    return textPlan(status, "application/json", std::move(body));
}

Plan ssePlan(std::vector<std::string> events)
{
    Plan plan;
    plan.headers = {{"content-type", "text/event-stream; charset=utf-8"}, {"cache-control", "no-cache"}};
    plan.parts = std::move(events);
    plan.framing = Framing::Chunked;
    return plan;
}

std::string framed(const StreamEvent &event, std::string_view lineEnd)
{
    std::string bytes;
    if (!event.name.empty())
        bytes.append("event: ").append(event.name).append(lineEnd);
    return bytes.append("data: ").append(event.data).append(lineEnd).append(lineEnd);
}

std::vector<std::string> framed(const std::vector<StreamEvent> &events, std::string_view lineEnd)
{
    std::vector<std::string> parts;
    for (const StreamEvent &event : events)
        parts.push_back(framed(event, lineEnd));
    return parts;
}

Plan planWithUsage(const Exchange &exchange, const Answer &answer, std::string_view usage)
{
    Plan plan;
    if (answer.stream) {
        std::vector<StreamEvent> events = streamEvents(answer, usage);
        std::ranges::move(endEvents(answer, usage), std::back_inserter(events));
        plan = ssePlan(framed(events));
    } else {
        plan = jsonPlan(200, completionJson(answer, usage));
    }
    plan.headers.emplace_back("x-request-id", "req_faulty_" + std::to_string(exchange.number));
    return plan;
}

Answer answerOf(const Exchange &exchange)
{
    return answerFor(exchange.request, exchange.selection, exchange.number);
}

Plan ordinaryPlan(const Exchange &exchange)
{
    const std::string &path = exchange.selection.rest;
    if (auto other = otherAnswer(exchange))
        return std::move(*other);
    const Answer answer = answerOf(exchange);
    if (answer.dialect == Dialect::OpenAi && !path.ends_with("/completions"))
        return jsonPlan(404, errorJson(404, "faulty upstream: " + path +
                                                " is not there; it has the chat surfaces of OpenAI, Anthropic and "
                                                "Gemini, embeddings, images, audio, moderations, rerank and models"));
    return planWithUsage(exchange, answer, answer.stream && !answer.includeUsage ? std::string() : usageJson(answer));
}

std::string_view reasonOf(int status)
{
    switch (status) {
    case 101:
        return "Switching Protocols";
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 529:
        return "Site is overloaded";
    default:
        return "Status";
    }
}

} // namespace faulty
