#include <server/http/rest/key_answers.h>
#include <server/http/rest/limits_json.h>
#include <server/identity/key_json.h>

namespace beaver::http {

void writeKeyLimits(JsonWriter &json, const std::vector<limits::Limit> &limits)
{
    using limits::Period;
    using limits::Resource;
    writeLimits(json, "limits", limits);
    const auto budget = [&](std::string_view name, Period period) {
        for (const auto &limit : limits)
            if (limit.resource == Resource::Spend && limit.period == period) {
                json.field(name, Money::fromNanoUsd(limit.amount));
                return;
            }
        json.nullField(name);
    };
    budget("daily_budget", Period::Day);
    budget("weekly_budget", Period::Week);
    budget("monthly_budget", Period::Month);
    budget("total_budget", Period::Total);
}

Answer createdKey(const identity::CreatedApiKey &created, const std::vector<limits::Limit> &limits, std::int64_t nowMs)
{
    JsonWriter json;
    json.beginObject();
    identity::writeKeyMembers(json, created.key, nowMs);
    writeKeyLimits(json, limits);
    if (!created.secret.isEmpty())
        json.field("key", created.secret.reveal());
    if (!created.signingSecret.isEmpty())
        json.field("signing_secret", created.signingSecret.reveal());
    Answer answer;
    answer.status = 201;
    answer.body = json.endObject().take();
    answer.headers.emplace_back("cache-control", "no-store");
    return answer;
}

Answer shownKey(const identity::ApiKey &key, const std::vector<limits::Limit> &limits, std::int64_t nowMs)
{
    JsonWriter json;
    json.beginObject();
    identity::writeKeyMembers(json, key, nowMs);
    writeKeyLimits(json, limits);
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

Answer shownKeys(const identity::IdentityService::KeyPage &page, std::int64_t nowMs, std::optional<std::int64_t> total)
{
    JsonWriter keys;
    keys.beginArray();
    for (const auto &key : page.keys) {
        keys.beginObject();
        identity::writeKeyMembers(keys, key, nowMs);
        keys.endObject();
    }
    const std::string list = keys.endArray().take();
    JsonWriter json;
    json.beginObject()
        .rawField("data", list)
        .rawField("api_keys", list)
        .field("has_more", page.hasMore)
        .optionalField("next", page.hasMore ? page.keys.back().id.text() : std::string());
    if (total)
        json.field("total", *total);
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

} // namespace beaver::http
