#include <server/cache/cache_key.h>
#include <server/identity/key_use.h>
#include <server/relay/run.h>
#include <server/relay/visible_balance.h>
#include <server/wire/codec.h>
#include <server/wire/sse.h>

namespace beaver::relay {

using ledger::Outcome;

namespace {

std::string_view surfaceOf(const Call &call)
{
    if (call.unit)
        return wire::unitSurface(call.unit->kind).name;
    switch (call.request.dialect) {
    case wire::Dialect::Responses:
        return "responses";
    case wire::Dialect::Anthropic:
        return "messages";
    case wire::Dialect::Gemini:
        return "gemini";
    case wire::Dialect::OpenAiChat:
        break;
    }
    return "chat";
}

/// What a kept answer says, whole or streamed.
std::vector<wire::Event> eventsOf(const cache::CachedReply &kept)
{
    std::vector<wire::Event> events;
    const auto reader = wire::makeReader(kept.dialect, {});
    if (!kept.streamed) {
        reader->whole(kept.body, events);
        return events;
    }
    wire::SseSplitter splitter;
    splitter.feed(kept.body);
    while (const auto frame = splitter.next()) {
        if (frame->hasData)
            reader->frame(*frame, events);
    }
    return events;
}

} // namespace

/// An answer that was kept, or none: then this call makes it, and what it makes is kept (run.ownership).
QCoro::Task<std::optional<Result<Reply>>> Relay::askCache(std::shared_ptr<Run> run)
{
    const auto &call = *run->call;
    const auto key = cache::cacheKey(call.principal.account->id.text(), surfaceOf(call), run->model->id,
                                     call.unit ? call.unit->body : call.request.body);
    if (!key)
        co_return std::nullopt;
    auto claiming = m_services.cache.claim(m_loop, *key);
    auto claim = co_await claiming;
    if (claim.reply) {
        if (auto counted = countHit(*run); !counted)
            co_return counted.error();
        // Its record is committed before the client has it: who asks faster than the writer writes waits for it.
        auto settlement = settlementOf(*run);
        settlement->provider = claim.reply->provider;
        settlement->upstreamModel = claim.reply->upstreamModel;
        settlement->reason = "cached";
        settlement->status = 200;
        const ops::Promise<bool> recorded(m_loop);
        auto commit = recorded.future();
        m_services.ledger.record(std::move(settlement), [recorded] { recorded.set(true); });
        co_await commit;
        co_return replay(*run, *claim.reply);
    }
    run->ownership = std::move(claim.ownership);
    co_return std::nullopt;
}

/// A kept answer costs nothing, but counts as a request.
Result<void> Relay::countHit(Run &run)
{
    if (auto counted = identity::takeRequest(run.call->principal); !counted) {
        refuse(run, counted.error());
        return counted.error();
    }
    limits::Ticket full;
    auto ticket = m_services.limits.take(subjectOf(run.call->principal), 0, &full);
    if (!ticket) {
        identity::giveBackRequest(run.call->principal);
        run.call->ticket = full;
        refuse(run, ticket.error());
        return ticket.error();
    }
    run.call->ticket = *ticket;
    m_services.limits.settle(*ticket, 0);
    run.outcome = Outcome::Cached;
    ++m_counters.outcomes[static_cast<std::size_t>(Outcome::Cached)];
    return {};
}

/// Gives a kept answer in the form that this client asked for.
Reply Relay::replay(Run &run, const cache::CachedReply &kept)
{
    const auto balance = m_services.ledger.balance(run.call->principal.account->id);
    Reply reply;
    reply.call = run.call->id;
    reply.provider = kept.provider;
    reply.cache = CacheState::Hit;
    reply.cost = Money();
    if (balance)
        reply.balance = visibleBalance(run.call->principal, m_services.limits, *balance).balance;
    reply.overheadUs = m_services.clock.monotonicUs() - run.call->arrivedUs;

    const bool same = run.call->unit || kept.dialect == run.request.dialect;
    wire::AnswerTotals totals;
    totals.usage = kept.usage;
    totals.cost = reply.cost;
    totals.balance = reply.balance;
    const auto writer = wire::makeWriter(run.request.dialect, run.identity(m_services.clock.wallMs() / 1000));
    if (run.streams()) {
        StreamOpening opening;
        opening.provider = kept.provider;
        opening.ticket = run.call->ticket;
        opening.attempts = 0;
        opening.cache = CacheState::Hit;
        opening.overheadUs = reply.overheadUs;
        run.call->sink->begin(opening);
        std::string bytes;
        if (run.call->unit) {
            bytes = kept.body;
        } else {
            for (const auto &event : eventsOf(kept))
                writer->write(event, bytes);
            writer->end(totals, {}, bytes);
            if (run.call->usageNote)
                bytes = withMemberBesideUsage(std::move(bytes), run.call->usageNote(Money()));
        }
        run.call->sink->write(bytes);
        run.call->sink->finish();
        run.begun = true;
        reply.streamed = true;
    } else {
        reply.contentType = kept.contentType;
        reply.body = same && !kept.streamed ? kept.body : writer->whole(eventsOf(kept), totals);
        if (!same || kept.streamed)
            reply.contentType = "application/json";
    }
    return reply;
}

/// Keeps what the provider answered, for whoever asks the same.
void Relay::keepAnswer(Run &run)
{
    if (!run.ownership || !run.answered || run.outcome != Outcome::Complete || run.model != run.models.front())
        return;
    // Cut to what this balance paid for: nobody else's answer, nor this account's after a top-up.
    if (run.clampTokens && run.usage.outputTokens() >= *run.clampTokens)
        return;
    cache::CachedReply kept;
    kept.tenant = run.call->principal.account->id.text();
    kept.model = run.model->id;
    kept.upstreamModel = run.answeredModel;
    kept.provider = run.endpoint->profile->name;
    kept.dialect = run.call->unit ? wire::Dialect::OpenAiChat : run.dialect();
    kept.contentType = run.contentType;
    kept.streamed = run.streams();
    kept.body = std::move(run.raw);
    kept.usage = run.usage;
    kept.createdAtMs = m_services.clock.wallMs();
    run.ownership.store(std::move(kept), run.call->cache.ttlS.value_or(cache::usualTtlS));
}

} // namespace beaver::relay
