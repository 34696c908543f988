#include <QDateTime>

#include <server/limits/calendar.h>
#include <server/limits/counters.h>
#include <server/limits/limits_service.h>
#include <server/limits/limits_store.h>
#include <server/limits/presets.h>

#include <future>
#include <mutex>
#include <unordered_map>

namespace beaver::limits {

namespace {

constexpr std::size_t stripeCount = 64;
/// More than any window takes; keeps sums far from the end of int64.
constexpr std::int64_t mostTokens = 1'000'000'000'000;

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct PlanLimits
{
    std::string name;
    LimitSet limits;
};

struct AccountStripe
{
    std::mutex mutex;
    std::unordered_map<AccountId, Counters> counters;
    std::size_t sweptTo = 0;

    /// Each new account has a few old ones looked at, so there is never a long sweep and never twice what is in use.
    void sweepSome(const Moment &now)
    {
        for (int step = 0; step < 4 && !counters.empty(); ++step) {
            const std::size_t bucket = sweptTo++ % counters.bucket_count();
            for (auto at = counters.begin(bucket); at != counters.end(bucket); ++at) {
                if (at->second.idle(now)) {
                    counters.erase(AccountId(at->first));
                    break;
                }
            }
        }
    }
};

struct LimitedKey
{
    LimitSet limits;
    Counters counters;
};

struct KeyStripe
{
    std::mutex mutex;
    std::unordered_map<KeyId, LimitedKey> keys; ///< those with limits
};

template <typename Id> std::size_t stripeOf(const Id &id)
{
    return (std::hash<Id>()(id) >> 20) % stripeCount;
}

std::string describe(const Limit &limit)
{
    static constexpr std::array<std::string_view, 4> periods = {"minute", "hour", "day", "month"};
    std::string text = std::to_string(limit.amount);
    if (limit.resource == Resource::Concurrent)
        return text + " calls at once";
    text += limit.resource == Resource::Requests ? " requests per " : " tokens per ";
    text += periods[static_cast<std::size_t>(limit.period)];
    return text;
}

std::string isoTime(std::int64_t wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs).toUTC().toString(Qt::ISODate).toStdString();
}

Error refusal(const Verdict &verdict, std::string_view planName, std::int64_t tokens, std::int64_t nowMs)
{
    std::string message = "The limit of " + describe(verdict.full) + " of ";
    message += verdict.byKey ? "this API key" : "the plan " + std::string(planName);
    std::int64_t retryAfterMs = verdict.opensInMs;
    if (verdict.neverFits) {
        retryAfterMs = 0;
        message +=
            verdict.full.resource == Resource::Tokens
                ? " is less than this call may use, " + std::to_string(tokens) + " tokens. Ask for fewer output tokens."
                : " allows no call.";
    } else if (verdict.full.resource == Resource::Concurrent) {
        message += " is reached. Wait for a call to end.";
    } else {
        message += " is reached. It opens in " + std::to_string((retryAfterMs + 999) / 1000) + " s, at " +
                   isoTime(nowMs + retryAfterMs) + ".";
    }
    return {ErrorCode::RateLimited, std::move(message), {}, "rate_limit_exceeded", {}, retryAfterMs};
}

} // namespace

struct LimitsService::Private
{
    storage::Database &database;
    const Clock &clock;

    // Written by start() alone.
    std::vector<Plan> plans;
    std::unordered_map<std::string, PlanLimits, TextHash, std::equal_to<>> planLimits;

    // Locked in this order: account, key.
    std::array<AccountStripe, stripeCount> accounts;
    std::array<KeyStripe, stripeCount> keys;

    Moment now() const { return {clock.wallMs(), clock.monotonicUs()}; }

    const PlanLimits &limitsOf(std::string_view plan) const
    {
        if (const auto found = planLimits.find(plan); found != planLimits.end())
            return found->second;
        static const PlanLimits none;
        return plans.empty() ? none : planLimits.find(plans.front().id)->second;
    }

    Result<void> seed(std::vector<Plan> preset) const
    {
        std::promise<Result<void>> done;
        database.write([preset = std::move(preset), nowMs = clock.wallMs()](
                           storage::Connection &connection) { return store::seedPlans(connection, preset, nowMs); },
                       [&done](Result<void> result) { done.set_value(std::move(result)); });
        return done.get_future().get();
    }

    Result<void> load(storage::Connection &connection)
    {
        auto loaded = store::loadPlans(connection);
        if (!loaded)
            return std::move(loaded).error();
        auto keyLimits = store::loadKeyLimits(connection);
        if (!keyLimits)
            return std::move(keyLimits).error();
        plans = std::move(*loaded);
        planLimits.clear();
        for (const Plan &plan : plans)
            planLimits.emplace(plan.id, PlanLimits{plan.name, LimitSet(plan.limits)});
        for (const store::KeyLimits &key : *keyLimits)
            keys[stripeOf(key.key)].keys[key.key].limits = LimitSet(key.limits);

        const Moment at = now();
        const auto restore = [&at](Counters &counters, const store::Used &used) {
            counters.roll(at, used.timeZone);
            for (const auto &sum : used.sums)
                counters.restore(sum.period, sum.requests, sum.tokens);
        };
        return store::forEachUsed(
            connection, at.wallMs,
            [&](const store::Used &used) {
                const AccountId id(used.id);
                restore(accounts[stripeOf(id)].counters[id], used);
            },
            [&](const store::Used &used) {
                const KeyId id(used.id);
                restore(keys[stripeOf(id)].keys[id].counters, used);
            });
    }
};

