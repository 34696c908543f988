#include <QDateTime>

#include <server/catalog/policy.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/accounts.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/limits_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

Result<void> checkPlan(const limits::LimitsService &limits, const std::optional<std::string> &plan)
{
    if (!plan || limits.hasPlan(*plan))
        return {};
    std::string known;
    for (const auto &each : limits.plans())
        known.append(known.empty() ? "" : ", ").append(each.id);
    return invalid("plan", "There is no plan '" + plan->substr(0, 60) + "'. There are: " + known + ".");
}

/// RFC 3339, or whole seconds since 1970.
Result<std::optional<std::int64_t>> expiryMs(JsonBody &body)
{
    const auto text = body.optionalText("expires_at");
    if (!text)
        return std::optional<std::int64_t>();
    const QDateTime at = QDateTime::fromString(QString::fromStdString(*text), Qt::ISODateWithMs);
    if (!at.isValid())
        return invalid("expires_at", "'expires_at' takes a time such as 2027-01-31T12:00:00Z.");
    return std::optional<std::int64_t>(at.toMSecsSinceEpoch());
}

std::string keyJson(const identity::CreatedApiKey &created)
{
    const auto &key = created.key;
    JsonWriter json;
    json.beginObject()
        .field("id", key.id.text())
        .field("account_id", key.account.text())
        .nullField("project_id")
        .field("name", key.name)
        .field("key", created.secret.reveal())
        .field("preview", key.preview)
        .optionalField("role", identity::roleName(key.role));
    writeTexts(json, "scopes", key.scopes);
    writeTexts(json, "permissions", key.permissions);
    writeTexts(json, "allowed_models", key.allowedModels);
    writeTexts(json, "allowed_ips", key.allowedIps);
    writeTexts(json, "allowed_referrers", key.allowedReferrers);
    if (key.expiresAtMs)
        json.field("expires_at", api::rfc3339(*key.expiresAtMs));
    else
        json.nullField("expires_at");
    return json.field("is_active", key.active).field("created_at", api::rfc3339(key.createdAtMs)).endObject().take();
}

} // namespace

