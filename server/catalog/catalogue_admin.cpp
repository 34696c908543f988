#include <server/audit/audit_log.h>
#include <server/catalog/catalogue_admin.h>
#include <server/catalog/catalogue_store.h>
#include <server/catalog/prices.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::catalog {

namespace {

using storage::Connection;

constexpr std::size_t longestModelId = 200;
/// A price may be taken by calls as soon as its time has come: before that there is room for clocks and for loading.
constexpr std::int64_t withdrawnAheadMs = 60'000;

bool isModelId(std::string_view id)
{
    return !id.empty() && id.size() <= longestModelId &&
           std::ranges::all_of(id, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

Result<void> checkId(std::string_view field, std::string_view id)
{
    if (isModelId(id))
        return {};
    return invalid(std::string(field), "'" + std::string(field) + "' takes 1 to 200 visible ASCII characters.");
}

Error taken(std::string_view field, std::string_view name)
{
    return {ErrorCode::Conflict,
            "'" + std::string(name.substr(0, 80)) + "' is the name of a model or an alias already.",
            std::string(field),
            "name_taken",
            {},
            0};
}

Error noModel()
{
    return {ErrorCode::NotFound, "There is no such model.", {}, "model_not_found", {}, 0};
}

Error noAlias()
{
    return {ErrorCode::NotFound, "There is no such alias.", {}, "alias_not_found", {}, 0};
}

Result<bool> exists(Connection &connection, std::string_view sql, std::string_view name)
{
    auto &find = connection.prepared(sql);
    const auto row = find.bind(name).next();
    if (!row)
        return row.error();
    find.reset();
    return *row;
}

/// Neither a model nor an alias has the name.
Result<void> checkFree(Connection &connection, std::string_view field, std::string_view name)
{
    for (const auto *sql : {"SELECT 1 FROM models WHERE id = ?", "SELECT 1 FROM model_aliases WHERE alias = ?"}) {
        const auto found = exists(connection, sql, name);
        if (!found)
            return found.error();
        if (*found)
            return taken(field, name);
    }
    return {};
}

Result<void> outcomeOf(const Result<std::int64_t> &ran)
{
    return ran ? Result<void>() : Result<void>(ran.error());
}

std::string_view stateText(PriceState state)
{
    return state == PriceState::Priced ? "priced" : state == PriceState::Free ? "free" : "unknown";
}

/// Only the fields that the patch names: others may have been changed since the snapshot.
Result<void> update(Connection &connection, const std::string &id, const ModelPatch &patch, std::int64_t nowMs)
{
    auto &statement = connection.prepared(
        "UPDATE models SET status = COALESCE(?, status), name = COALESCE(?, name), upstream_model = COALESCE(?, "
        "upstream_model), context_length = COALESCE(?, context_length), max_output_tokens = COALESCE(?, "
        "max_output_tokens), pricing_policy = COALESCE(?, pricing_policy), updated_at = ? WHERE id = ?");
    const auto optional = [&statement](const auto &value) {
        if (value)
            statement.bind(*value);
        else
            statement.bindNull();
    };
    std::optional<std::string> status;
    if (patch.active)
        status = *patch.active ? "active" : "inactive";
    optional(status);
    optional(patch.name);
    optional(patch.upstreamModel);
    optional(patch.contextLength);
    optional(patch.maxOutputTokens);
    optional(patch.policy);
    return outcomeOf(statement.bind(nowMs).bind(id).run());
}

void writeTextList(JsonWriter &json, std::string_view name, const std::vector<std::string> &texts)
{
    json.key(name).beginArray();
    for (const auto &text : texts)
        json.value(text);
    json.endArray();
}

std::string aliasJson(std::string_view alias, std::string_view model)
{
    JsonWriter json;
    return json.beginObject().field("alias", alias).field("model", model).endObject().take();
}

std::string versionJson(const PriceVersion &version)
{
    JsonWriter json;
    json.beginObject().field("valid_from", api::rfc3339(version.validFromMs));
    writePrices(json, version);
    return json.endObject().take();
}

} // namespace

void writePrices(JsonWriter &json, const PriceVersion &version)
{
    json.field("price_state", stateText(version.state)).field("price_version", version.id);
    json.key("list_prices").beginArray();
    for (const PriceTier &tier : version.tiers) {
        json.beginObject().field("from_input_tokens", tier.fromInputTokens);
        for (std::size_t at = 0; at < wire::bucketCount; ++at) {
            const auto bucket = static_cast<wire::Bucket>(at);
            if (tier.prices[at])
                json.rawField(wire::bucketName(bucket),
                              formatScaled(static_cast<Int128>(*tier.prices[at]) * statedUnits(bucket), 15));
        }
        json.endObject();
    }
    json.endArray();
}

std::string modelJson(const Model &model)
{
    JsonWriter json;
    json.beginObject();
    writeModel(json, model);
    return json.endObject().take();
}

void writeModel(JsonWriter &json, const Model &model)
{
    json.field("id", model.id)
        .field("provider", model.provider)
        .field("name", model.name)
        .field("upstream_model", model.upstreamModel)
        .field("is_active", model.active)
        .optionalField("category", model.category)
        .field("context_length", model.contextLength)
        .field("max_output_tokens", model.maxOutputTokens)
        .optionalField("pricing_policy", model.policy ? model.policy->name() : std::string_view());
    writeTextList(json, "input_modalities", model.inputModalities);
    writeTextList(json, "output_modalities", model.outputModalities);
    writeTextList(json, "features", model.features);
    writeTextList(json, "aliases", model.aliases);
    writePrices(json, model.price);
}

ops::Future<Result<Model>> CatalogueService::addModel(ops::Executor &loop, audit::Actor actor, NewModel wanted)
{
    const auto nowMs = m_clock.wallMs();
    StoredModel stored;
    stored.source = "admin";
    stored.model = std::move(wanted.model);
    stored.model.createdAtMs = nowMs;
    stored.model.price = std::move(wanted.price);
    stored.model.price.validFromMs = nowMs;
    stored.model.price.source = "admin";
    stored.model.category = categoryByCuts(stored.model, this->stored()->categories);
    stored.versions = {stored.model.price};
    const std::string id = stored.model.id;
    return change(
        loop,
        [stored = std::move(stored), actor = std::move(actor), nowMs](Connection &connection) -> Result<void> {
            const Model &model = stored.model;
            auto checked = checkId("id", model.id);
            if (checked)
                checked = checkFree(connection, "id", model.id);
            for (const auto &alias : model.aliases) {
                if (checked)
                    checked = checkId("aliases", alias);
                if (checked)
                    checked = alias == model.id ? Result<void>(taken("aliases", alias))
                                                : checkFree(connection, "aliases", alias);
            }
            if (checked)
                checked = store::insertModel(connection, stored, nowMs);
            if (checked)
                checked = audit::append(connection, {actor, "model.create", model.id, {}, modelJson(model)}, nowMs);
            return checked;
        },
        id);
}

ops::Future<Result<Model>> CatalogueService::changeModel(ops::Executor &loop, audit::Actor actor, std::string id,
                                                         ModelPatch patch)
{
    const auto nowMs = m_clock.wallMs();
    auto work = [this, id, actor = std::move(actor), patch = std::move(patch),
                 nowMs](Connection &connection) -> Result<void> {
        const auto before = snapshot();
        const Model *known = before->find(id);
        if (!known || known->id != id)
            return noModel();
        Model model = *known;
        model.active = patch.active.value_or(model.active);
        model.name = patch.name.value_or(model.name);
        model.upstreamModel = patch.upstreamModel.value_or(model.upstreamModel);
        model.contextLength = patch.contextLength.value_or(model.contextLength);
        model.maxOutputTokens = patch.maxOutputTokens.value_or(model.maxOutputTokens);
        if (patch.policy)
            model.policy = Policy::byName(*patch.policy);
        auto written = checkId("upstream_model", model.upstreamModel);
        if (written)
            written = update(connection, id, patch, nowMs);
        if (written && patch.price) {
            model.price = *patch.price;
            model.price.validFromMs = patch.priceFromMs.value_or(nowMs);
            model.price.source = "admin";
            written = store::insertVersion(connection, id, model.price, nowMs);
        }
        if (written && patch.priceFromMs)
            written = audit::append(connection, {actor, "model.schedule", id, {}, versionJson(model.price)}, nowMs);
        else if (written)
            written = audit::append(
                connection,
                {actor, patch.price ? "model.price" : "model.change", id, modelJson(*known), modelJson(model)}, nowMs);
        return written;
    };
    return change(loop, std::move(work), id);
}

ops::Future<Result<Model>> CatalogueService::addAlias(ops::Executor &loop, audit::Actor actor, std::string alias,
                                                      std::string model)
{
    auto work = [alias, model, actor = std::move(actor),
                 nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
        auto written = checkId("alias", alias);
        if (written)
            written = checkFree(connection, "alias", alias);
        if (!written)
            return written;
        const auto known = exists(connection, "SELECT 1 FROM models WHERE id = ?", model);
        if (!known)
            return known.error();
        if (!*known)
            return invalid("model", "There is no model '" + model.substr(0, 80) + "'.");
        written = outcomeOf(connection.prepared("INSERT INTO model_aliases (alias, model_id) VALUES (?, ?)")
                                .bind(alias)
                                .bind(model)
                                .run());
        if (written)
            written = audit::append(connection, {actor, "alias.create", alias, {}, aliasJson(alias, model)}, nowMs);
        return written;
    };
    return change(loop, std::move(work), model);
}

ops::Future<Result<Model>> CatalogueService::changeAlias(ops::Executor &loop, audit::Actor actor, std::string alias,
                                                         std::string model)
{
    auto work = [this, alias, model, actor = std::move(actor),
                 nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
        const auto known = exists(connection, "SELECT 1 FROM models WHERE id = ?", model);
        if (!known)
            return known.error();
        if (!*known)
            return invalid("model", "There is no model '" + model.substr(0, 80) + "'.");
        const auto before = snapshot();
        const Model *was = before->find(alias);
        const auto moved =
            connection.prepared("UPDATE model_aliases SET model_id = ? WHERE alias = ?").bind(model).bind(alias).run();
        if (!moved)
            return moved.error();
        if (*moved == 0)
            return noAlias();
        return audit::append(
            connection,
            {actor, "alias.change", alias, aliasJson(alias, was ? was->id : std::string()), aliasJson(alias, model)},
            nowMs);
    };
    return change(loop, std::move(work), model);
}

ops::Future<Result<Model>> CatalogueService::withdrawPrice(ops::Executor &loop, audit::Actor actor, std::string model,
                                                           std::int64_t version)
{
    auto work = [this, model, version, actor = std::move(actor)](Connection &connection) -> Result<void> {
        const auto nowMs = m_clock.wallMs();
        const auto versions = priceHistory(model);
        const auto found = std::ranges::find(versions, version, &PriceVersion::id);
        if (found == versions.end())
            return Error{ErrorCode::NotFound, "There is no such price.", {}, "price_version_not_found", {}, 0};
        if (found->validFromMs < nowMs + withdrawnAheadMs)
            return Error{ErrorCode::Conflict,
                         "Only a price that comes into force in a minute or later can be withdrawn.",
                         {},
                         "price_in_force",
                         {},
                         0};
        for (const auto *sql :
             {"DELETE FROM list_prices WHERE version_id = ?", "DELETE FROM price_versions WHERE id = ?"})
            if (const auto removed = connection.prepared(sql).bind(version).run(); !removed)
                return removed.error();
        return audit::append(connection, {actor, "model.withdraw_price", model, versionJson(*found), {}}, nowMs);
    };
    return change(loop, std::move(work), model);
}

ops::Future<Result<Model>> CatalogueService::removeAlias(ops::Executor &loop, audit::Actor actor, std::string alias)
{
    const auto before = snapshot();
    const Model *known = before->find(alias);
    const std::string model = known && known->id != alias ? known->id : std::string();
    auto work = [alias, model, actor = std::move(actor),
                 nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
        const auto removed = connection.prepared("DELETE FROM model_aliases WHERE alias = ?").bind(alias).run();
        if (!removed)
            return removed.error();
        if (*removed == 0)
            return noAlias();
        return audit::append(connection, {actor, "alias.delete", alias, aliasJson(alias, model), {}}, nowMs);
    };
    return change(loop, std::move(work), model);
}

/// Writes, loads the catalogue anew, then answers the model as it is now.
ops::Future<Result<Model>> CatalogueService::change(ops::Executor &loop, std::function<Result<void>(Connection &)> work,
                                                    const std::string &id)
{
    const ops::Promise<Result<Model>> promise(loop);
    m_database.write(std::move(work), [this, promise, id](Result<void> written) {
        if (!written) {
            promise.set(std::move(written).error());
            return;
        }
        load([this, promise, id](Result<void> loaded) {
            const auto now = snapshot();
            const Model *model = now->find(id);
            if (!loaded)
                promise.set(std::move(loaded).error());
            else
                promise.set(model ? Result<Model>(*model) : Result<Model>(noModel()));
        });
    });
    return promise.future();
}

} // namespace beaver::catalog
