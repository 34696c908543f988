#include <server/relay/run.h>

#include <algorithm>
#include <utility>

namespace beaver::relay {

namespace {

bool answers(const providers::Attempt &attempt)
{
    return attempt.status() == 200 && attempt.hasBytes();
}

bool fails(const providers::Attempt &attempt)
{
    return attempt.ended() || (attempt.status() != 0 && attempt.status() != 200);
}

/// `attempt` and its rival change places.
template <typename Run> void trade(Run &run)
{
    auto &rival = *run.rival;
    std::swap(run.endpoint, rival.endpoint);
    std::swap(run.upstreamModel, rival.upstreamModel);
    std::swap(run.lease, rival.lease);
    std::swap(run.attempt, rival.attempt);
    std::swap(run.askedUs, rival.askedUs);
    std::swap(run.isHedge, rival.hedge);
}

} // namespace

void Relay::Run::note(Tried one)
{
    const auto after =
        std::ranges::upper_bound(tried, one.askedUs, {}, [](const Tried &other) { return other.askedUs; });
    tried.insert(after, std::move(one));
}

/// Milliseconds until this attempt gets a rival; 0: never. Only chats that somebody waits for, once, and where the plan
/// has another endpoint, or may have one: what images and audio cost isn't paid twice by the operator.
std::int64_t Relay::hedgeAfterMs(Run &run)
{
    const std::int64_t own = run.endpoint->timeouts.hedgeMs;
    const std::int64_t afterMs = own > 0 ? own : m_services.router.hedgeMs();
    if (afterMs == 0 || run.hedged || run.byok || run.call->unit || run.call->pricePercent != 100)
        return 0;
    if (run.planAt >= run.plan.size() && run.plan.isWhole())
        return 0;
    if (run.tried.empty())
        m_services.router.countHedgeable();
    return afterMs;
}

/// Waits for the first byte. Where it doesn't come in time a second endpoint is asked too; who has a byte first stays,
/// the other one is cancelled. One that fails is left to the reader, and the other one stays for the time after it.
QCoro::Task<> Relay::race(std::shared_ptr<Run> run, std::int64_t afterMs)
{
    const auto disturbed = [this, &run = *run] { return m_ending || run.abandoned(); };
    run->hedgeDue = false;
    const ops::TimerId timer = m_loop.startTimer(afterMs, [weak = std::weak_ptr<Run>(run)] {
        const auto alive = weak.lock();
        if (!alive || !alive->attempt)
            return;
        alive->hedgeDue = true;
        alive->attempt->interrupt();
    });
    while (!run->hedgeDue && !answers(*run->attempt) && !fails(*run->attempt) && !disturbed()) {
        auto change = run->attempt->change();
        co_await change;
    }
    m_loop.cancelTimer(timer);
    if (disturbed())
        run->attempt->interrupt(); // for the reader, who finds out why
    if (!run->hedgeDue || answers(*run->attempt) || fails(*run->attempt) || disturbed() || !startHedge(*run))
        co_return;

    while (!answers(*run->attempt) && !fails(*run->attempt)) {
        if (answers(*run->rival->attempt) || fails(*run->rival->attempt)) {
            trade(*run);
            listen(*run);
            break;
        }
        if (disturbed()) {
            run->attempt->interrupt();
            break;
        }
        providers::Attempt::EitherChange change(*run->attempt, *run->rival->attempt);
        co_await change;
    }
    if (answers(*run->attempt)) {
        if (run->isHedge)
            ++m_counters.hedgesWon;
        dropRival(*run);
    }
}

/// True: the next endpoint that is well and has a place is asked for the same. It becomes the rival.
bool Relay::startHedge(Run &run)
{
    m_services.router.complete(run.plan, run.want());
    for (std::size_t at = run.planAt; at < run.plan.size(); ++at) {
        auto lease = m_services.router.tryHedge(run.plan.candidate(at));
        if (!lease)
            continue;
        run.hedged = true;
        const routing::Candidate taken = run.plan.take(at); // `busy` holds earlier ones only
        run.rival = Run::Rival{taken.endpoint, taken.upstreamModel, std::move(*lease), nullptr, 0, true};
        trade(run);
        const bool started = startAttempt(run);
        trade(run);
        if (!started) {
            run.rival.reset();
            run.failure.reset();
            run.outcome = ledger::Outcome::Complete;
            return false;
        }
        listen(run);
        ++m_counters.hedges;
        return true;
    }
    return false;
}

/// The other one failed: this one goes on alone, and is read like one that has just been started.
void Relay::takeUpRival(Run &run)
{
    trade(run);
    run.rival.reset();
    run.resetAnswer();
    listen(run);
}

/// It was slower, or what the other one says is the end of the call. Nobody's fault: no breaker counts it.
void Relay::dropRival(Run &run)
{
    if (!run.rival)
        return;
    auto &rival = *run.rival;
    routing::AttemptReport report;
    report.kind = routing::AttemptReport::Kind::Outrun;
    report.status = rival.attempt->status();
    report.wholeMs = (m_services.clock.monotonicUs() - rival.askedUs) / 1000;
    run.note({rival.endpoint->id.text(),
              rival.upstreamModel,
              report.status,
              "hedge_lost",
              {},
              report.wholeMs,
              rival.hedge,
              rival.askedUs});
    rival.lease.report(report);
    run.rival.reset(); // its connection is closed
}

} // namespace beaver::relay
