#include <server/http/dialects/credit_text.h>
#include <shared/api/rfc3339.h>

#include <array>

namespace beaver::http {

namespace {

using limits::Period;
using limits::Resource;

struct Named
{
    std::string_view name;
    Resource resource;
    Period period;
};

constexpr std::array<Named, 6> rateNames{{
    {"requests_per_minute", Resource::Requests, Period::Minute},
    {"requests_per_hour", Resource::Requests, Period::Hour},
    {"requests_per_day", Resource::Requests, Period::Day},
    {"tokens_per_minute", Resource::Tokens, Period::Minute},
    {"tokens_per_hour", Resource::Tokens, Period::Hour},
    {"tokens_per_day", Resource::Tokens, Period::Day},
}};

constexpr std::array<std::string_view, 4> environments{"live", "test", "staging", "dev"};

/// The strictest limit of this name; null: there is none.
const limits::LimitState *strictest(const std::vector<limits::LimitState> &states, const Named &of)
{
    const limits::LimitState *found = nullptr;
    for (const auto &state : states) {
        const auto &limit = state.limit;
        if (limit.resource == of.resource && limit.period == of.period && !limit.shadow &&
            (!found || limit.amount < found->limit.amount))
            found = &state;
    }
    return found;
}

} // namespace

std::string_view environmentOf(std::string_view preview)
{
    for (const auto environment : environments) {
        if (preview.starts_with(std::string("gw_").append(environment).append("_")))
            return environment;
    }
    return environments.front();
}

std::optional<std::string> prefixOfEnvironment(std::string_view environment)
{
    for (const auto known : environments) {
        if (known == environment)
            return std::string("gw_").append(known).append("_");
    }
    return std::nullopt;
}

const identity::ApiKey *primaryKey(const std::vector<identity::ApiKey> &keys)
{
    const identity::ApiKey *first = nullptr;
    for (const auto &key : keys) {
        if (!first || key.createdAtMs < first->createdAtMs ||
            (key.createdAtMs == first->createdAtMs && key.id < first->id))
            first = &key;
    }
    return first;
}

void writeRateLimits(JsonWriter &json, std::string_view name, const std::vector<limits::LimitState> &states)
{
    json.key(name).beginObject();
    for (const Named &each : rateNames) {
        if (const auto *state = strictest(states, each))
            json.field(each.name, state->limit.amount);
        else
            json.nullField(each.name);
    }
    json.endObject();
}

void writeRateUse(JsonWriter &json, std::string_view name, const std::vector<limits::LimitState> &states)
{
    json.key(name).beginObject();
    for (const Named &each : rateNames) {
        const auto *state = strictest(states, each);
        json.field(each.name, state ? state->used : 0);
    }
    json.endObject();
}

std::vector<limits::LimitState> limitsOfAccount(const GatewayContext &context, const identity::Account &account)
{
    const ProjectId noProject;
    const KeyId noKey;
    return context.limits.states({account.id, account.plan, account.timeZone, noProject, noKey});
}

Result<std::vector<limits::Limit>> readRateLimits(const std::map<std::string, std::int64_t> &named)
{
    std::vector<limits::Limit> read;
    for (const auto &[name, amount] : named) {
        const auto *const known = std::ranges::find(rateNames, name, &Named::name);
        if (known == rateNames.end())
            return invalid("rate_limits", "'rate_limits' takes requests_per_ and tokens_per_ with minute, hour and "
                                          "day; not '" +
                                              name.substr(0, 60) + "'.");
        read.push_back({known->resource, known->period, amount, false});
    }
    if (read.empty())
        return invalid("rate_limits", "'rate_limits' takes an object such as {\"requests_per_minute\": 60}.");
    return read;
}

void timeOrNull(JsonWriter &json, std::string_view name, std::int64_t ms)
{
    if (ms > 0)
        json.field(name, api::rfc3339(ms));
    else
        json.nullField(name);
}

} // namespace beaver::http
