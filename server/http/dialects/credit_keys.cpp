#include <server/http/dialects/credit_keys.h>
#include <server/http/dialects/credit_text.h>
#include <server/http/dialects/short_numbers.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/keys.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

namespace beaver::http {

namespace {

using Numbers = std::map<std::string, std::int64_t>;

constexpr std::int64_t dayMs = 86'400'000;

/// A key sees the keys of its own project; a person those of all.
void keepVisible(const Exchange &exchange, std::vector<identity::ApiKey> &keys)
{
    if (const auto &own = exchange.principal->key)
        std::erase_if(keys, [&](const auto &key) { return key.project != own->project; });
}

/// What POST and PUT take alike.
struct KeyFields
{
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> permissions, ips, referrers;
    std::optional<std::int64_t> maxRequests, expiresAtMs;
    std::optional<bool> active;
};

KeyFields readFields(JsonBody &body, std::int64_t nowMs)
{
    KeyFields fields;
    fields.name = body.optionalText("key_name");
    fields.permissions = body.optionalTexts("permissions");
    fields.ips = body.optionalTexts("ip_allowlist");
    fields.referrers = body.optionalTexts("domain_referrers");
    fields.maxRequests = body.optionalNumber("max_requests");
    fields.active = body.optionalFlag("is_active");
    if (const auto days = body.optionalNumber("expiration_days")) {
        if (*days < 1 || *days > 3650)
            body.refuse("expiration_days", "A whole number of days from 1 to 3650 is expected.");
        else
            fields.expiresAtMs = nowMs + *days * dayMs;
    }
    return fields;
}

void writeKeyFields(JsonWriter &json, const identity::ApiKey &key, std::int64_t number, bool primary)
{
    json.field("key_id", number)
        .field("id", key.id.text())
        .field("api_key", key.preview)
        .field("key_name", key.name)
        .field("environment_tag", environmentOf(key.preview))
        .field("is_active", key.active)
        .field("is_primary", primary);
    writeTexts(json, "permissions", key.permissions);
    writeTexts(json, "ip_allowlist", key.allowedIps);
    writeTexts(json, "domain_referrers", key.allowedReferrers);
    json.key("max_requests");
    if (key.requestCap)
        json.value(*key.requestCap);
    else
        json.null();
    timeOrNull(json, "expiration_date", key.expiresAtMs.value_or(0));
    json.field("created_at", api::rfc3339(key.createdAtMs));
    timeOrNull(json, "last_used_at", key.lastUsedAtMs.value_or(0));
}

std::vector<std::string> idsOf(const std::vector<identity::ApiKey> &keys)
{
    std::vector<std::string> ids;
    ids.reserve(keys.size());
    for (const auto &key : keys)
        ids.push_back(key.id.text());
    return ids;
}

Error noSuchKey()
{
    return {ErrorCode::NotFound, "There is no such key.", "key_id", "key_not_found", {}, 0};
}

} // namespace

QCoro::Task<Result<Answer>> CreditKeys::create(std::shared_ptr<Exchange> exchange)
{
    auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    JsonBody body(exchange->request->body);
    const std::string environment = body.optionalText("environment_tag").value_or("live");
    auto fields = readFields(body, m_context.clock.wallMs());
    const auto prefix = prefixOfEnvironment(environment);
    if (!prefix)
        body.refuse("environment_tag", "live, test, staging or dev is expected.");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!fields.name)
        co_return invalid("key_name", "'key_name': This field is required: a text.");
    identity::NewApiKey wanted;
    wanted.account = by->account;
    wanted.project = by->project;
    wanted.createdBy = by->account;
    wanted.prefix = *prefix;
    wanted.name = *fields.name;
    wanted.permissions = fields.permissions.value_or(std::vector<std::string>());
    wanted.allowedIps = fields.ips.value_or(std::vector<std::string>());
    wanted.allowedReferrers = fields.referrers.value_or(std::vector<std::string>());
    wanted.requestCap = fields.maxRequests;
    wanted.expiresAtMs = fields.expiresAtMs;
    auto creating = m_context.identity.createKey(*exchange->loop, std::move(wanted), std::move(*by));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Key, {created->key.id.text()});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject().field("status", "success").field("message", "The API key was made; it is shown once");
    json.field("api_key", created->secret.reveal())
        .field("key_id", numbers->at(created->key.id.text()))
        .field("key_name", created->key.name)
        .field("environment_tag", environment);
    json.key("key").beginObject();
    writeKeyFields(json, created->key, numbers->at(created->key.id.text()), false);
    Answer answer;
    answer.status = 201;
    answer.headers.emplace_back("cache-control", "no-store");
    answer.body = json.endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditKeys::list(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto listing = m_context.identity.keys(*exchange->loop, account);
    auto keys = co_await listing;
    if (!keys)
        co_return keys.error();
    keepVisible(*exchange, *keys);
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Key, idsOf(*keys));
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    auto counting = numbersOf(*exchange->loop, m_context.database, Numbered::Account, {account.text()});
    const auto users = co_await counting;
    if (!users)
        co_return users.error();
    const auto *primary = primaryKey(*keys);
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("user_id", users->at(account.text()))
        .field("total_keys", keys->size())
        .key("keys")
        .beginArray();
    for (const auto &key : *keys) {
        json.beginObject();
        writeKeyFields(json, key, numbers->at(key.id.text()), &key == primary);
        json.endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditKeys::change(std::shared_ptr<Exchange> exchange)
{
    auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    JsonBody body(exchange->request->body);
    const auto action = body.optionalText("action");
    auto fields = readFields(body, m_context.clock.wallMs());
    if (action && *action != "rotate")
        body.refuse("action", "rotate is expected, or nothing.");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto finding = idOf(*exchange->loop, m_context.database, Numbered::Key, exchange->parameter("key_id"));
    const auto id = co_await finding;
    if (!id)
        co_return id.error();
    if (id->empty())
        co_return noSuchKey();
    identity::KeyPatch patch;
    patch.name = fields.name;
    patch.permissions = fields.permissions;
    patch.allowedIps = fields.ips;
    patch.allowedReferrers = fields.referrers;
    patch.active = fields.active;
    if (fields.maxRequests)
        patch.requestCap = fields.maxRequests;
    if (fields.expiresAtMs)
        patch.expiresAtMs = fields.expiresAtMs;
    auto changing = m_context.identity.changeKey(*exchange->loop, KeyId(*id), std::move(patch), *by);
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    std::optional<Secret> secret;
    identity::ApiKey key = *changed;
    if (action) {
        auto rotating = m_context.identity.rotateKey(*exchange->loop, KeyId(*id), 0, *by);
        const auto rotated = co_await rotating;
        if (!rotated)
            co_return rotated.error();
        key = rotated->key;
        secret = rotated->secret;
    }
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Key, {*id});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject().field("status", "success").field("message", "The API key was changed");
    json.field("key_id", numbers->at(*id));
    if (secret)
        json.field("api_key", secret->reveal());
    json.key("key").beginObject();
    writeKeyFields(json, key, numbers->at(*id), false);
    Answer answer;
    answer.body = json.endObject().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditKeys::remove(std::shared_ptr<Exchange> exchange)
{
    auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto finding = idOf(*exchange->loop, m_context.database, Numbered::Key, exchange->parameter("key_id"));
    const auto id = co_await finding;
    if (!id)
        co_return id.error();
    if (id->empty())
        co_return noSuchKey();
    auto revoking = m_context.identity.revokeKey(*exchange->loop, KeyId(*id), std::move(*by));
    const auto revoked = co_await revoking;
    if (!revoked)
        co_return revoked.error();
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Key, {*id});
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    JsonWriter json;
    json.beginObject()
        .field("status", "success")
        .field("message", "The API key was deleted")
        .field("deleted_key_id", numbers->at(*id));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CreditKeys::usage(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto listing = m_context.identity.keys(*exchange->loop, account);
    auto keys = co_await listing;
    if (!keys)
        co_return keys.error();
    keepVisible(*exchange, *keys);
    auto summing = m_context.database.read(*exchange->loop, [account](storage::Connection &connection) {
        return usage::sumByKey(connection, {account, {}, {}});
    });
    const auto totals = co_await summing;
    if (!totals)
        co_return totals.error();
    auto numbering = numbersOf(*exchange->loop, m_context.database, Numbered::Key, idsOf(*keys));
    const auto numbers = co_await numbering;
    if (!numbers)
        co_return numbers.error();
    auto counting = numbersOf(*exchange->loop, m_context.database, Numbered::Account, {account.text()});
    const auto users = co_await counting;
    if (!users)
        co_return users.error();
    const auto *primary = primaryKey(*keys);
    JsonWriter json;
    json.beginObject()
        .field("user_id", users->at(account.text()))
        .field("total_keys", keys->size())
        .key("keys")
        .beginArray();
    for (const auto &key : *keys) {
        const auto found = totals->find(key.id.text());
        const usage::Total total = found == totals->end() ? usage::Total() : found->second;
        json.beginObject()
            .field("key_id", numbers->at(key.id.text()))
            .field("api_key", key.preview)
            .field("key_name", key.name)
            .field("is_active", key.active)
            .field("is_primary", &key == primary)
            .field("requests_used", total.calls)
            .field("tokens_used", total.tokens())
            .field("cost", total.cost);
        if (key.requestCap) {
            const std::int64_t cap = *key.requestCap;
            json.field("max_requests", cap)
                .field("requests_remaining", std::max<std::int64_t>(cap - total.calls, 0))
                .rawField("usage_percentage", formatScaled(cap == 0 ? 10'000 : total.calls * 10'000 / cap, 2));
        } else {
            json.nullField("max_requests").nullField("requests_remaining").nullField("usage_percentage");
        }
        json.field("environment_tag", environmentOf(key.preview)).field("created_at", api::rfc3339(key.createdAtMs));
        timeOrNull(json, "last_used_at", std::max(key.lastUsedAtMs.value_or(0), total.lastAtMs));
        json.endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
