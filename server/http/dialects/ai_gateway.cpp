#include <server/http/dialects/ai_gateway.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/keys.h>
#include <server/identity/address_name.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

using limits::Limit;
using limits::Period;
using limits::Resource;

std::optional<Money> budgetOf(const std::vector<Limit> &limits, Period period)
{
    for (const Limit &limit : limits)
        if (limit.resource == Resource::Spend && limit.period == period)
            return Money::fromNanoUsd(limit.amount);
    return std::nullopt;
}

void writeMoney(JsonWriter &json, std::string_view name, std::optional<Money> amount)
{
    if (amount)
        json.field(name, *amount);
    else
        json.nullField(name);
}

void writeKey(JsonWriter &json, const identity::ApiKey &key, const std::vector<Limit> &limits, std::int64_t nowMs)
{
    json.field("id", key.id.text())
        .field("name", key.name)
        .field("projectId", key.project.text())
        .field("preview", key.preview)
        .field("isActive", key.status(nowMs) == "active");
    writeMoney(json, "dailyBudget", budgetOf(limits, Period::Day));
    writeMoney(json, "monthlyBudget", budgetOf(limits, Period::Month));
    json.optionalField("lastUsedAt", key.lastUsedAtMs ? api::rfc3339(*key.lastUsedAtMs) : std::string())
        .field("createdAt", api::rfc3339(key.createdAtMs));
}

Answer success(int status, const std::string &data)
{
    JsonWriter json;
    Answer answer;
    answer.status = status;
    answer.body = json.beginObject().field("success", true).rawField("data", data).endObject().take();
    return answer;
}

std::vector<Limit> readBudgets(JsonBody &body)
{
    std::vector<Limit> limits;
    const auto add = [&](std::string_view name, Period period) {
        const auto amount = body.optionalMoney(name);
        if (amount && amount->isNegative())
            body.refuse(name, "An amount from 0 USD is expected.");
        if (amount)
            limits.push_back({Resource::Spend, period, amount->nanoUsd(), false});
    };
    add("dailyBudget", Period::Day);
    add("monthlyBudget", Period::Month);
    if (const auto rate = body.optionalNumber("rateLimit")) {
        if (*rate < 1)
            body.refuse("rateLimit", "A number of requests per minute from 1 is expected.");
        limits.push_back({Resource::Requests, Period::Minute, *rate, false});
    }
    return limits;
}

} // namespace

