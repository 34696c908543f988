#include <server/catalog/catalogue_store.h>

#include <algorithm>

namespace beaver::catalog {

namespace {

using storage::Connection;

constexpr std::array<std::pair<PriceState, std::string_view>, 3> stateNames{
    {{PriceState::Priced, "priced"}, {PriceState::Free, "free"}, {PriceState::Unknown, "unknown"}}};

std::string_view stateName(PriceState state)
{
    return std::ranges::find(stateNames, state, &std::pair<PriceState, std::string_view>::first)->second;
}

PriceState stateByName(std::string_view name)
{
    const auto found = std::ranges::find(stateNames, name, &std::pair<PriceState, std::string_view>::second);
    return found == stateNames.end() ? PriceState::Unknown : found->first;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(' ', from), text.size());
        if (to > from)
            words.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

Result<void> done(const Result<std::int64_t> &ran)
{
    return ran ? Result<void>() : ran.error();
}

/// Calls `take` for each row.
template<typename Take>
Result<void> eachRow(Connection &connection, std::string_view sql, Take take)
{
    auto &rows = connection.prepared(sql);
    auto more = rows.next();
    for (; more && *more; more = rows.next())
        take(rows);
    return more ? Result<void>() : more.error();
}

class Loading
{
public:
    Result<void> models(Connection &connection)
    {
        auto read = eachRow(connection,
                            "SELECT id, provider, name, upstream_model, status, category, context_length, max_output_tokens, "
                            "input_modalities, output_modalities, features, source, created_at FROM models ORDER BY id",
                            [this](storage::Statement &row) { takeModel(row); });
        for (StoredModel &stored : catalogue.models)
            m_models.emplace(stored.model.id, &stored);
        return read;
    }

    Result<void> aliases(Connection &connection)
    {
        return eachRow(connection, "SELECT alias, model_id FROM model_aliases ORDER BY alias", [this](storage::Statement &row) {
            if (const auto model = m_models.find(row.text(1)); model != m_models.end())
                model->second->model.aliases.push_back(row.text(0));
        });
    }

    Result<void> versions(Connection &connection)
    {
        auto read = eachRow(connection, "SELECT id, model_id, state, valid_from, source FROM price_versions ORDER BY valid_from, id",
                            [this](storage::Statement &row) {
                                if (const auto model = m_models.find(row.text(1)); model != m_models.end())
                                    model->second->versions.push_back(
                                        {row.integer(0), stateByName(row.text(2)), row.integer(3), row.text(4), {}});
                            });
        for (StoredModel &stored : catalogue.models) {
            for (PriceVersion &version : stored.versions)
                m_versions.emplace(version.id, &version);
        }
        return read;
    }

    Result<void> prices(Connection &connection)
    {
        return eachRow(connection,
                       "SELECT version_id, from_input_tokens, bucket, femto_usd FROM list_prices "
                       "ORDER BY version_id, from_input_tokens",
                       [this](storage::Statement &row) {
                           const auto version = m_versions.find(row.integer(0));
                           const auto bucket = wire::bucketByName(row.text(2));
                           if (version == m_versions.end() || !bucket)
                               return;
                           auto &tiers = version->second->tiers;
                           if (tiers.empty() || tiers.back().fromInputTokens != row.integer(1))
                               tiers.push_back({row.integer(1), {}});
                           tiers.back().prices[static_cast<std::size_t>(*bucket)] = row.integer(3);
                       });
    }

    Result<void> categories(Connection &connection)
    {
        return eachRow(connection, "SELECT name, percentile, markup_ppm, cut_femto_usd FROM pricing_categories ORDER BY position",
                       [this](storage::Statement &row) {
                           auto &rule = catalogue.categories.emplace_back();
                           rule = {row.text(0), static_cast<int>(row.integer(1)), row.integer(2), {}};
                           if (!row.isNull(3))
                               rule.cutFemtoUsd = row.integer(3);
                       });
    }

    StoredCatalogue catalogue;

private:
    void takeModel(storage::Statement &row)
    {
        auto &stored = catalogue.models.emplace_back();
        Model &model = stored.model;
        model.id = row.text(0);
        model.provider = row.text(1);
        model.name = row.text(2);
        model.upstreamModel = row.text(3);
        model.active = row.text(4) == "active";
        model.category = row.text(5);
        model.contextLength = row.integer(6);
        model.maxOutputTokens = row.integer(7);
        model.inputModalities = split(row.text(8));
        model.outputModalities = split(row.text(9));
        model.features = split(row.text(10));
        stored.source = row.text(11);
        model.createdAtMs = row.integer(12);
    }

    std::unordered_map<std::string, StoredModel *> m_models;
    std::unordered_map<std::int64_t, PriceVersion *> m_versions;
};

} // namespace

const PriceVersion &versionAt(const StoredModel &stored, std::int64_t nowMs)
{
    static const PriceVersion unknown;
    const PriceVersion *latest = &unknown;
    for (const PriceVersion &version : stored.versions) {
        if (version.validFromMs <= nowMs)
            latest = &version;
    }
    return *latest;
}

Result<StoredCatalogue> store::load(Connection &connection)
{
    if (auto begun = connection.begin(); !begun) // all five lists of one moment
        return begun.error();
    Loading loading;
    for (const auto part : {&Loading::models, &Loading::aliases, &Loading::versions, &Loading::prices, &Loading::categories}) {
        if (auto read = (loading.*part)(connection); !read)
            return read.error();
    }
    connection.rollback();
    return std::move(loading.catalogue);
}

Result<bool> store::isEmpty(Connection &connection)
{
    bool any = false;
    const auto read = eachRow(connection, "SELECT 1 FROM models LIMIT 1", [&](storage::Statement &) { any = true; });
    if (!read)
        return read.error();
    return !any;
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
    auto inserted = done(connection
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
    const auto row = insert.bind(model).bind(stateName(version.state)).bind(version.validFromMs).bind(version.source).bind(nowMs).next();
    if (!row)
        return row.error();
    const auto id = insert.integer(0);
    insert.reset();
    for (const PriceTier &tier : version.tiers) {
        for (std::size_t at = 0; at < wire::bucketCount; ++at) {
            if (!tier.prices[at])
                continue;
            auto inserted = done(connection
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
    return done(connection
                    .prepared("INSERT INTO category_changes (model_id, was, became, actor, created_at) VALUES (?, ?, ?, ?, ?)")
                    .bind(change.model)
                    .bind(change.was)
                    .bind(change.became)
                    .bind(actor)
                    .bind(nowMs)
                    .run());
}

Result<void> store::apply(Connection &connection, const Recalculation &recalculation, std::string_view actor, std::int64_t nowMs)
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
