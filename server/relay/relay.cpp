#include <server/identity/key_use.h>
#include <server/relay/hold_size.h>
#include <server/relay/run.h>
#include <server/relay/visible_balance.h>

#include <algorithm>

namespace beaver::relay {

using ledger::Outcome;

namespace {

/// Of a call that no balance pays for.
constexpr Money unboundedMoney = Money::fromNanoUsd(1'000'000'000'000'000'000);

Error unknownModel(std::string_view name)
{
    std::string shown(name.substr(0, 80));
    return {ErrorCode::NotFound,
            "The model '" + shown + "' does not exist or this key may not use it. GET /v1/models lists what it may.",
            "model",
            "model_not_found",
            {},
            0};
}

} // namespace

Error goingDown()
{
    return {
        ErrorCode::Unavailable, "The gateway is being restarted. Please try again.", {}, "gateway_stopping", {}, 1000};
}

limits::Subject subjectOf(const identity::Principal &principal)
{
    static const ProjectId noProject;
    static const KeyId noKey;
    const auto &account = *principal.account;
    return {account.id, account.plan, account.timeZone, principal.key ? principal.key->project : noProject,
            principal.key ? principal.key->id : noKey};
}

std::string_view capabilityOf(const Call &call)
{
    return call.unit ? wire::unitSurface(call.unit->kind).capability : std::string_view("chat");
}

wire::AnswerIdentity Relay::Run::identity(std::int64_t nowS) const
{
    wire::AnswerIdentity identity;
    identity.id = call->id.text().substr(CallId::prefix.size());
    identity.model = request.model;
    identity.createdS = nowS;
    identity.inputTokens = request.inputTokens;
    identity.includeUsage = request.includeUsage;
    if (canonical) {
        for (const auto &tool : canonical->tools) {
            if (tool.custom)
                identity.customTools.push_back(tool.name);
        }
    }
    return identity;
}

std::optional<std::int64_t> Relay::Run::mostOutput() const
{
    const auto most = clampTokens ? clampTokens : request.maxTokens;
    return most ? std::optional(*most * request.choices) : std::nullopt;
}

Relay::Relay(ops::EventLoop &loop, Services services, std::unordered_map<std::string, providers::Provider *> providers)
    : m_loop(loop)
    , m_services(services)
    , m_providers(std::move(providers))
{}

Relay::~Relay() = default;

QCoro::Task<Result<Reply>> Relay::run(std::shared_ptr<Call> call)
{
    auto run = std::make_shared<Run>(call);
    run->startedMs = m_services.clock.wallMs();
    ++m_counters.running;

    if (auto admitted = admit(*run); !admitted) {
        refuse(*run, admitted.error());
        --m_counters.running;
        co_return admitted.error();
    }

    // The same question under the same Idempotency-Key has the same answer.
    const AccountId account = call->principal.account->id;
    if (!call->idempotencyKey.empty()) {
        run->requestHash = Idempotency::hashRequest(call->surface + call->request.model,
                                                    call->unit ? call->unit->body : call->request.body);
        auto claiming = m_services.idempotency.claim(m_loop, account, call->idempotencyKey, run->requestHash);
        const auto claimed = co_await claiming;
        if (!claimed || *claimed) {
            --m_counters.running;
            if (!claimed)
                co_return claimed.error();
            const auto &kept = **claimed;
            if (!kept.body)
                co_return Error{ErrorCode::Conflict,
                                "The first answer under this Idempotency-Key was too large to be kept.",
                                "Idempotency-Key",
                                "idempotency_answer_not_kept",
                                {},
                                0};
            Reply reply;
            reply.status = kept.status;
            reply.contentType = kept.contentType;
            reply.body = *kept.body;
            reply.replayed = true;
            reply.call = kept.call;
            co_return reply;
        }
        run->ownsKey = true;
    }

    if (call->cache.wanted.value_or(m_services.cacheAlways)) {
        run->askedCache = true;
        auto asking = askCache(run);
        auto kept = co_await asking;
        if (kept) {
            if (run->ownsKey)
                m_services.idempotency.release(account, call->idempotencyKey, nullptr);
            --m_counters.running;
            co_return std::move(*kept);
        }
    }

    // A balance that isn't in memory yet is read once.
    if (!m_services.ledger.balance(account)) {
        auto loading = m_services.ledger.load(m_loop, account);
        const auto loaded = co_await loading;
        if (!loaded) {
            if (run->ownsKey)
                m_services.idempotency.release(account, call->idempotencyKey, nullptr);
            --m_counters.running;
            co_return loaded.error();
        }
    }

    if (auto borrowed = borrowCounted(*run); !borrowed) {
        refuse(*run, borrowed.error());
        if (run->ownsKey)
            m_services.idempotency.release(account, call->idempotencyKey, nullptr);
        --m_counters.running;
        co_return borrowed.error();
    }

    auto carrying = carryOut(run);
    auto reply = co_await carrying;
    --m_counters.running;
    co_return reply;
}

/// Questions that need nothing borrowed: is there such a model, may this key use it, does it have a price and somebody
/// who serves it? A model that may stand in and can't is left out silently.
Result<void> Relay::admit(Run &run)
{
    run.snapshot = m_services.catalogue.snapshot();
    const auto &principal = run.call->principal;
    run.projectBrings = m_services.projects.own(principal.key ? principal.key->project
                                                              : identity::defaultProject(principal.account->id));
    run.policy = run.snapshot->policyOf(principal.account->pricingPolicy);
    run.policy.percent = run.call->pricePercent;
    std::optional<Error> why;
    const auto offer = [&](const std::string &name) {
        auto model = findModel(run, name);
        if (!model)
            why = why ? std::move(why) : model.error();
        else if (std::find(run.models.begin(), run.models.end(), *model) == run.models.end())
            run.models.push_back(*model);
    };
    offer(run.request.model);
    for (const auto &name : run.call->fallbackModels)
        offer(name);
    if (run.models.empty())
        return *why;
    run.model = run.models.front();
    run.byok = ownEndpoint(run, *run.model) != nullptr;
    if (run.byok) {
        run.policy = {};
        run.policy.kind = catalog::Policy::Kind::PassThrough;
        run.policy.percent = run.call->pricePercent;
        run.policy.ofAccount = true; // no model's own policy goes before it
    }
    // What the project pays its provider for isn't mixed with what the balance pays for.
    std::erase_if(run.models,
                  [&](const catalog::Model *model) { return (ownEndpoint(run, *model) != nullptr) != run.byok; });
    if (m_services.database.stalled())
        return Error{ErrorCode::Unavailable,
                     "The gateway can't write to its database just now. Please try again.",
                     {},
                     std::string(storageUnavailable),
                     {},
                     1000};
    return {};
}

Result<const catalog::Model *> Relay::findModel(const Run &run, const std::string &name) const
{
    const auto *model = run.snapshot->find(name);
    if (!model || !model->active)
        return unknownModel(name);
    const auto &key = run.call->principal.key;
    if (key && !key->mayUseModel(model->id))
        return Error{ErrorCode::Forbidden,
                     "This key may not use the model '" + model->id + "'.",
                     "model",
                     "model_not_allowed",
                     {},
                     0};
    if (model->price.state == catalog::PriceState::Unknown)
        return Error{ErrorCode::Unavailable,
                     "The model '" + model->id +
                         "' has no price yet, so it can't be sold. The operator sets one in the catalogue.",
                     "model",
                     "price_unknown",
                     {},
                     0};
    if (run.call->unit && !model->price.covers(capabilityOf(*run.call)))
        return Error{ErrorCode::Unavailable,
                     "The model '" + model->id + "' has no price for " + std::string(capabilityOf(*run.call)) +
                         ". The operator sets one in the catalogue.",
                     "model",
                     "price_unknown",
                     {},
                     0};
    if (!ownEndpoint(run, *model) && !m_services.router.serves(*model, capabilityOf(*run.call)))
        return Error{ErrorCode::Unavailable,
                     "No endpoint serves '" + model->id + "': the operator hasn't set up the provider " +
                         model->provider + ".",
                     "model",
                     "no_endpoint",
                     {},
                     0};
    return model;
}

/// Where the project's own credential serves this model; null: it brings none.
std::shared_ptr<const providers::Endpoint> Relay::ownEndpoint(const Run &run, const catalog::Model &model)
{
    return run.projectBrings ? run.projectBrings->find(model.provider, capabilityOf(*run.call)) : nullptr;
}

/// A call of the key's request cap, and what borrow() says; both or neither.
Result<void> Relay::borrowCounted(Run &run)
{
    if (auto counted = identity::takeRequest(run.call->principal); !counted)
        return counted;
    auto borrowed = borrow(run);
    if (!borrowed)
        identity::giveBackRequest(run.call->principal);
    return borrowed;
}

/// Capacity and money for the worst case; both or neither. Where models may stand in for each other the dearest counts.
Result<void> Relay::borrow(Run &run)
{
    const auto typical = m_typicalOutput.find(run.model->id);
    const std::int64_t typicalOutput = typical == m_typicalOutput.end() ? 500 : typical->second;

    limits::Ticket full;
    auto taken = m_services.limits.take(
        subjectOf(run.call->principal),
        run.request.inputTokens + run.request.maxTokens.value_or(run.call->unit ? 0 : typicalOutput), &full);
    if (!taken) {
        run.call->ticket = full;
        run.call->crowdedOut = full.refusal && full.refusal->passing;
        return taken.error();
    }
    limits::Ticket &ticket = *taken;
    ticket.ownCredentials = run.byok;
    auto lent = lend(run, ticket, typicalOutput);
    run.call->ticket = ticket;
    if (!lent)
        m_services.limits.settle(ticket, 0);
    else
        run.ticket = std::move(ticket);
    return lent;
}

/// Holds the money of the balance and of the budgets. Somebody else may take it between the size and the hold; then the
/// size is asked anew.
Result<void> Relay::lend(Run &run, limits::Ticket &ticket, std::int64_t typicalOutput)
{
    const AccountId &account = run.call->principal.account->id;
    const KeyId key = run.call->principal.key ? run.call->principal.key->id : KeyId();
    const auto fits = [&](Money money) {
        auto models = run.models;
        return sizeHoldOfAll(models, run.policy, *run.call, money, typicalOutput).ok();
    };
    for (int round = 0; round < 4; ++round) {
        const auto now = *m_services.ledger.balance(account);
        const Money balance = run.byok ? unboundedMoney : now.available();
        const auto room = m_services.limits.room(ticket);
        const bool budgetIsTighter = room.left && *room.left < balance;
        auto size =
            sizeHoldOfAll(run.models, run.policy, *run.call, budgetIsTighter ? *room.left : balance, typicalOutput);
        if (!size) {
            run.call->crowdedOut = fits(budgetIsTighter ? room.unheld : now.balance);
            if (!budgetIsTighter)
                return size.error();
            return m_services.limits.budgetRefusal(ticket, fits(Money::fromNanoUsd(room.limit.amount)));
        }
        if (!m_services.limits.holdSpend(ticket, size->amount))
            continue;
        auto hold =
            m_services.ledger.hold(account, run.call->id, key, run.model->id, run.byok ? Money() : size->amount);
        if (hold) {
            run.hold = std::move(*hold);
            run.clampTokens = size->clampTokens;
            return {};
        }
        m_services.limits.holdSpend(ticket, Money());
        if (hold.error().code != ErrorCode::InsufficientBalance)
            return hold.error();
    }
    run.call->crowdedOut = true;
    return Error{ErrorCode::InsufficientBalance,
                 "Other calls hold what is left of the account's balance or budget. Please try again.",
                 {},
                 "insufficient_quota",
                 {},
                 0};
}

void Relay::endCalls()
{
    m_ending = true;
    const auto running = m_running; // ending one changes the set
    for (Run *run : running) {
        if (m_running.contains(run))
            run->disturb();
    }
}

QCoro::Task<Result<Reply>> Relay::carryOut(std::shared_ptr<Run> run)
{
    auto attempting = attemptAll(run);
    co_await attempting;
    run->answeredUs = m_services.clock.monotonicUs();
    if (run->call->sink) {
        run->call->sink->onGone(nullptr);
        run->call->sink->onDrained(nullptr);
    }
    m_loop.cancelTimer(run->pingTimer);

    keepAnswer(*run);

    // Settle: exactly once, client there or not. The last bytes leave after the commit.
    Reply reply;
    reply.call = run->call->id;
    reply.provider = run->endpoint ? run->endpoint->profile->name : std::string();
    reply.attempts = static_cast<int>(run->tried.size());
    run->call->attempts = reply.attempts;
    reply.cache = run->askedCache ? CacheState::Miss : CacheState::Off;
    reply.usage = run->usage;
    ops::Promise<bool> committed(m_loop);
    auto commit = committed.future();
    const ledger::Balance balance = settle(*run, [committed] { committed.set(true); });
    co_await commit;

    const Money seen = visibleBalance(run->call->principal, m_services.limits, balance).balance;
    reply.cost = run->charged;
    if (run->byok)
        reply.ownCost = run->ownCost;
    reply.balance = seen;
    reply.overheadUs = (run->firstAskedUs - run->call->arrivedUs) + (m_services.clock.monotonicUs() - run->answeredUs);
    // What only says its end (an answer in one piece, or an empty one) begins now.
    if (run->streams() && run->answered && !run->begun && run->call->sink && !run->clientGone())
        beginStream(*run);
    reply.streamed = run->begun;
    if (run->begun && run->call->sink) {
        if (!run->clientGone()) {
            if (run->answered && run->stream) {
                std::string tail = run->stream->tailWithCost(run->charged, seen);
                if (run->call->usageNote)
                    tail = withMemberBesideUsage(std::move(tail), run->call->usageNote(run->charged));
                run->call->sink->write(tail);
            }
            if (run->passesBytes() && !run->answered)
                run->call->sink->abort();
            else
                run->call->sink->finish();
        }
        co_return reply;
    }
    if (run->outcome == Outcome::ClientGone)
        co_return reply;
    if (!run->answered)
        co_return run->failure ? run->failure->error
                               : internalError("a call ended without an answer and without an error");
    reply.contentType = std::move(run->contentType);
    reply.body = std::move(run->body);
    co_return reply;
}

} // namespace beaver::relay