QCoro::Task<Result<Answer>> AccountHandlers::show(std::shared_ptr<Exchange> exchange, identity::Account account,
                                                  int status)
{
    auto loading = m_ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    writeAccount(json, account, *balance);
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AccountHandlers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::NewAccount wanted;
    wanted.email = body.text("email");
    wanted.fullName = body.optionalText("full_name").value_or("");
    const auto plan = body.optionalText("plan");
    const auto role = body.optionalText("role");
    const auto password = body.optionalText("password");
    const Money initial = body.optionalMoney("initial_balance").value_or(Money());
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto known = checkPlan(m_limits, plan); !known)
        co_return known.error();
    wanted.plan = plan.value_or("");
    if (initial.isNegative() || initial.nanoUsd() > largestTopUpNanoUsd)
        co_return Error{
            ErrorCode::Unprocessable, "'initial_balance' takes 0 to 1000000 USD.", "initial_balance", {}, {}, 0};
    if (role) {
        const auto named = identity::roleByName(*role);
        if (!named)
            co_return invalid("role", "'role' takes viewer, billing, admin or owner.");
        if (*named >= identity::Role::Admin && exchange->principal->role < identity::Role::Owner)
            co_return Error{
                ErrorCode::Forbidden, "Only an owner may make an owner or admin.", "role", "role_required", {}, 0};
        wanted.role = *named;
    }
    if (password)
        wanted.password = Secret(*password);

    auto creating = m_identity.createAccount(*exchange->loop, std::move(wanted));
    const auto account = co_await creating;
    if (!account)
        co_return account.error();
    if (!initial.isZero()) {
        auto toppingUp = m_ledger.topUp(*exchange->loop, account->id, initial, "Initial balance",
                                        exchange->principal->account->id, nullptr);
        const auto entry = co_await toppingUp;
        if (!entry)
            co_return entry.error();
    }
    auto showing = show(exchange, *account, 201);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AccountHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto reading = m_identity.accounts(*exchange->loop, *limit, exchange->query("after").value_or(""));
    const auto page = co_await reading;
    if (!page)
        co_return page.error();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &account : page->accounts) {
        auto loading = m_ledger.load(*exchange->loop, account.id);
        const auto balance = co_await loading;
        if (!balance)
            co_return balance.error();
        writeAccount(json, account, *balance);
    }
    json.endArray().field("has_more", page->hasMore);
    json.optionalField("next", page->hasMore ? page->accounts.back().id.text() : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AccountHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_identity.account(*exchange->loop, AccountId(exchange->parameter("id")));
    const auto account = co_await reading;
    if (!account)
        co_return account.error();
    auto showing = show(exchange, *account, 200);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AccountHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::IdentityService::AccountPatch patch;
    patch.fullName = body.optionalText("full_name");
    patch.plan = body.optionalText("plan");
    patch.status = body.optionalText("status");
    patch.timeZone = body.optionalText("time_zone");
    patch.pricingPolicy = body.optionalText("pricing_policy");
    const auto role = body.optionalText("role");
    const auto wantedLimits = readLimits(body, "limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto known = checkPlan(m_limits, patch.plan); !known)
        co_return known.error();
    if (patch.pricingPolicy && !patch.pricingPolicy->empty()) {
        const auto policy = catalog::Policy::parse("pricing_policy", *patch.pricingPolicy);
        if (!policy)
            co_return policy.error();
        patch.pricingPolicy = std::string(policy->name());
    }
    if (role) {
        patch.role = identity::roleByName(*role);
        if (!patch.role)
            co_return invalid("role", "'role' takes viewer, billing, admin, owner or an empty text.");
    }
    const AccountId id(exchange->parameter("id"));
    auto changing = m_identity.updateAccount(*exchange->loop, id, std::move(patch),
                                             {actorOf(*exchange), exchange->principal->role});
    const auto account = co_await changing;
    if (!account)
        co_return account.error();
    if (wantedLimits) {
        auto reading = m_limits.limitsOf(*exchange->loop, limits::Scope::Account, id.text());
        auto before = co_await reading;
        if (!before)
            co_return before.error();
        auto setting = m_limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Account, id.text(),
                                          changed(std::move(*before), *wantedLimits));
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    auto showing = show(exchange, *account, 200);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AccountHandlers::createKey(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::NewApiKey wanted;
    wanted.account = AccountId(body.text("account_id"));
    wanted.name = body.text("name");
    wanted.scopes = body.optionalTexts("scopes").value_or(std::vector<std::string>());
    wanted.permissions = body.optionalTexts("permissions").value_or(std::vector<std::string>());
    wanted.allowedModels = body.optionalTexts("allowed_models").value_or(std::vector<std::string>());
    wanted.allowedIps = body.optionalTexts("allowed_ips").value_or(std::vector<std::string>());
    wanted.allowedReferrers = body.optionalTexts("allowed_referrers").value_or(std::vector<std::string>());
    const auto wantedLimits = readLimits(body, "limits");
    const auto role = body.optionalText("role");
    const auto expiry = expiryMs(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!expiry)
        co_return expiry.error();
    const auto limits = changed({}, wantedLimits.value_or(std::vector<LimitChange>()));
    wanted.expiresAtMs = *expiry;
    if (role) {
        const auto named = identity::roleByName(*role);
        if (!named)
            co_return invalid("role", "'role' takes viewer, billing, admin or owner.");
        if (*named >= identity::Role::Admin && exchange->principal->role < identity::Role::Owner)
            co_return Error{
                ErrorCode::Forbidden, "Only an owner may make an owner or admin.", "role", "role_required", {}, 0};
        wanted.role = *named;
    }
    auto creating = m_identity.createKey(*exchange->loop, std::move(wanted));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    if (!limits.empty()) {
        auto writing = m_limits.writeKeyLimits(*exchange->loop, created->key.id, limits);
        const auto written = co_await writing;
        if (!written)
            co_return written.error();
        m_limits.setKeyLimits(created->key.id, limits);
    }
    Answer answer;
    answer.status = 201;
    answer.body = keyJson(*created);
    co_return answer;
}

} // namespace beaver::http