LimitsService::LimitsService(storage::Database &database, const Clock &clock)
    : d(new Private{database, clock, {}, {}, {}, {}})
{}

LimitsService::~LimitsService() = default;

Result<void> LimitsService::start(std::string_view preset)
{
    auto plans = presetPlans(preset);
    if (!plans)
        return invalid("BEAVER_PLANS",
                       "BEAVER_PLANS is \"" + std::string(preset) + "\"; it takes beaver, bluesminds or credit.");
    if (auto seeded = d->seed(std::move(*plans)); !seeded)
        return seeded;
    std::promise<Result<void>> done;
    d->database.read([this, &done](storage::Connection &connection) { done.set_value(d->load(connection)); });
    return done.get_future().get();
}

std::vector<Plan> LimitsService::plans() const
{
    return d->plans;
}

bool LimitsService::hasPlan(std::string_view id) const
{
    return d->planLimits.find(id) != d->planLimits.end();
}

std::string LimitsService::firstPlan() const
{
    return d->plans.empty() ? std::string() : d->plans.front().id;
}

Result<Ticket> LimitsService::take(const AccountId &account, std::string_view plan, std::string_view timeZone,
                                   const KeyId &key, std::int64_t estimatedTokens, Ticket *full)
{
    const std::int64_t tokens = std::clamp<std::int64_t>(estimatedTokens, 0, mostTokens);
    const PlanLimits &planLimits = d->limitsOf(plan);
    Ticket ticket{account, key, tokens, 0, 0, 0, std::nullopt, std::nullopt};
    Verdict verdict;

    AccountStripe &accounts = d->accounts[stripeOf(account)];
    const std::unique_lock accountLock(accounts.mutex);
    // Read under the lock: two calls that read it before could ask a window in the wrong order.
    const Moment now = d->now();
    ticket.takenWallMs = now.wallMs;
    auto found = accounts.counters.find(account);
    if (found == accounts.counters.end()) {
        accounts.sweepSome(now);
        found = accounts.counters.try_emplace(account).first;
    }
    Counters &used = found->second;
    used.roll(now, timeZone);
    used.examine(planLimits.limits, tokens, now, false, verdict);

    LimitedKey *limitedKey = nullptr;
    std::unique_lock<std::mutex> keyLock;
    if (!key.isEmpty()) {
        KeyStripe &keys = d->keys[stripeOf(key)];
        keyLock = std::unique_lock(keys.mutex);
        if (const auto known = keys.keys.find(key); known != keys.keys.end()) {
            limitedKey = &known->second;
            limitedKey->counters.roll(now, timeZone);
            limitedKey->counters.examine(limitedKey->limits, tokens, now, true, verdict);
        }
    }

    ticket.requests = verdict.requests;
    ticket.tokensWindow = verdict.tokens;
    if (verdict.refused) {
        if (full)
            *full = std::move(ticket);
        return refusal(verdict, planLimits.name, tokens, now.wallMs);
    }
    ticket.accountOpened = used.take(tokens);
    if (limitedKey)
        ticket.keyOpened = limitedKey->counters.take(tokens);
    if (ticket.requests)
        --ticket.requests->remaining;
    if (ticket.tokensWindow)
        ticket.tokensWindow->remaining -= tokens;
    return ticket;
}

void LimitsService::settle(const Ticket &ticket, std::int64_t usedTokens)
{
    const std::int64_t correction = std::clamp<std::int64_t>(usedTokens, 0, mostTokens) - ticket.tokens;
    if (ticket.accountOpened != 0) {
        AccountStripe &accounts = d->accounts[stripeOf(ticket.account)];
        const std::lock_guard lock(accounts.mutex);
        if (const auto found = accounts.counters.find(ticket.account); found != accounts.counters.end())
            found->second.settle(ticket.accountOpened, correction);
    }
    if (ticket.keyOpened != 0) {
        KeyStripe &keys = d->keys[stripeOf(ticket.key)];
        const std::lock_guard lock(keys.mutex);
        if (const auto found = keys.keys.find(ticket.key); found != keys.keys.end())
            found->second.counters.settle(ticket.keyOpened, correction);
    }
}

ops::Future<Result<void>> LimitsService::writeKeyLimits(ops::Executor &loop, const KeyId &key,
                                                        std::vector<Limit> limits)
{
    return d->database.write(loop, [row = store::KeyLimits{key, std::move(limits)},
                                    nowMs = d->clock.wallMs()](storage::Connection &connection) {
        return store::insertKeyLimits(connection, row, nowMs);
    });
}

void LimitsService::setKeyLimits(const KeyId &key, std::vector<Limit> limits)
{
    KeyStripe &keys = d->keys[stripeOf(key)];
    const std::lock_guard lock(keys.mutex);
    const auto found = keys.keys.find(key);
    // Calls under way still return what they took, so a key that loses its limits keeps its counters while it has any.
    if (limits.empty() && found != keys.keys.end() && found->second.counters.running() == 0)
        keys.keys.erase(found);
    else if (!limits.empty() || found != keys.keys.end())
        keys.keys[key].limits = LimitSet(limits);
}

} // namespace beaver::limits
