// Answers a healthy provider gives too: success, recorded exchanges, errors, redirects.
#include "behaviours.h"
#include "fixture.h"
#include "text.h"

namespace faulty {

namespace {

void ok(Exchange &exchange)
{
    exchange.deliver(ordinaryPlan(exchange));
}

void fixture(Exchange &exchange)
{
    std::string error;
    const auto plan = loadFixture(exchange.services.fixtures, exchange.selection.text("case"), error);
    exchange.deliver(plan ? *plan : jsonPlan(404, errorJson(404, "faulty upstream: " + error)));
}

void status(Exchange &exchange)
{
    const Selection &selection = exchange.selection;
    const auto fromName = wholeNumber(selection.behaviour, 400, 599);
    const int code = static_cast<int>(fromName.value_or(selection.number("code", 500)));
    const Dialect dialect = dialectOf(selection.rest);
    const std::string body = selection.text("body", "json");
    const std::string message = selection.text("message", "faulty upstream answers " + std::to_string(code));
    Plan plan;
    if (body == "html")
        plan = textPlan(code, "text/html; charset=utf-8",
                        "<!DOCTYPE html>\n<html><head><title>" + std::to_string(code) + "</title></head><body><h1>" +
                            message + "</h1></body></html>\n");
    else if (body == "text")
        plan = textPlan(code, "text/plain", message + "\n");
    else if (body == "empty")
        plan.status = code;
    else if (body == "long")
        plan = jsonPlan(code, errorJson(dialect, code, std::string(1024 * 1024, 'e')));
    else
        plan = jsonPlan(code, errorJson(dialect, code, message));
    plan.status = code;
    if (selection.has("retry_after"))
        plan.headers.emplace_back("retry-after", selection.text("retry_after"));
    if (selection.has("retry_after_ms"))
        plan.headers.emplace_back("retry-after-ms", selection.text("retry_after_ms"));
    exchange.deliver(std::move(plan));
}

void redirect(Exchange &exchange)
{
    const Selection &selection = exchange.selection;
    const std::string to = selection.text("to", "port");
    std::string location = selection.text("location");
    if (location.empty())
        location = (to == "path"   ? "http://127.0.0.1:" + std::to_string(exchange.services.port)
                    : to == "host" ? "http://localhost:" + std::to_string(exchange.services.trapPort)
                                   : "http://127.0.0.1:" + std::to_string(exchange.services.trapPort)) +
                   "/trap" + selection.rest;
    Plan plan = jsonPlan(static_cast<int>(selection.number("code", 307)), "{}");
    plan.headers.emplace_back("location", location);
    exchange.deliver(std::move(plan));
}

constexpr Behaviour ordinaryList[] = {
    {"ok", "",
     "a plain, correct answer: chat of OpenAI, Anthropic and Gemini (JSON or SSE), embeddings, images, audio, models …",
     ok},
    {"asked", "", "what the request's body names as [[do behaviour;option=value…]]; without that ok", ok},
    {"trap", "", "the same, counted as trap_hits: nobody should come here", ok},
    {"fixture", "case=", "a recorded exchange of --fixtures: case=provider/name (or provider.name)", fixture},
    {"status", "code=500 body=json message= retry_after= retry_after_ms=",
     "an error status; body is json, html, text, empty or long (1 MB)", status},
    {"redirect", "code=307 to=port location=", "to the trap: to=port, host (another name) or path; or any location",
     redirect},
};

} // namespace

std::span<const Behaviour> ordinaryBehaviours()
{
    return ordinaryList;
}

} // namespace faulty
