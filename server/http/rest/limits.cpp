#include <server/http/rest/actor.h>
#include <server/http/rest/limits.h>
#include <server/http/rest/limits_json.h>

#include <algorithm>

namespace beaver::http {

namespace {

struct Standing
{
    limits::Scope scope = limits::Scope::Plan;
    std::string id;
};

Result<Standing> standingOf(const std::optional<std::string> &scope, const std::optional<std::string> &id)
{
    const auto named = limits::scopeByName(scope.value_or(""));
    if (!named)
        return invalid("scope", "'scope' takes plan, account, project or key.");
    if (!id || id->empty() || id->size() > 200)
        return invalid("id", "'id' takes the id of the plan, account, project or key.");
    return Standing{*named, *id};
}

void writePlan(JsonWriter &json, const limits::Plan &plan, bool isDefault)
{
    json.beginObject().field("id", plan.id).field("name", plan.name).field("is_default", isDefault);
    writeLimits(json, "limits", plan.limits);
    json.endObject();
}

Error noPlan()
{
    return {ErrorCode::NotFound, "There is no such plan.", {}, "plan_not_found", {}, 0};
}

Result<void> checkPlanName(const std::optional<std::string> &name)
{
    if (!name || (!name->empty() && name->size() <= 100))
        return {};
    return invalid("name", "'name' takes 1 to 100 characters.");
}

Result<void> checkPlanId(std::string_view id)
{
    const bool sound = !id.empty() && id.size() <= 60 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    return sound ? Result<void>() : invalid("id", "'id' takes 1 to 60 of a-z, 0-9, - and _.");
}

Answer shownPlan(const limits::Plan &plan, bool isDefault, int status)
{
    JsonWriter json;
    writePlan(json, plan, isDefault);
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> LimitHandlers::plans(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 1000);
    if (!limit)
        co_return limit.error();
    const auto after = exchange->query("after");
    const auto plans = m_limits.plans();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    bool past = !after.has_value();
    int count = 0;
    std::string last;
    bool more = false;
    for (const auto &plan : plans) {
        if (past && count == *limit) {
            more = true;
            break;
        }
        if (past) {
            writePlan(json, plan, plan.id == plans.front().id);
            last = plan.id;
            ++count;
        }
        past = past || plan.id == *after;
    }
    Answer answer;
    json.endArray().field("has_more", more).optionalField("next", more ? last : std::string());
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LimitHandlers::plan(std::shared_ptr<Exchange> exchange)
{
    const auto plan = m_limits.plan(exchange->parameter("id"));
    if (!plan)
        co_return noPlan();
    co_return shownPlan(*plan, plan->id == m_limits.firstPlan(), 200);
}

QCoro::Task<Result<Answer>> LimitHandlers::createPlan(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    limits::Plan plan;
    plan.id = body.text("id");
    const auto name = body.optionalText("name");
    const auto wanted = readLimits(body, "limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto sound = checkPlanId(plan.id); !sound)
        co_return sound.error();
    if (auto sound = checkPlanName(name); !sound)
        co_return sound.error();
    plan.name = name.value_or(plan.id);
    plan.limits = changed({}, wanted.value_or(std::vector<LimitChange>()));
    auto adding = m_limits.addPlan(*exchange->loop, actorOf(*exchange), plan);
    const auto added = co_await adding;
    if (!added)
        co_return added.error();
    co_return shownPlan(plan, plan.id == m_limits.firstPlan(), 201);
}

QCoro::Task<Result<Answer>> LimitHandlers::changePlan(std::shared_ptr<Exchange> exchange)
{
    const std::string id = exchange->parameter("id");
    const auto before = m_limits.plan(id);
    if (!before)
        co_return noPlan();
    JsonBody body(exchange->request->body);
    limits::LimitsService::PlanPatch patch;
    patch.name = body.optionalText("name");
    const auto position = body.optionalNumber("position");
    const auto wanted = readLimits(body, "limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto sound = checkPlanName(patch.name); !sound)
        co_return sound.error();
    if (position && (*position < 0 || *position > 10'000))
        co_return invalid("position", "'position' takes a whole number from 0, the first.");
    if (position)
        patch.position = static_cast<int>(*position);
    if (wanted)
        patch.limits = changed(before->limits, *wanted);
    auto changing = m_limits.changePlan(*exchange->loop, actorOf(*exchange), id, std::move(patch));
    const auto done = co_await changing;
    if (!done)
        co_return done.error();
    const auto now = m_limits.plan(id);
    if (!now)
        co_return noPlan();
    co_return shownPlan(*now, now->id == m_limits.firstPlan(), 200);
}

QCoro::Task<Result<Answer>> LimitHandlers::removePlan(std::shared_ptr<Exchange> exchange)
{
    const std::string id = exchange->parameter("id");
    auto removing = m_limits.removePlan(*exchange->loop, actorOf(*exchange), id);
    const auto done = co_await removing;
    if (!done)
        co_return done.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("id", id).field("deleted", true).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LimitHandlers::show(std::shared_ptr<Exchange> exchange, limits::Scope scope, std::string id)
{
    auto reading = m_limits.limitsOf(*exchange->loop, scope, id);
    const auto limits = co_await reading;
    if (!limits)
        co_return limits.error();
    JsonWriter json;
    json.beginObject().field("scope", limits::scopeName(scope)).field("id", id);
    writeLimits(json, "limits", *limits);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LimitHandlers::limitsOf(std::shared_ptr<Exchange> exchange)
{
    const auto standing = standingOf(exchange->query("scope"), exchange->query("id"));
    if (!standing)
        co_return standing.error();
    auto showing = show(exchange, standing->scope, standing->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> LimitHandlers::setLimits(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const auto scope = body.optionalText("scope");
    const auto id = body.optionalText("id");
    const auto wanted = readLimits(body, "limits");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto standing = standingOf(scope, id);
    if (!standing)
        co_return standing.error();
    if (!wanted)
        co_return invalid("limits", "'limits': This field is required: an object such as {\"spend_per_day\": 5}.");
    auto setting =
        m_limits.setLimits(*exchange->loop, actorOf(*exchange), standing->scope, standing->id, changed({}, *wanted));
    const auto done = co_await setting;
    if (!done)
        co_return done.error();
    auto showing = show(exchange, standing->scope, standing->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> LimitHandlers::removeLimits(std::shared_ptr<Exchange> exchange)
{
    const auto standing = standingOf(exchange->query("scope"), exchange->query("id"));
    if (!standing)
        co_return standing.error();
    auto setting = m_limits.setLimits(*exchange->loop, actorOf(*exchange), standing->scope, standing->id, {});
    const auto done = co_await setting;
    if (!done)
        co_return done.error();
    auto showing = show(exchange, standing->scope, standing->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> LimitHandlers::nearest(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    // All of them are walked: on a reader's thread, not here.
    auto walking = m_database.read(*exchange->loop, [this, most = static_cast<std::size_t>(*limit)](
                                                        storage::Connection &) { return m_limits.nearest(most); });
    const auto nearest = co_await walking;
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &state : nearest)
        writeLimitState(json, state);
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LimitHandlers::own(std::shared_ptr<Exchange> exchange)
{
    const auto &account = *exchange->principal->account;
    const auto &apiKey = exchange->principal->key;
    const ProjectId project = apiKey ? apiKey->project : ProjectId();
    const KeyId key = apiKey ? apiKey->id : KeyId();
    JsonWriter json;
    json.beginObject().field("plan", account.plan).field("time_zone", account.timeZone).key("data").beginArray();
    for (const auto &state : m_limits.states({account.id, account.plan, account.timeZone, project, key}))
        writeLimitState(json, state);
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    co_return answer;
}

} // namespace beaver::http
