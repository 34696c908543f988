#include <server/audit/audit_log.h>
#include <server/catalog/catalogue_admin.h>
#include <server/catalog/catalogue_store.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::catalog {

namespace {

using storage::Connection;

Result<void> ranWell(const Result<std::int64_t> &ran)
{
    return ran ? Result<void>() : Result<void>(ran.error());
}

Result<void> keepSetting(Connection &connection, std::string_view name, std::string_view value)
{
    return ranWell(connection
                       .prepared("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                                 "value = excluded.value")
                       .bind(name)
                       .bind(value)
                       .run());
}

std::string categoryJson(const CategoryRule &rule)
{
    JsonWriter json;
    return json.beginObject()
        .field("name", rule.name)
        .field("percentile", rule.percentile)
        .rawField("markup_percent", formatScaled(rule.markupPpm, 4))
        .endObject()
        .take();
}

std::string policyJson(std::string_view policy)
{
    JsonWriter json;
    return json.beginObject().optionalField("pricing_policy", policy).endObject().take();
}

std::string recalculationJson(const Recalculation &done)
{
    JsonWriter json;
    json.beginObject().field("models", done.models).field("changes", done.changes.size()).key("cuts").beginArray();
    for (const auto &cut : done.cuts)
        json.beginObject().field("category", cut.category).field("percentile", cut.percentile).endObject();
    return json.endArray().endObject().take();
}

/// A cut must stay between those of its neighbours; the last category has no upper one.
Result<void> checkPercentile(const std::vector<CategoryRule> &rules, std::size_t at, int percentile)
{
    const int least = at == 0 ? 1 : rules[at - 1].percentile + 1;
    const int most = at + 1 < rules.size() ? rules[at + 1].percentile - 1 : 100;
    if (at + 1 == rules.size() && percentile != 100)
        return invalid("percentile", "The dearest category reaches to 100.");
    if (percentile < least || percentile > most)
        return invalid("percentile", "'percentile' takes " + std::to_string(least) + " to " + std::to_string(most) +
                                         ", between the categories beside it.");
    return {};
}

} // namespace

ops::Future<Result<void>> CatalogueService::changeCategory(ops::Executor &loop, audit::Actor actor, std::string name,
                                                           CategoryPatch patch)
{
    const ops::Promise<Result<void>> promise(loop);
    auto work = [this, actor, name, patch, nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
        const auto catalogue = stored();
        const auto &rules = catalogue->categories;
        const auto found = std::ranges::find(rules, name, &CategoryRule::name);
        if (found == rules.end())
            return Error{
                ErrorCode::NotFound, "There is no such pricing category.", {}, "pricing_category_not_found", {}, 0};
        CategoryRule rule = *found;
        rule.markupPpm = patch.markupPpm.value_or(rule.markupPpm);
        if (patch.percentile) {
            rule.percentile = *patch.percentile;
            auto sound = checkPercentile(rules, static_cast<std::size_t>(found - rules.begin()), rule.percentile);
            if (!sound)
                return sound;
        }
        auto written =
            ranWell(connection.prepared("UPDATE pricing_categories SET markup_ppm = ?, percentile = ? WHERE name = ?")
                        .bind(rule.markupPpm)
                        .bind(rule.percentile)
                        .bind(name)
                        .run());
        if (written)
            written = audit::append(
                connection, {actor, "pricing_category.change", name, categoryJson(*found), categoryJson(rule)}, nowMs);
        return written;
    };
    m_database.write(std::move(work), [this, promise](Result<void> written) {
        if (!written)
            promise.set(std::move(written));
        else
            load([promise](Result<void> loaded) { promise.set(std::move(loaded)); });
    });
    return promise.future();
}

ops::Future<Result<void>> CatalogueService::setPolicy(ops::Executor &loop, audit::Actor actor, std::string policy)
{
    const ops::Promise<Result<void>> promise(loop);
    auto work = [this, actor, policy, nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
        const auto before = stored()->policy;
        auto written =
            policy.empty()
                ? ranWell(connection.prepared("DELETE FROM settings WHERE name = ?").bind("pricing.policy").run())
                : keepSetting(connection, "pricing.policy", policy);
        if (written)
            written = audit::append(connection,
                                    {actor, "pricing.policy", "gateway",
                                     policyJson(before ? before->name() : std::string_view()), policyJson(policy)},
                                    nowMs);
        return written;
    };
    m_database.write(std::move(work), [this, promise](Result<void> written) {
        if (!written)
            promise.set(std::move(written));
        else
            load([promise](Result<void> loaded) { promise.set(std::move(loaded)); });
    });
    return promise.future();
}

ops::Future<Result<Recalculation>> CatalogueService::recalculateLater(ops::Executor &loop, bool dryRun,
                                                                      audit::Actor actor)
{
    const ops::Promise<Result<Recalculation>> promise(loop);
    if (dryRun) {
        m_database.read([this, promise](Connection &) {
            const auto catalogue = stored();
            promise.set(categorise(currentModels(*catalogue, m_clock.wallMs()), catalogue->categories));
        });
        return promise.future();
    }
    const auto done = std::make_shared<Recalculation>();
    auto work = [this, done, actor](Connection &connection) -> Result<void> {
        const auto nowMs = m_clock.wallMs();
        const auto catalogue = stored();
        *done = categorise(currentModels(*catalogue, nowMs), catalogue->categories);
        auto written = store::apply(connection, *done, actor.account, nowMs);
        if (written)
            written = keepSetting(connection, "pricing.recalculated_at", std::to_string(nowMs));
        if (written)
            written = audit::append(connection, {actor, "pricing.recalculate", "gateway", {}, recalculationJson(*done)},
                                    nowMs);
        return written;
    };
    m_database.write(std::move(work), [this, promise, done](Result<void> written) {
        if (!written) {
            promise.set(std::move(written).error());
            return;
        }
        load([promise, done](Result<void> loaded) {
            done->applied = true;
            promise.set(loaded ? Result<Recalculation>(std::move(*done)) : Result<Recalculation>(loaded.error()));
        });
    });
    return promise.future();
}

Result<Recalculation> CatalogueService::recalculationWith(const std::map<std::string, int> &percentiles) const
{
    const auto catalogue = stored();
    auto rules = catalogue->categories;
    for (auto &rule : rules) {
        if (const auto set = percentiles.find(rule.name); set != percentiles.end())
            rule.percentile = set->second;
    }
    for (std::size_t at = 0; at < rules.size(); ++at) {
        if (!percentiles.contains(rules[at].name))
            continue;
        if (auto sound = checkPercentile(rules, at, rules[at].percentile); !sound)
            return sound.error();
    }
    return categorise(currentModels(*catalogue, m_clock.wallMs()), rules);
}

PricingState CatalogueService::pricing() const
{
    const auto catalogue = stored();
    const auto now = snapshot();
    PricingState state{now->policy(),
                       catalogue->policy.has_value(),
                       catalogue->recalculatedAtMs,
                       catalogue->categories,
                       std::vector<int>(catalogue->categories.size()),
                       m_configured};
    for (const Model &model : now->models()) {
        const auto rule = std::ranges::find(state.categories, model.category, &CategoryRule::name);
        if (model.active && rule != state.categories.end())
            ++state.models[static_cast<std::size_t>(rule - state.categories.begin())];
    }
    return state;
}

std::map<std::string, std::int64_t> CatalogueService::priceChanges() const
{
    const auto catalogue = stored();
    const auto nowMs = m_clock.wallMs();
    std::map<std::string, std::int64_t> changes;
    for (const StoredModel &each : catalogue->models)
        for (const PriceVersion &version : each.versions) // oldest first
            if (version.validFromMs > nowMs) {
                changes.emplace(each.model.id, version.validFromMs);
                break;
            }
    return changes;
}

std::vector<PriceVersion> CatalogueService::priceHistory(std::string_view model) const
{
    const auto catalogue = stored();
    const auto found =
        std::ranges::find_if(catalogue->models, [&](const auto &each) { return each.model.id == model; });
    if (found == catalogue->models.end())
        return {};
    return {found->versions.rbegin(), found->versions.rend()};
}

ops::Future<Result<std::vector<CategoryMove>>> CatalogueService::categoryHistory(ops::Executor &loop, std::string model)
{
    return m_database.read(loop, [model](Connection &connection) -> Result<std::vector<CategoryMove>> {
        auto &find = connection.prepared("SELECT id, was, became, actor, created_at FROM category_changes WHERE "
                                         "model_id = ? ORDER BY id DESC LIMIT 200");
        find.bind(model);
        std::vector<CategoryMove> moves;
        for (;;) {
            const auto row = find.next();
            if (!row)
                return row.error();
            if (!*row)
                return moves;
            moves.push_back({find.integer(0), find.text(1), find.text(2), find.text(3), find.integer(4)});
        }
    });
}

} // namespace beaver::catalog