QCoro::Task<Result<Answer>> AiGatewayHandlers::createProject(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string name = body.text("name");
    std::vector<std::pair<std::string, Secret>> keys;
    for (const auto &[field, provider] : {std::pair("openaiKey", "openai"), std::pair("anthropicKey", "anthropic")}) {
        if (auto key = body.optionalText(field))
            keys.emplace_back(provider, Secret(std::move(*key)));
    }
    for (const auto &[provider, key] : keys)
        if (!projects::ProjectService::checkKey(key))
            body.refuse(provider + "Key", "The provider's key is expected: 8 to 4096 visible characters.");
    if (!projects::ProjectService::checkName(name))
        body.refuse("name", "1 to 100 bytes without control characters are expected.");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!m.shared.registrationOpen)
        co_return Error{ErrorCode::Forbidden,
                        "Projects aren't made by everybody here. Ask the operator for an account.",
                        {},
                        "registration_closed",
                        {},
                        0};
    if (const auto waitMs =
            m.shared.creations.take(identity::addressName(exchange->caller.address), m.clock.monotonicUs());
        waitMs > 0)
        co_return Error{ErrorCode::RateLimited,
                        "Too many projects were made from this address. Try again later.",
                        {},
                        "too_many_projects",
                        {},
                        waitMs};

    // Nobody signs in to it: no person can be reached at this address, and it has no password.
    identity::NewAccount wanted;
    wanted.email = "project-" + newUlid(m.clock.wallMs()) + "@projects.invalid";
    wanted.fullName = name;
    auto registering = m.identity.createAccount(*exchange->loop, std::move(wanted));
    const auto account = co_await registering;
    if (!account)
        co_return account.error();
    audit::Actor actor(account->id.text());
    actor.address = exchange->caller.address;
    actor.requestId = exchange->requestId;
    auto creating = m.projects.create(*exchange->loop, actor, account->id, name);
    const auto view = co_await creating;
    if (!view)
        co_return view.error();
    JsonWriter providers;
    providers.beginArray();
    for (auto &[provider, key] : keys) {
        auto putting = m.projects.putCredential(*exchange->loop, actor, {account->id, {}, true}, view->project.id,
                                                provider, std::move(key));
        const auto put = co_await putting;
        if (!put)
            co_return put.error();
        providers.value(provider);
    }
    identity::NewApiKey admin;
    admin.account = account->id;
    admin.project = view->project.id;
    admin.createdBy = account->id;
    admin.name = "Admin";
    admin.permissions = {"read", "write", "admin"};
    identity::KeyAuthority by;
    by.actor = actor;
    by.account = account->id;
    auto making = m.identity.createKey(*exchange->loop, std::move(admin), std::move(by));
    const auto key = co_await making;
    if (!key)
        co_return key.error();
    JsonWriter json;
    json.beginObject()
        .field("id", view->project.id.text())
        .field("name", view->project.name)
        .rawField("providers", providers.endArray().take())
        .field("apiKey", key->secret.reveal())
        .field("apiKeyId", key->key.id.text())
        .field("createdAt", api::rfc3339(view->project.createdAtMs))
        .endObject();
    Answer answer = success(201, json.take());
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::createKey(std::shared_ptr<Exchange> exchange)
{
    auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    JsonBody body(exchange->request->body);
    identity::NewApiKey wanted;
    wanted.name = body.text("name");
    const auto limits = readBudgets(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    wanted.account = by->account;
    wanted.project = by->project;
    wanted.createdBy = exchange->principal->account->id;
    const audit::Actor actor = by->actor;
    auto making = m.identity.createKey(*exchange->loop, std::move(wanted), std::move(*by));
    const auto created = co_await making;
    if (!created)
        co_return created.error();
    if (!limits.empty()) {
        auto setting = m.limits.setLimits(*exchange->loop, actor, limits::Scope::Key, created->key.id.text(), limits);
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    JsonWriter json;
    json.beginObject();
    writeKey(json, created->key, limits, m.clock.wallMs());
    json.field("key", created->secret.reveal()).field("apiKey", created->secret.reveal()).endObject();
    Answer answer = success(201, json.take());
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::keys(std::shared_ptr<Exchange> exchange)
{
    const auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 200);
    if (!limit)
        co_return limit.error();
    identity::KeyQuery query;
    query.account = by->account;
    query.project = by->project;
    query.limit = *limit;
    query.after = exchange->query("after").value_or("");
    auto paging = m.identity.keyPage(*exchange->loop, std::move(query));
    const auto page = co_await paging;
    if (!page)
        co_return page.error();
    JsonWriter json;
    json.beginArray();
    for (const auto &key : page->keys) {
        auto asking = m.limits.limitsOf(*exchange->loop, limits::Scope::Key, key.id.text());
        const auto limits = co_await asking;
        if (!limits)
            co_return limits.error();
        json.beginObject();
        writeKey(json, key, *limits, m.clock.wallMs());
        json.endObject();
    }
    Answer answer = success(200, json.endArray().take());
    answer.body.pop_back();
    JsonWriter rest;
    rest.beginObject().field("hasMore", page->hasMore);
    rest.optionalField("next", page->hasMore ? page->keys.back().id.text() : std::string());
    answer.body += "," + rest.endObject().take().substr(1);
    co_return answer;
}

QCoro::Task<Result<Answer>> AiGatewayHandlers::removeKey(std::shared_ptr<Exchange> exchange)
{
    auto by = KeyHandlers::ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    std::string id = exchange->parameter("id");
    if (id.empty())
        id = exchange->query("id").value_or("");
    if (id.empty())
        co_return invalid("id", "'id': name the key: DELETE /api/v1/projects/api-keys/{id}.");
    auto revoking = m.identity.revokeKey(*exchange->loop, KeyId(id), std::move(*by));
    const auto key = co_await revoking;
    if (!key)
        co_return key.error();
    JsonWriter json;
    co_return success(200, json.beginObject().field("id", key->id.text()).field("deleted", true).endObject().take());
}

} // namespace beaver::http
