#include <server/catalog/catalogue_store.h>

namespace beaver::catalog {

namespace {

using storage::Connection;

std::string_view stateName(PriceState state)
{
    return state == PriceState::Priced ? "priced" : state == PriceState::Free ? "free" : "unknown";
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

Result<void> done(const Result<std::int64_t> &ran)
{
    return ran ? Result<void>() : ran.error();
}

} // namespace

Result<bool> store::isEmpty(Connection &connection)
{
    auto &any = connection.prepared("SELECT EXISTS (SELECT 1 FROM models)");
    const auto row = any.next();
    if (!row)
        return row.error();
    const bool empty = any.integer(0) == 0;
    any.reset();
    return empty;
}

Result<void> store::insertCategories(Connection &connection, const std::vector<CategoryRule> &rules)
{
    for (std::size_t at = 0; at < rules.size(); ++at) {
        auto inserted = done(connection
                                 .prepared("INSERT INTO pricing_categories (name, position, percentile, markup_ppm) "
                                           "VALUES (?, ?, ?, ?)")
                                 .bind(rules[at].name)
                                 .bind(static_cast<int>(at))
                                 .bind(rules[at].percentile)
                                 .bind(rules[at].markupPpm)
                                 .run());
        if (!inserted)
            return inserted;
    }
    return {};
}

Result<void> store::insertModel(Connection &connection, const StoredModel &stored, std::int64_t nowMs)
{
    const Model &model = stored.model;
    const std::string inputs = joined(model.inputModalities);
    const std::string outputs = joined(model.outputModalities);
    const std::string features = joined(model.features);
    auto inserted =
        done(connection
                 .prepared("INSERT INTO models (id, provider, name, upstream_model, status, category, "
                           "context_length, max_output_tokens, input_modalities, output_modalities, features, "
                           "source, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                 .bind(model.id)
                 .bind(model.provider)
                 .bind(model.name)
                 .bind(model.upstreamModel)
                 .bind(model.active ? "active" : "inactive")
                 .bind(model.category)
                 .bind(model.contextLength)
                 .bind(model.maxOutputTokens)
                 .bind(inputs)
                 .bind(outputs)
                 .bind(features)
                 .bind(stored.source)
                 .bind(nowMs)
                 .bind(nowMs)
                 .run());
    for (const auto &alias : model.aliases) {
        if (inserted)
            inserted = done(connection.prepared("INSERT INTO model_aliases (alias, model_id) VALUES (?, ?)")
                                .bind(alias)
                                .bind(model.id)
                                .run());
    }
    for (const PriceVersion &version : stored.versions) {
        if (inserted)
            inserted = insertVersion(connection, model.id, version, nowMs);
    }
    return inserted;
}

Result<void> store::insertVersion(Connection &connection, std::string_view model, const PriceVersion &version,
                                  std::int64_t nowMs)
{
    auto &insert = connection.prepared("INSERT INTO price_versions (model_id, state, valid_from, source, created_at) "
                                       "VALUES (?, ?, ?, ?, ?) RETURNING id");
    const auto row = insert.bind(model)
                         .bind(stateName(version.state))
                         .bind(version.validFromMs)
                         .bind(version.source)
                         .bind(nowMs)
                         .next();
    if (!row)
        return row.error();
    const auto id = insert.integer(0);
    insert.reset();
    for (const PriceTier &tier : version.tiers) {
        for (std::size_t at = 0; at < wire::bucketCount; ++at) {
            if (!tier.prices[at])
                continue;
            auto inserted =
                done(connection
                         .prepared("INSERT INTO list_prices (version_id, bucket, from_input_tokens, femto_usd) "
                                   "VALUES (?, ?, ?, ?)")
                         .bind(id)
                         .bind(wire::bucketName(static_cast<wire::Bucket>(at)))
                         .bind(tier.fromInputTokens)
                         .bind(*tier.prices[at])
                         .run());
            if (!inserted)
                return inserted;
        }
    }
    return {};
}

Result<void> store::noteCategory(Connection &connection, const CategoryChange &change, std::string_view actor,
                                 std::int64_t nowMs)
{
    return done(
        connection
            .prepared("INSERT INTO category_changes (model_id, was, became, actor, created_at) VALUES (?, ?, ?, ?, ?)")
            .bind(change.model)
            .bind(change.was)
            .bind(change.became)
            .bind(actor)
            .bind(nowMs)
            .run());
}

Result<void> store::apply(Connection &connection, const Recalculation &recalculation, std::string_view actor,
                          std::int64_t nowMs)
{
    for (const CategoryChange &change : recalculation.changes) {
        auto updated = done(connection.prepared("UPDATE models SET category = ?, updated_at = ? WHERE id = ?")
                                .bind(change.became)
                                .bind(nowMs)
                                .bind(change.model)
                                .run());
        if (updated)
            updated = noteCategory(connection, change, actor, nowMs);
        if (!updated)
            return updated;
    }
    for (const auto &cut : recalculation.cuts) {
        auto updated = done(connection.prepared("UPDATE pricing_categories SET cut_femto_usd = ? WHERE name = ?")
                                .bind(cut.cutFemtoUsd2 / 2)
                                .bind(cut.category)
                                .run());
        if (!updated)
            return updated;
    }
    return {};
}

} // namespace beaver::catalog
