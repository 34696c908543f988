#include <server/http/dialects/litellm_fields.h>
#include <server/http/dialects/litellm_people.h>
#include <server/http/dialects/litellm_users.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/keys.h>
#include <server/usage/spent.h>
#include <shared/api/rfc3339.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

using identity::Role;

constexpr int mostKeysShown = 100;
constexpr std::array<std::pair<std::string_view, Role>, 3> userRoles{{
    {"internal_user", Role::None},
    {"proxy_admin_viewer", Role::Viewer},
    {"proxy_admin", Role::Admin},
}};

Role readUserRole(JsonBody &body)
{
    const auto name = body.optionalText("user_role");
    if (!name)
        return Role::None;
    const auto *found = std::ranges::find(userRoles, *name, [](const auto &each) { return each.first; });
    if (found == userRoles.end())
        body.refuse("user_role", "internal_user, proxy_admin_viewer or proxy_admin is expected.");
    return found == userRoles.end() ? Role::None : found->second;
}

std::string_view userRole(Role role)
{
    std::string_view name = userRoles.front().first;
    for (const auto &[each, least] : userRoles)
        if (role >= least)
            name = each;
    return name;
}

void writeUser(JsonWriter &json, const identity::Account &account, const std::vector<limits::Limit> &limits,
               Money spend, std::int64_t nowMs)
{
    json.field("user_id", account.id.text())
        .field("user_email", account.email)
        .optionalField("user_alias", account.fullName)
        .field("user_role", userRole(account.role))
        .field("spend", spend);
    writeLiteLlmLimits(json, limits, account.timeZone, nowMs);
    json.key("metadata").beginObject().endObject();
    for (const auto *const name : {"models", "teams"})
        json.key(name).beginArray().endArray();
    json.field("created_at", api::rfc3339(account.createdAtMs));
}

} // namespace

QCoro::Task<Result<Answer>> LiteLlmUsers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::int64_t now = m_context.clock.wallMs();
    const std::string user = body.optionalText("user_id").value_or("");
    identity::NewAccount wanted;
    wanted.email = body.optionalText("user_email").value_or(user);
    wanted.fullName = body.optionalText("user_alias").value_or("");
    wanted.role = readUserRole(body);
    const bool withKey = body.optionalFlag("auto_create_key").value_or(true);
    identity::NewApiKey key;
    key.name = body.optionalText("key_alias").value_or("API key");
    key.expiresAtMs = readDuration(body, now).value_or(std::optional<std::int64_t>());
    const auto said = readLiteLlmLimits(body, {});
    body.optionalJson("metadata"); // a note of the client's to itself; it isn't kept
    refuseUnlessEmpty(body, {"models",
                             "teams",
                             "team_id",
                             "organizations",
                             "organization_id",
                             "sso_user_id",
                             "send_invite_email",
                             "spend",
                             "soft_budget",
                             "budget_id",
                             "model_max_budget",
                             "model_rpm_limit",
                             "model_tpm_limit",
                             "aliases",
                             "config",
                             "permissions",
                             "object_permission",
                             "allowed_cache_controls",
                             "guardrails",
                             "policies",
                             "prompts",
                             "blocked"});
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (wanted.email.empty())
        co_return invalid("user_email", "'user_email': This field is required: an e-mail address.");
    // Accounts have ids of their own making; an address in this place is one to sign in with.
    if (!user.empty() && user != wanted.email)
        co_return invalid("user_id", "'user_id': the gateway makes the id; leave it out, or say the e-mail here too.");
    if (auto may = checkGivenRole(*exchange, wanted.role); !may)
        co_return may.error();

    auto creating = m_context.identity.createAccount(*exchange->loop, std::move(wanted), actorOf(*exchange));
    const auto account = co_await creating;
    if (!account)
        co_return account.error();
    const auto limits = changed({}, said);
    if (!limits.empty()) {
        auto setting = m_context.limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Account,
                                                  account->id.text(), limits);
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    JsonWriter json;
    json.beginObject();
    writeUser(json, *account, limits, {}, now);
    if (withKey) {
        key.account = account->id;
        auto making = m_keys.create(exchange, std::move(key), {}, KeyHandlers::adminAuthority(*exchange));
        const auto made = co_await making;
        if (!made)
            co_return made.error();
        const auto &expires = made->created.key.expiresAtMs;
        json.field("key", made->created.secret.reveal())
            .field("token", made->created.key.id.text())
            .field("key_name", made->created.key.preview)
            .field("key_alias", made->created.key.name)
            .optionalField("expires", expires ? api::rfc3339(*expires) : std::string());
    } else {
        for (const auto *const name : {"key", "token", "key_name", "key_alias", "expires"})
            json.nullField(name);
    }
    Answer answer;
    answer.headers.emplace_back("cache-control", "no-store");
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<std::vector<identity::ApiKey>>> LiteLlmUsers::visibleKeys(std::shared_ptr<Exchange> exchange,
                                                                             AccountId account)
{
    identity::KeyQuery query;
    query.account = account;
    query.limit = mostKeysShown;
    const auto &principal = *exchange->principal;
    if (const auto &own = principal.key; own && principal.role < Role::Viewer) {
        query.project = own->project;
        if (!own->mayManageKeys())
            query.id = own->id; // every key may look at itself
    }
    auto paging = m_context.identity.keyPage(*exchange->loop, std::move(query));
    auto page = co_await paging;
    if (!page)
        co_return page.error();
    co_return std::move(page->keys);
}

QCoro::Task<Result<Answer>> LiteLlmUsers::info(std::shared_ptr<Exchange> exchange)
{
    auto finding = liteLlmUser(m_context, exchange, exchange->query("user_id").value_or(""), Role::Viewer);
    const auto account = co_await finding;
    if (!account)
        co_return account.error();
    auto asking = m_context.limits.limitsOf(*exchange->loop, limits::Scope::Account, account->id.text());
    const auto limits = co_await asking;
    if (!limits)
        co_return limits.error();
    const std::int64_t now = m_context.clock.wallMs();
    const bool own = account->id == exchange->principal->account->id;
    auto summing =
        m_context.database.read(*exchange->loop, [id = account->id, from = spendFromMs(*limits, account->timeZone, now),
                                                  project = own ? identity::confinedTo(*exchange->principal)
                                                                : ProjectId()](storage::Connection &connection) {
            return usage::spent(connection, id, project, {}, from);
        });
    const auto spent = co_await summing;
    if (!spent)
        co_return spent.error();
    auto listing = visibleKeys(exchange, account->id);
    auto keys = co_await listing;
    if (!keys)
        co_return keys.error();
    auto limiting = withLimits(m_context, exchange, std::move(*keys));
    auto limited = co_await limiting;
    if (!limited)
        co_return limited.error();
    auto showing = liteLlmKeys(m_context, exchange, std::move(*limited));
    const auto shown = co_await showing;
    if (!shown)
        co_return shown.error();
    JsonWriter json;
    json.beginObject().field("user_id", account->id.text()).key("user_info").beginObject();
    writeUser(json, *account, *limits, spent->total.cost, now);
    json.endObject().key("keys").beginArray();
    for (const auto &key : *shown) {
        json.beginObject();
        writeLiteLlmKey(json, key, now);
        json.endObject();
    }
    Answer answer;
    answer.body = json.endArray().key("teams").beginArray().endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
