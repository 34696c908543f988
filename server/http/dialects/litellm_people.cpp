#include <server/http/dialects/litellm_fields.h>
#include <server/http/dialects/litellm_people.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/keys.h>
#include <server/usage/spent.h>
#include <shared/api/rfc3339.h>

#include <map>

namespace beaver::http {

Result<identity::KeyAuthority> liteLlmAuthority(const Exchange &exchange, identity::Role rank)
{
    if (exchange.principal->role >= rank)
        return KeyHandlers::adminAuthority(exchange);
    return KeyHandlers::ownAuthority(exchange);
}

QCoro::Task<Result<identity::Account>> liteLlmUser(const GatewayContext &context, std::shared_ptr<Exchange> exchange,
                                                   std::string user, identity::Role rank)
{
    const auto &own = *exchange->principal->account;
    if (user.empty() || user == own.id.text() || user == own.email)
        co_return own;
    const Error none{ErrorCode::NotFound, "There is no such user.", "user_id", "account_not_found", {}, 0};
    if (exchange->principal->role < rank)
        co_return none;
    Result<identity::Account> found = none;
    if (user.find('@') != std::string::npos) {
        auto finding = context.identity.accountByEmail(*exchange->loop, user);
        found = co_await finding;
    } else {
        auto finding = context.identity.account(*exchange->loop, AccountId(user));
        found = co_await finding;
    }
    if (!found && found.error().code != ErrorCode::Unavailable)
        co_return none;
    co_return found;
}

Error noLiteLlmKey()
{
    return {ErrorCode::NotFound, "There is no such API key.", "key", "key_not_found", {}, 0};
}

QCoro::Task<Result<KeyId>> liteLlmKeyId(const GatewayContext &context, std::shared_ptr<Exchange> exchange,
                                        std::string key)
{
    if (key.starts_with(KeyId::prefix))
        co_return KeyId(std::move(key));
    auto finding = context.identity.keyBySecret(*exchange->loop, Secret(std::move(key)));
    const auto found = co_await finding;
    if (!found)
        co_return found.error().code == ErrorCode::NotFound ? noLiteLlmKey() : found.error();
    co_return found->id;
}

QCoro::Task<Result<std::vector<LimitedKey>>>
withLimits(const GatewayContext &context, std::shared_ptr<Exchange> exchange, std::vector<identity::ApiKey> keys)
{
    std::vector<LimitedKey> limited;
    for (auto &key : keys) {
        auto asking = context.limits.limitsOf(*exchange->loop, limits::Scope::Key, key.id.text());
        auto limits = co_await asking;
        if (!limits)
            co_return limits.error();
        limited.push_back({std::move(key), std::move(*limits)});
    }
    co_return limited;
}

QCoro::Task<Result<std::vector<LiteLlmKey>>>
liteLlmKeys(const GatewayContext &context, std::shared_ptr<Exchange> exchange, std::vector<LimitedKey> keys)
{
    std::map<std::string, std::string> zones;
    std::vector<LiteLlmKey> shown;
    for (auto &limited : keys) {
        const AccountId account = limited.key.account;
        auto zone = zones.find(account.text());
        if (zone == zones.end()) {
            auto finding = context.identity.account(*exchange->loop, account);
            const auto found = co_await finding;
            if (!found)
                co_return found.error();
            zone = zones.emplace(account.text(), found->timeZone).first;
        }
        shown.push_back({std::move(limited), zone->second, {}});
    }
    using Amounts = std::vector<Money>;
    auto summing = context.database.read(
        *exchange->loop, [shown, now = context.clock.wallMs()](storage::Connection &connection) -> Result<Amounts> {
            Amounts amounts;
            for (const auto &each : shown) {
                const auto &key = each.key.key;
                const std::int64_t from = spendFromMs(each.key.limits, each.zone, now);
                const auto spent = usage::spent(connection, key.account, {}, key.id, from);
                if (!spent)
                    return spent.error();
                amounts.push_back(spent->total.cost);
            }
            return amounts;
        });
    const auto amounts = co_await summing;
    if (!amounts)
        co_return amounts.error();
    for (std::size_t at = 0; at < shown.size(); ++at)
        shown[at].spend = (*amounts)[at];
    co_return shown;
}

void writeLiteLlmKey(JsonWriter &json, const LiteLlmKey &shown, std::int64_t nowMs)
{
    const auto &key = shown.key.key;
    const bool usual = key.project == identity::defaultProject(key.account);
    json.field("token", key.id.text())
        .field("key_name", key.preview)
        .field("key_alias", key.name)
        .field("spend", shown.spend);
    writeLiteLlmLimits(json, shown.key.limits, shown.zone, nowMs);
    json.rawField("metadata", key.metadata.empty() ? "{}" : std::string_view(key.metadata));
    json.optionalField("expires", key.expiresAtMs ? api::rfc3339(*key.expiresAtMs) : std::string());
    writeTexts(json, "models", key.allowedModels);
    json.field("user_id", key.account.text())
        .optionalField("team_id", usual ? std::string_view() : std::string_view(key.project.text()))
        .field("blocked", !key.active);
    for (const auto *const name : {"aliases", "config", "permissions", "model_max_budget"})
        json.key(name).beginObject().endObject();
    json.optionalField("last_active", key.lastUsedAtMs ? api::rfc3339(*key.lastUsedAtMs) : std::string())
        .field("created_at", api::rfc3339(key.createdAtMs))
        .optionalField("created_by", key.createdBy.text());
}

} // namespace beaver::http
