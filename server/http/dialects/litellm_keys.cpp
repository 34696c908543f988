#include <server/http/dialects/litellm_fields.h>
#include <server/http/dialects/litellm_keys.h>
#include <server/http/dialects/litellm_people.h>
#include <server/http/rest/key_body.h>
#include <server/http/rest/keys.h>
#include <server/http/rest/query_fields.h>

#include <algorithm>

namespace beaver::http {

namespace {

using identity::KeyAuthority;
using identity::Role;

constexpr std::size_t mostDeleted = 100;
constexpr int mostListed = 100;
constexpr int usuallyListed = 10;

/// Fields of a key that have no counterpart here.
void refuseWhatKeysLack(JsonBody &body)
{
    refuseUnlessEmpty(body, {"aliases",
                             "config",
                             "permissions",
                             "spend",
                             "budget_id",
                             "budget_limits",
                             "soft_budget",
                             "model_max_budget",
                             "model_rpm_limit",
                             "model_tpm_limit",
                             "rpm_limit_type",
                             "tpm_limit_type",
                             "temp_budget_increase",
                             "temp_budget_expiry",
                             "allowed_cache_controls",
                             "allowed_routes",
                             "allowed_passthrough_routes",
                             "allowed_vector_store_indexes",
                             "object_permission",
                             "guardrails",
                             "disable_global_guardrails",
                             "policies",
                             "prompts",
                             "enforced_params",
                             "tags",
                             "organization_id",
                             "agent_id",
                             "project_id",
                             "access_group_ids",
                             "router_settings",
                             "auto_rotate",
                             "rotation_interval",
                             "send_invite_email"});
}

std::string_view textOf(const Exchange &exchange)
{
    const std::string &text = exchange.request->body;
    return text.empty() ? std::string_view("{}") : std::string_view(text);
}

/// What `key_type` says of the permissions; empty: nothing.
std::vector<std::string> readKeyType(JsonBody &body)
{
    const auto type = body.optionalText("key_type").value_or("default");
    if (type == "read_only")
        return {"read"};
    if (type != "default")
        body.refuse("key_type",
                    "default or read_only is expected; give other keys their 'scopes' with POST /api-keys.");
    return {};
}

bool readFlag(QueryFields &query, std::string_view name)
{
    std::string text = query.text(name);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (!text.empty() && text != "true" && text != "false")
        query.refuse(name, "'" + std::string(name) + "' takes true or false.");
    return text == "true";
}

Answer answerOf(std::string body)
{
    Answer answer;
    answer.body = std::move(body);
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> LiteLlmKeys::generate(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(textOf(*exchange));
    const std::int64_t now = m_context.clock.wallMs();
    identity::NewApiKey wanted;
    wanted.name = body.optionalText("key_alias").value_or("API key");
    wanted.permissions = readKeyType(body);
    wanted.allowedModels = readLiteLlmModels(body).value_or(std::vector<std::string>());
    wanted.expiresAtMs = readDuration(body, now).value_or(std::optional<std::int64_t>());
    wanted.project = ProjectId(body.optionalText("team_id").value_or(""));
    const std::string user = body.optionalText("user_id").value_or("");
    wanted.metadata = readKeyMetadata(body).value_or("");
    const bool blocked = body.optionalFlag("blocked").value_or(false);
    const auto said = readLiteLlmLimits(body, {});
    refuseUnlessEmpty(body, {"key"});
    refuseWhatKeysLack(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    // For others: an administrator, as on /admin/api-keys. For oneself: what one's own key may give.
    auto finding = liteLlmUser(m_context, exchange, user, Role::Admin);
    const auto account = co_await finding;
    if (!account)
        co_return account.error();
    const bool own = account->id == exchange->principal->account->id;
    auto by = own ? KeyHandlers::ownAuthority(*exchange) : Result<KeyAuthority>(KeyHandlers::adminAuthority(*exchange));
    if (!by)
        co_return by.error();
    wanted.account = account->id;
    auto creating = m_keys.create(exchange, std::move(wanted), said, *by);
    auto made = co_await creating;
    if (!made)
        co_return made.error();
    if (blocked) {
        identity::KeyPatch patch;
        patch.active = false;
        auto changing = m_keys.change(exchange, made->created.key.id, std::move(patch), {}, *by);
        const auto changed = co_await changing;
        if (!changed)
            co_return changed.error();
        made->created.key.active = false;
    }
    JsonWriter json;
    json.beginObject().field("key", made->created.secret.reveal()).field("token_id", made->created.key.id.text());
    writeLiteLlmKey(json, {{made->created.key, made->limits}, account->timeZone, {}}, now);
    Answer answer = answerOf(json.endObject().take());
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> LiteLlmKeys::update(std::shared_ptr<Exchange> exchange)
{
    const auto by = liteLlmAuthority(*exchange, Role::Admin);
    if (!by)
        co_return by.error();
    JsonBody body(textOf(*exchange));
    const std::string named = body.text("key");
    const auto user = body.optionalText("user_id");
    const auto team = body.optionalText("team_id");
    identity::KeyPatch patch;
    patch.name = body.optionalText("key_alias");
    patch.allowedModels = readLiteLlmModels(body);
    patch.expiresAtMs = readDuration(body, m_context.clock.wallMs());
    if (const auto blocked = body.optionalFlag("blocked"))
        patch.active = !*blocked;
    patch.metadata = readKeyMetadata(body);
    refuseWhatKeysLack(body);
    refuseUnlessEmpty(body, {"key_type"});
    readLiteLlmLimits(body, {}); // for what is wrong with them; what they change hangs on what is there
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto naming = liteLlmKeyId(m_context, exchange, named);
    const auto id = co_await naming;
    if (!id)
        co_return id.error();
    auto reading = m_keys.read(exchange, *id, *by);
    const auto before = co_await reading;
    if (!before)
        co_return before.error();
    if (user && *user != before->key.account.text())
        co_return invalid("user_id", "'user_id': a key stays with its account.");
    if (team && *team != before->key.project.text())
        co_return invalid("team_id", "'team_id': a key stays in its project.");
    auto changing = m_keys.change(exchange, *id, std::move(patch), readLiteLlmLimits(body, before->limits), *by);
    auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    auto showing = liteLlmKeys(m_context, exchange, {std::move(*changed)});
    const auto shown = co_await showing;
    if (!shown)
        co_return shown.error();
    JsonWriter json;
    json.beginObject().field("key", id->text());
    writeLiteLlmKey(json, shown->front(), m_context.clock.wallMs());
    co_return answerOf(json.endObject().take());
}

QCoro::Task<Result<std::vector<KeyId>>> LiteLlmKeys::named(std::shared_ptr<Exchange> exchange,
                                                           std::vector<std::string> keys,
                                                           std::vector<std::string> aliases, KeyAuthority by)
{
    std::vector<KeyId> ids;
    for (const auto &alias : aliases) {
        identity::KeyQuery query;
        query.account = by.account;
        query.project = by.project;
        query.name = alias;
        query.limit = 1;
        auto paging = m_context.identity.keyPage(*exchange->loop, std::move(query));
        const auto page = co_await paging;
        if (!page)
            co_return page.error();
        if (page->keys.empty() || alias.empty())
            co_return Error{
                ErrorCode::NotFound, "There is no API key of this name.", "key_aliases", "key_not_found", {}, 0};
        if (page->hasMore)
            co_return Error{ErrorCode::Conflict,
                            "'key_aliases': several API keys have the name '" + alias + "'; name them by 'keys'.",
                            "key_aliases",
                            "ambiguous",
                            {},
                            0};
        ids.push_back(page->keys.front().id);
    }
    for (auto &key : keys) {
        auto naming = liteLlmKeyId(m_context, exchange, std::move(key));
        const auto id = co_await naming;
        if (!id)
            co_return id.error();
        auto reading = m_context.identity.key(*exchange->loop, *id, by);
        const auto found = co_await reading;
        if (!found)
            co_return found.error();
        if (found->revokedAtMs)
            co_return noLiteLlmKey();
        ids.push_back(*id);
    }
    co_return ids;
}

QCoro::Task<Result<Answer>> LiteLlmKeys::remove(std::shared_ptr<Exchange> exchange)
{
    const auto by = liteLlmAuthority(*exchange, Role::Admin);
    if (!by)
        co_return by.error();
    JsonBody body(textOf(*exchange));
    const auto keys = body.optionalTexts("keys").value_or(std::vector<std::string>());
    const auto aliases = body.optionalTexts("key_aliases").value_or(std::vector<std::string>());
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (keys.empty() && aliases.empty())
        co_return invalid("keys", "'keys': name the keys to delete, here or in 'key_aliases'.");
    if (keys.size() + aliases.size() > mostDeleted)
        co_return invalid("keys", "'keys' takes up to " + std::to_string(mostDeleted) + " keys at once.");
    auto naming = named(exchange, keys, aliases, *by);
    const auto ids = co_await naming;
    if (!ids)
        co_return ids.error();
    for (const auto &id : *ids) {
        auto revoking = m_context.identity.revokeKey(*exchange->loop, id, *by);
        const auto revoked = co_await revoking;
        if (!revoked)
            co_return revoked.error();
    }
    JsonWriter json;
    json.beginObject().key("deleted_keys").beginArray();
    // As they were named: clients look for what they sent.
    for (const auto &name : keys)
        json.value(name);
    for (const auto &name : aliases)
        json.value(name);
    co_return answerOf(json.endArray().endObject().take());
}

QCoro::Task<Result<Answer>> LiteLlmKeys::setActive(std::shared_ptr<Exchange> exchange, bool active)
{
    const auto by = liteLlmAuthority(*exchange, Role::Admin);
    if (!by)
        co_return by.error();
    JsonBody body(textOf(*exchange));
    const std::string named = body.text("key");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto naming = liteLlmKeyId(m_context, exchange, named);
    const auto id = co_await naming;
    if (!id)
        co_return id.error();
    identity::KeyPatch patch;
    patch.active = active;
    auto changing = m_keys.change(exchange, *id, std::move(patch), {}, *by);
    auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    auto showing = liteLlmKeys(m_context, exchange, {std::move(*changed)});
    const auto shown = co_await showing;
    if (!shown)
        co_return shown.error();
    JsonWriter json;
    json.beginObject();
    writeLiteLlmKey(json, shown->front(), m_context.clock.wallMs());
    co_return answerOf(json.endObject().take());
}

QCoro::Task<Result<Answer>> LiteLlmKeys::block(std::shared_ptr<Exchange> exchange)
{
    return setActive(std::move(exchange), false);
}

QCoro::Task<Result<Answer>> LiteLlmKeys::unblock(std::shared_ptr<Exchange> exchange)
{
    return setActive(std::move(exchange), true);
}

QCoro::Task<Result<Answer>> LiteLlmKeys::info(std::shared_ptr<Exchange> exchange)
{
    const std::string named = exchange->query("key").value_or("");
    const auto &own = exchange->principal->key;
    if (named.empty() && !own)
        co_return invalid("key", "'key' takes the id of a key, or the key itself.");
    KeyId id = own ? own->id : KeyId();
    if (!named.empty()) {
        auto naming = liteLlmKeyId(m_context, exchange, named);
        auto found = co_await naming;
        if (!found)
            co_return found.error();
        id = std::move(*found);
    }
    const auto by = exchange->principal->role >= Role::Viewer
                        ? Result<KeyAuthority>(KeyHandlers::adminAuthority(*exchange))
                        : KeyHandlers::viewAuthority(*exchange, id);
    if (!by)
        co_return by.error();
    auto reading = m_keys.read(exchange, id, *by);
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (found->key.revokedAtMs)
        co_return noLiteLlmKey();
    auto showing = liteLlmKeys(m_context, exchange, {std::move(*found)});
    const auto shown = co_await showing;
    if (!shown)
        co_return shown.error();
    JsonWriter json;
    json.beginObject().field("key", id.text()).key("info").beginObject();
    writeLiteLlmKey(json, shown->front(), m_context.clock.wallMs());
    co_return answerOf(json.endObject().endObject().take());
}

QCoro::Task<Result<Answer>> LiteLlmKeys::list(std::shared_ptr<Exchange> exchange)
{
    const auto by = liteLlmAuthority(*exchange, Role::Viewer);
    if (!by)
        co_return by.error();
    QueryFields query(*exchange);
    const std::int64_t page = query.number("page", 1, 1'000'000).value_or(1);
    const auto size = static_cast<int>(query.number("size", 1, mostListed).value_or(usuallyListed));
    const std::string user = query.text("user_id");
    const std::string team = query.text("team_id");
    const std::string hash = query.text("key_hash");
    const bool full = readFlag(query, "return_full_object");
    identity::KeyQuery wanted;
    wanted.name = query.text("key_alias");
    wanted.limit = size;
    wanted.offset = (page - 1) * size;
    wanted.account = by->account;
    wanted.project = by->project.isEmpty() ? ProjectId(team) : by->project;
    if (!query.text("organization_id").empty())
        query.refuse("organization_id", "'organization_id': this gateway has no organizations.");
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    if (!user.empty()) {
        auto finding = liteLlmUser(m_context, exchange, user, Role::Viewer);
        const auto account = co_await finding;
        if (!account)
            co_return account.error();
        wanted.account = account->id;
    }
    wanted.id = KeyId(hash);
    // Somebody else's project has no keys for who asks.
    const bool none = !by->project.isEmpty() && !team.empty() && team != by->project.text();
    std::vector<identity::ApiKey> keys;
    std::int64_t total = 0;
    if (!none) {
        auto counting = m_context.identity.keyCount(*exchange->loop, wanted);
        const auto count = co_await counting;
        if (!count)
            co_return count.error();
        total = *count;
        auto paging = m_context.identity.keyPage(*exchange->loop, std::move(wanted));
        auto found = co_await paging;
        if (!found)
            co_return found.error();
        keys = std::move(found->keys);
    }
    JsonWriter json;
    json.beginObject().key("keys").beginArray();
    if (full) {
        auto limiting = withLimits(m_context, exchange, std::move(keys));
        auto limited = co_await limiting;
        if (!limited)
            co_return limited.error();
        auto showing = liteLlmKeys(m_context, exchange, std::move(*limited));
        const auto shown = co_await showing;
        if (!shown)
            co_return shown.error();
        for (const auto &key : *shown) {
            json.beginObject();
            writeLiteLlmKey(json, key, m_context.clock.wallMs());
            json.endObject();
        }
    } else {
        for (const auto &key : keys)
            json.value(key.id.text());
    }
    json.endArray()
        .field("total_count", total)
        .field("current_page", page)
        .field("total_pages", (total + size - 1) / size);
    co_return answerOf(json.endObject().take());
}

} // namespace beaver::http
