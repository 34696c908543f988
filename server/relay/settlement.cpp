#include <QLoggingCategory>

#include <server/relay/run.h>
#include <shared/api/http_status.h>
#include <shared/base/json_writer.h>

Q_LOGGING_CATEGORY(logRelay, "beaver.relay")

namespace beaver::relay {

using ledger::Outcome;

namespace {

/// Empty where the only attempt answered: the record's own columns say the rest.
template <typename Tried> std::string attemptsJson(const std::vector<Tried> &tried)
{
    if (tried.empty() || (tried.size() == 1 && tried.front().reason.empty()))
        return {};
    JsonWriter json;
    json.beginArray();
    for (const auto &one : tried) {
        json.beginObject()
            .field("endpoint", one.endpoint)
            .field("model", one.model)
            .field("status", one.status)
            .optionalField("reason", one.reason)
            .optionalField("detail", std::string_view(one.detail).substr(0, 500))
            .field("ms", one.ms);
        if (one.hedge)
            json.field("hedge", true);
        json.endObject();
    }
    return json.endArray().take();
}

} // namespace

std::unique_ptr<ledger::Settlement> Relay::settlementOf(Run &run)
{
    const auto &call = *run.call;
    auto settlement = std::make_unique<ledger::Settlement>();
    settlement->call = call.id;
    settlement->account = call.principal.account->id;
    if (call.principal.key) {
        settlement->key = call.principal.key->id;
        settlement->project = call.principal.key->project;
    }
    settlement->surface = call.surface;
    settlement->model = run.model ? run.model->id : run.request.model.substr(0, 256);
    if (run.model)
        settlement->category = run.model->category;
    settlement->metadata = call.metadata;
    settlement->upstreamModel = run.answeredModel;
    if (run.endpoint) {
        settlement->provider = run.endpoint->profile->name;
        settlement->endpoint = run.endpoint->id.text();
    }
    settlement->outcome = run.outcome;
    settlement->streamed = run.streams();
    settlement->startedAtMs = run.startedMs;
    settlement->firstByteAtMs = run.firstByteMs;
    settlement->endedAtMs = m_services.clock.wallMs();
    return settlement;
}

ledger::Balance Relay::settle(Run &run, ledger::Journal::Done done)
{
    const auto &call = *run.call;
    auto settlement = settlementOf(run);
    const bool free = run.outcome == Outcome::UpstreamError || run.outcome == Outcome::EmptyAnswer;
    if (!free) {
        // Reported in units that the model has no price in: what was held for is charged, not nothing.
        if (call.unit)
            run.usage = catalog::chargeable(run.model->price, run.usage, call.unit->worst);
        const catalog::Quote quote = catalog::quote(*run.model, run.policy, run.usage);
        settlement->usage = run.usage;
        settlement->priceVersion = quote.priceVersion;
        settlement->policy = quote.policy;
        settlement->markupPpm = quote.markupPpm;
        settlement->pricePercent = run.policy.percent;
        settlement->listCost = quote.listCost;
        settlement->cost = quote.cost;
        if (run.byok) {
            settlement->byokCost = run.ownCost = quote.cost;
            settlement->cost = Money();
            settlement->policy = "byok";
            settlement->markupPpm = -1'000'000; // so that the receipt's arithmetic comes to nothing
            settlement->pricePercent = 0;
        }
        auto &typical = m_typicalOutput[run.model->id];
        typical = typical == 0 ? run.usage.outputTokens() : typical + (run.usage.outputTokens() - typical) / 8;
    }
    settlement->status = run.begun || !run.failure ? 200 : api::httpStatus(run.failure->error.code);
    settlement->attempts = attemptsJson(run.tried);
    if (run.failure) {
        settlement->reason = run.failure->error.reason;
        qCInfo(logRelay, "call %s: %s: %s", run.call->id.text().c_str(), run.failure->error.reason.c_str(),
               run.failure->error.detail.c_str());
    } else if (run.outcome == Outcome::StoppedByHold) {
        settlement->reason = run.budgetUsedUp ? "budget_used_up" : "balance_used_up";
    }

    ++m_counters.outcomes[static_cast<std::size_t>(run.outcome)];
    m_counters.inputTokens += static_cast<std::uint64_t>(settlement->usage.inputTokens());
    m_counters.outputTokens += static_cast<std::uint64_t>(settlement->usage.outputTokens());
    const bool own = run.ticket->ownCredentials;
    const Money collectible = m_services.limits.settle(*run.ticket, settlement->usage.totalTokens(),
                                                       own ? settlement->byokCost : settlement->cost);
    if (!own) {
        settlement->uncollected += settlement->cost - collectible;
        settlement->cost = collectible;
    }

    // An answer that is charged is kept with its charge.
    Idempotency::Reply kept;
    if (run.ownsKey && (run.begun || !run.failure)) {
        ledger::StoredReply reply;
        reply.name = call.idempotencyKey;
        reply.requestHash = run.requestHash;
        reply.call = call.id;
        reply.status = 200;
        reply.contentType = run.streams() ? "text/event-stream; charset=utf-8" : run.contentType;
        std::string body = run.streams()       ? run.sent + (run.stream ? run.stream->tail() : "")
                           : run.passesBytes() ? run.sent
                                               : run.body;
        if (body.size() <= call.keptBytes)
            reply.body = std::move(body);
        settlement->reply = reply;
        kept = std::make_shared<const ledger::StoredReply>(std::move(reply));
    }
    auto finished = std::move(done);
    if (run.ownsKey) {
        // Those who wait get the answer once it is paid for.
        finished = [done = std::move(finished), idempotency = &m_services.idempotency,
                    account = call.principal.account->id, key = call.idempotencyKey, kept] {
            idempotency->release(account, key, kept);
            done();
        };
    }
    const auto settled = m_services.ledger.settle(std::move(run.hold), std::move(settlement), std::move(finished));
    run.charged = settled.charged;
    if (!own && settled.charged < collectible)
        m_services.limits.giveBack(*run.ticket, collectible - settled.charged);
    m_counters.chargedNanoUsd += settled.charged.nanoUsd();
    return settled.balance;
}

/// A call that ended before any provider was asked leaves a record, no charge.
void Relay::refuse(Run &run, const Error &error)
{
    run.outcome = Outcome::Refused;
    ++m_counters.outcomes[static_cast<std::size_t>(Outcome::Refused)];
    if (error.reason == storageUnavailable)
        return; // more work would keep the database from coming round
    auto settlement = settlementOf(run);
    settlement->reason = error.reason;
    settlement->status = api::httpStatus(error.code);
    m_services.ledger.record(std::move(settlement));
}

} // namespace beaver::relay
