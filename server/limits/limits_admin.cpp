#include <server/audit/audit_log.h>
#include <server/limits/limit_names.h>
#include <server/limits/limits_private.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::limits {

namespace {

using storage::Connection;

void writeLimits(JsonWriter &json, const std::vector<Limit> &limits)
{
    json.beginObject();
    for (const Limit &limit : inOrder(limits)) {
        json.key(limitName(limit)).beginObject();
        if (limit.resource == Resource::Spend)
            json.field("amount", Money::fromNanoUsd(limit.amount));
        else
            json.field("amount", limit.amount);
        json.field("shadow", limit.shadow).endObject();
    }
    json.endObject();
}

std::string limitsJson(const std::vector<Limit> &limits)
{
    JsonWriter json;
    writeLimits(json, limits);
    return json.take();
}

std::string planJson(const Plan &plan)
{
    JsonWriter json;
    json.beginObject().field("id", plan.id).field("name", plan.name).key("limits");
    writeLimits(json, plan.limits);
    return json.endObject().take();
}

Error nothingThere(Scope scope)
{
    return {ErrorCode::NotFound,
            "There is no such " + std::string(scope == Scope::Key ? "API key" : scopeName(scope)) + ".",
            "id",
            std::string(scopeName(scope)) + "_not_found",
            {},
            0};
}

Result<void> checkThere(Connection &connection, Scope scope, const std::string &id)
{
    const auto there = store::exists(connection, scope, id);
    if (!there)
        return there.error();
    return *there ? Result<void>() : Result<void>(nothingThere(scope));
}

const Plan *planOf(const std::vector<Plan> &plans, std::string_view id)
{
    const auto found = std::ranges::find(plans, id, &Plan::id);
    return found == plans.end() ? nullptr : &*found;
}

} // namespace

QCoro::Task<Result<std::vector<Limit>>> LimitsService::limitsOf(ops::Executor &loop, Scope scope, std::string id)
{
    auto reading = d->database.read(loop, [scope, id](Connection &connection) -> Result<std::vector<Limit>> {
        if (auto there = checkThere(connection, scope, id); !there)
            return there.error();
        return store::limitsOf(connection, scope, id);
    });
    co_return co_await reading;
}

QCoro::Task<Result<void>> LimitsService::setLimits(ops::Executor &loop, audit::Actor actor, Scope scope, std::string id,
                                                   std::vector<Limit> limits)
{
    auto writing = d->database.write(
        loop, [scope, id, actor, limits, nowMs = d->clock.wallMs()](Connection &connection) -> Result<void> {
            if (auto there = checkThere(connection, scope, id); !there)
                return there;
            const auto before = store::limitsOf(connection, scope, id);
            if (!before)
                return before.error();
            if (auto written = store::replaceLimits(connection, scope, id, limits, nowMs); !written)
                return written;
            return audit::append(connection, {actor, "limits.set", id, limitsJson(*before), limitsJson(limits)}, nowMs);
        });
    auto written = co_await writing;
    if (!written)
        co_return written.error();
    auto adopting = scope == Scope::Plan ? d->reloadPlans(loop) : d->adopt(loop, scope, id);
    co_return co_await adopting;
}

QCoro::Task<Result<void>> LimitsService::addPlan(ops::Executor &loop, audit::Actor actor, Plan plan)
{
    auto writing =
        d->database.write(loop, [plan, actor, nowMs = d->clock.wallMs()](Connection &connection) -> Result<void> {
            const auto plans = store::loadPlans(connection);
            if (!plans)
                return plans.error();
            if (planOf(*plans, plan.id))
                return Error{ErrorCode::Conflict, "There is a plan with this id already.", "id", "plan_exists", {}, 0};
            const int last = static_cast<int>(plans->size()) + 1;
            if (auto written = store::insertPlan(connection, plan, last, nowMs); !written)
                return written;
            return audit::append(connection, {actor, "plan.create", plan.id, {}, planJson(plan)}, nowMs);
        });
    auto written = co_await writing;
    if (!written)
        co_return written.error();
    auto reloading = d->reloadPlans(loop);
    co_return co_await reloading;
}

QCoro::Task<Result<void>> LimitsService::changePlan(ops::Executor &loop, audit::Actor actor, std::string id,
                                                    PlanPatch patch)
{
    auto work = [id, actor, patch, nowMs = d->clock.wallMs()](Connection &connection) -> Result<void> {
        const auto plans = store::loadPlans(connection);
        if (!plans)
            return plans.error();
        const Plan *before = planOf(*plans, id);
        if (!before)
            return nothingThere(Scope::Plan);
        Plan plan = *before;
        plan.name = patch.name.value_or(plan.name);
        plan.limits = patch.limits.value_or(plan.limits);
        auto written = store::updatePlan(connection, id, plan.name);
        if (written && patch.limits)
            written = store::replaceLimits(connection, Scope::Plan, id, plan.limits, nowMs);
        if (written && patch.position) {
            std::vector<std::string> order;
            for (const Plan &each : *plans) {
                if (each.id != id)
                    order.push_back(each.id);
            }
            const auto at = std::clamp<std::size_t>(static_cast<std::size_t>(*patch.position), 0, order.size());
            order.insert(order.begin() + static_cast<std::ptrdiff_t>(at), id);
            written = store::orderPlans(connection, order);
        }
        if (!written)
            return written;
        return audit::append(connection, {actor, "plan.change", id, planJson(*before), planJson(plan)}, nowMs);
    };
    auto writing = d->database.write(loop, std::move(work));
    auto written = co_await writing;
    if (!written)
        co_return written.error();
    auto reloading = d->reloadPlans(loop);
    co_return co_await reloading;
}

QCoro::Task<Result<void>> LimitsService::removePlan(ops::Executor &loop, audit::Actor actor, std::string id)
{
    auto work = [id, actor, nowMs = d->clock.wallMs()](Connection &connection) -> Result<void> {
        const auto plans = store::loadPlans(connection);
        if (!plans)
            return plans.error();
        const Plan *before = planOf(*plans, id);
        if (!before)
            return nothingThere(Scope::Plan);
        const auto accounts = store::accountsOnPlan(connection, id);
        if (!accounts)
            return accounts.error();
        if (*accounts > 0)
            return Error{ErrorCode::Conflict,
                         std::to_string(*accounts) + " accounts are on this plan. Move them to another first.",
                         "id",
                         "plan_in_use",
                         {},
                         0};
        if (plans->size() == 1)
            return Error{
                ErrorCode::Conflict, "The last plan stays: new accounts begin on it.", "id", "last_plan", {}, 0};
        if (auto deleted = store::deletePlan(connection, id); !deleted)
            return deleted;
        return audit::append(connection, {actor, "plan.delete", id, planJson(*before), {}}, nowMs);
    };
    auto writing = d->database.write(loop, std::move(work));
    auto written = co_await writing;
    if (!written)
        co_return written.error();
    auto reloading = d->reloadPlans(loop);
    co_return co_await reloading;
}

ops::Future<Result<void>> LimitsService::writeKeyLimits(ops::Executor &loop, const KeyId &key,
                                                        std::vector<Limit> limits)
{
    return d->database.write(
        loop, [id = key.text(), limits = std::move(limits), nowMs = d->clock.wallMs()](Connection &connection) {
            return store::replaceLimits(connection, Scope::Key, id, limits, nowMs);
        });
}

} // namespace beaver::limits
