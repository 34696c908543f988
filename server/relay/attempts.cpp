#include <server/relay/run.h>
#include <server/wire/codec.h>
#include <server/wire/unit_embeddings.h>

#include <algorithm>
#include <utility>

namespace beaver::relay {

using ledger::Outcome;
using Kind = routing::AttemptReport::Kind;

namespace {

constexpr std::size_t mostAttempts = 6;
constexpr std::int64_t queueMs = 30'000; // at a busy endpoint

Kind kindOf(const providers::Failure &failure)
{
    switch (failure.action) {
    case providers::Action::TellClient:
        return Kind::Answered;
    case providers::Action::OtherCredential:
        return Kind::KeyRefused;
    case providers::Action::TryElsewhere:
        break;
    }
    if (failure.error.code == ErrorCode::NotFound)
        return Kind::Answered; // it doesn't have this model; it isn't ill
    return failure.error.code == ErrorCode::RateLimited ? Kind::Overloaded : Kind::Failed;
}

/// The provider refused what the project brought: its owner can mend that, ours can't.
Error ownRefused(const std::string &provider, Error said)
{
    const bool quota = said.reason == "upstream_quota";
    said.code = quota ? ErrorCode::InsufficientBalance : ErrorCode::Forbidden;
    said.message = provider + (quota ? " says that the account of the key which this project brings is out of credit."
                                     : " refused the key which this project brings. Give it another one.");
    said.reason = quota ? "project_credential_quota" : "project_credential_refused";
    return said;
}

Result<wire::OutgoingBody> outgoing(Result<std::string> written)
{
    if (!written)
        return written.error();
    return wire::OutgoingBody(std::move(*written));
}

/// The plan had no candidate, or all of them stayed busy.
Error nobody(const routing::Plan &plan)
{
    Error error{
        ErrorCode::Unavailable, "Every endpoint that serves this model is busy. Please try again.", {}, {}, {}, 0};
    if (!plan.why.empty())
        error.message = plan.why;
    error.reason = plan.reason.empty() ? "endpoint_busy" : plan.reason;
    error.retryAfterMs = std::max<std::int64_t>(plan.retryAfterMs, 1000);
    if (plan.reason == "rate_limit_exceeded")
        error.code = ErrorCode::RateLimited;
    return error;
}

} // namespace

routing::Want Relay::Run::want() const
{
    routing::Want want;
    want.model = model;
    want.capability = capabilityOf(*call);
    want.stickyKey = call->stickyKey;
    want.preferences = call->preferences ? &*call->preferences : nullptr;
    return want;
}

providers::Provider *Relay::providerOf(std::string_view profile) const
{
    const auto own = m_providers.find(std::string(profile));
    if (own != m_providers.end())
        return own->second;
    const auto common = m_providers.find({});
    return common == m_providers.end() ? nullptr : common->second;
}

/// Asks one endpoint after the other until one answers, the request itself is at fault, or the client has a byte.
QCoro::Task<> Relay::attemptAll(std::shared_ptr<Run> run)
{
    while (run->tried.size() < mostAttempts) {
        if (!run->rival && !tryEnterNext(*run)) {
            auto entering = enterNext(run);
            const bool entered = co_await entering;
            if (m_ending)
                leaveUnasked(*run);
            if ((!entered || m_ending) && !run->abandoned())
                break;
        }
        if (run->abandoned()) { // while it waited for a place
            leaveUnasked(*run);
            dropRival(*run);
            run->outcome = Outcome::ClientGone;
            co_return;
        }
        if (run->rival)
            takeUpRival(*run);
        else if (!startAttempt(*run))
            continue;
        if (const std::int64_t ms = hedgeAfterMs(*run); ms > 0) {
            auto racing = race(run, ms);
            co_await racing;
        }
        if (run->streams() || run->passesBytes()) {
            auto reading = readStream(run);
            run->answered = co_await reading;
        } else {
            auto reading = readWhole(run);
            run->answered = co_await reading;
        }
        endAttempt(*run, run->answered);
        if (run->byok && run->failure && run->failure->action == providers::Action::OtherCredential)
            run->failure->error = ownRefused(run->endpoint->profile->displayName, std::move(run->failure->error));
        const bool goesOn = !run->answered && !run->begun && !m_ending && run->failure &&
                            run->outcome == Outcome::UpstreamError &&
                            run->failure->action != providers::Action::TellClient;
        if (!goesOn) {
            dropRival(*run);
            co_return;
        }
    }
    dropRival(*run);
    // Nobody is left to be asked.
    run->outcome = Outcome::UpstreamError;
    if (!run->failure)
        run->failure = providers::Failure{providers::Action::TryElsewhere, nobody(run->plan)};
}

/// True: run.endpoint is the next to be asked, and has a place for this call. False: all that are left are busy, or
/// none is left.
bool Relay::tryEnterNext(Run &run)
{
    if (run.byok) {
        // Nobody else's credential stands in for the project's own, and no breaker of ours judges it.
        if (run.planned && run.modelAt + 1 >= run.models.size())
            return false;
        if (run.planned)
            run.model = run.models[++run.modelAt];
        run.planned = true;
        run.endpoint = ownEndpoint(run, *run.model);
        run.upstreamModel = run.model->upstreamModel;
        return true;
    }
    for (;;) {
        if (!run.planned) {
            run.plan = m_services.router.begin(run.want());
            run.planned = true;
            run.planAt = 0;
            run.busy.clear();
        }
        for (; run.planAt < run.plan.size(); ++run.planAt) {
            const auto candidate = run.plan.candidate(run.planAt);
            auto lease = m_services.router.tryEnter(candidate);
            if (!lease) {
                run.busy.push_back(run.planAt);
                continue;
            }
            ++run.planAt;
            run.lease = std::move(*lease);
            run.endpoint = candidate.endpoint;
            run.upstreamModel = candidate.upstreamModel;
            return true;
        }
        if (m_services.router.complete(run.plan, run.want()))
            continue;
        if (!run.busy.empty() || run.modelAt + 1 >= run.models.size())
            return false;
        run.model = run.models[++run.modelAt];
        run.planned = false;
    }
}

/// Waits for a place at an endpoint that was busy. False: there is none.
QCoro::Task<bool> Relay::enterNext(std::shared_ptr<Run> run)
{
    if (run->byok)
        co_return false;
    while (!run->busy.empty()) {
        const std::size_t at = run->busy.front();
        run->busy.erase(run->busy.begin());
        const routing::Candidate candidate = run->plan.candidate(at);
        queue(*run);
        auto waiting = m_services.router.enter(m_loop, candidate, queueMs, run->gaveUp);
        auto lease = co_await waiting;
        m_running.erase(run.get());
        if (lease.ok()) {
            run->lease = std::move(*lease);
            run->endpoint = candidate.endpoint;
            run->upstreamModel = candidate.upstreamModel;
            co_return true;
        }
        if (*run->gaveUp)
            co_return false;
    }
    if (run->modelAt + 1 < run->models.size()) {
        run->model = run->models[++run->modelAt];
        run->planned = false;
        if (tryEnterNext(*run))
            co_return true;
        auto entering = enterNext(run);
        co_return co_await entering;
    }
    co_return false;
}

/// From now on it is told when the client leaves, and when the gateway stops.
void Relay::queue(Run &run)
{
    run.gaveUp = std::make_shared<std::atomic<bool>>(run.abandoned());
    m_running.insert(&run);
    if (run.call->sink && !run.detached())
        run.call->sink->onGone([gaveUp = run.gaveUp] { *gaveUp = true; });
}

/// Gives the place back: nobody's fault.
void Relay::leaveUnasked(Run &run)
{
    routing::AttemptReport report;
    report.kind = Kind::NotCounted;
    run.lease.report(report);
}

void Relay::Run::disturb()
{
    if (attempt)
        attempt->interrupt();
    else if (gaveUp)
        *gaveUp = true;
}

/// What this endpoint is sent: the client's own bytes where it speaks the client's dialect.
Result<wire::OutgoingBody> Relay::bodyFor(Run &run) const
{
    const auto &profile = *run.endpoint->profile;
    if (run.call->unit) {
        if (run.dialect() == wire::Dialect::Gemini)
            return outgoing(wire::writeGeminiEmbeddings(*run.call->unit, run.upstreamModel));
        return wire::OutgoingBody(wire::patchUnit(*run.call->unit, run.upstreamModel, profile.asksForUsage));
    }
    if (run.sameDialect()) {
        wire::UpstreamPatch patch;
        patch.model = run.upstreamModel;
        patch.askForUsage = profile.asksForUsage;
        patch.maxTokens = run.clampTokens;
        patch.maxTokensField = profile.maxTokensField;
        if (profile.routesItself)
            patch.provider = run.call->providerJson;
        return wire::patchRequest(run.request, patch);
    }
    if (!run.canonical) {
        auto read = wire::readRequest(run.request);
        if (!read)
            return read.error();
        run.canonical = std::move(*read);
    }
    wire::Target target;
    target.model = run.upstreamModel;
    target.maxTokens = run.clampTokens;
    target.modelMaxOutput = run.model->maxOutputTokens;
    target.askForUsage = profile.asksForUsage;
    target.maxTokensField = profile.maxTokensField;
    return outgoing(wire::writeRequest(run.dialect(), *run.canonical, target));
}

/// False: this endpoint can't be asked for this; run.failure says why.
bool Relay::startAttempt(Run &run)
{
    const auto before = std::exchange(run.failure, {});
    run.resetAnswer();
    run.askedUs = m_services.clock.monotonicUs();
    if (run.firstAskedUs == 0)
        run.firstAskedUs = run.askedUs;
    auto body = bodyFor(run);
    if (!body) {
        // Where a provider was asked, its failure is the story: the request was right for that one.
        run.failure = before ? before : providers::Failure{providers::Action::TellClient, body.error()};
        run.outcome = Outcome::UpstreamError;
        leaveUnasked(run);
        run.note({run.endpoint->id.text(), run.upstreamModel, 0, "not_expressible", body.error().message, 0,
                  run.isHedge, run.askedUs});
        return false;
    }
    providers::Ask ask;
    ask.dialect = run.dialect();
    ask.model = run.upstreamModel;
    ask.stream = run.streams() || run.passesBytes();
    ask.body = std::move(*body);
    ask.chat = &run.request;
    if (run.call->unit)
        ask.unit = &*run.call->unit;
    else if (run.sameDialect())
        ask.headers = run.call->forwardedHeaders;
    run.attempt = providerOf(run.endpoint->profile->name)->start(run.endpoint, std::move(ask));
    listen(run);
    return true;
}

/// The attempt is told when the client leaves, and when the gateway stops.
void Relay::listen(Run &run)
{
    m_running.insert(&run);
    if (run.call->sink)
        run.call->sink->onGone([attempt = run.attempt.get()] { attempt->interrupt(); });
}

/// Tells the router how it went, and the receipt.
void Relay::endAttempt(Run &run, bool answered)
{
    routing::AttemptReport report;
    const std::int64_t nowUs = m_services.clock.monotonicUs();
    report.status = run.attempt->status();
    report.wholeMs = (nowUs - run.askedUs) / 1000;
    report.firstByteMs = run.firstByteUs == 0 ? 0 : std::max<std::int64_t>((run.firstByteUs - run.askedUs) / 1000, 1);
    report.outputTokens = run.usage.outputTokens();
    if (run.outcome == Outcome::ClientGone || m_ending)
        report.kind = Kind::NotCounted;
    else if (!answered && run.failure) {
        report.kind = kindOf(*run.failure);
        report.reason = run.failure->error.reason;
        report.retryAfterMs = run.failure->error.retryAfterMs;
    }
    Run::Tried tried{run.endpoint->id.text(), run.upstreamModel, report.status, {}, {},
                     report.wholeMs,          run.isHedge,       run.askedUs};
    if (run.failure) {
        tried.reason = run.failure->error.reason.empty() ? "refused" : run.failure->error.reason;
        tried.detail = run.failure->error.detail;
    }
    run.note(std::move(tried));
    run.lease.report(report);
    if (run.call->sink) {
        run.call->sink->onGone(nullptr);
        run.call->sink->onDrained(nullptr);
    }
    m_running.erase(&run);
    run.isHedge = false;
    run.attempt.reset(); // what is left of it is cancelled
}

} // namespace beaver::relay
