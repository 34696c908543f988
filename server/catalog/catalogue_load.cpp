#include <server/catalog/catalogue_store.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::catalog {

namespace {

using storage::Connection;

PriceState stateByName(std::string_view name)
{
    return name == "priced" ? PriceState::Priced : name == "free" ? PriceState::Free : PriceState::Unknown;
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

/// Calls `take` for each row.
template <typename Take> Result<void> eachRow(Connection &connection, std::string_view sql, Take take)
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
        auto read = eachRow(
            connection,
            "SELECT id, provider, name, upstream_model, status, category, context_length, max_output_tokens, "
            "input_modalities, output_modalities, features, source, created_at, pricing_policy FROM models ORDER BY id",
            [this](storage::Statement &row) { takeModel(row); });
        for (StoredModel &stored : catalogue.models)
            m_models.emplace(stored.model.id, &stored);
        return read;
    }

    Result<void> aliases(Connection &connection)
    {
        return eachRow(connection, "SELECT alias, model_id FROM model_aliases ORDER BY alias",
                       [this](storage::Statement &row) {
                           if (const auto model = m_models.find(row.text(1)); model != m_models.end())
                               model->second->model.aliases.push_back(row.text(0));
                       });
    }

    Result<void> versions(Connection &connection)
    {
        auto read =
            eachRow(connection,
                    "SELECT id, model_id, state, valid_from, source FROM price_versions WHERE source <> 'correction' "
                    "ORDER BY valid_from, id",
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
        return eachRow(connection,
                       "SELECT name, percentile, markup_ppm, cut_femto_usd FROM pricing_categories ORDER BY position",
                       [this](storage::Statement &row) {
                           auto &rule = catalogue.categories.emplace_back();
                           rule = {row.text(0), static_cast<int>(row.integer(1)), row.integer(2), {}};
                           if (!row.isNull(3))
                               rule.cutFemtoUsd = row.integer(3);
                       });
    }

    Result<void> settings(Connection &connection)
    {
        return eachRow(connection,
                       "SELECT name, value FROM settings WHERE name IN ('pricing.policy', 'pricing.recalculated_at')",
                       [this](storage::Statement &row) {
                           if (row.text(0) == "pricing.policy")
                               catalogue.policy = Policy::byName(row.text(1));
                           else
                               catalogue.recalculatedAtMs = parseScaled(row.text(1), 0);
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
        if (const std::string policy = row.text(13); !policy.empty())
            model.policy = Policy::byName(policy);
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

namespace {

Model current(const StoredModel &stored, const std::vector<CategoryRule> &rules, std::int64_t nowMs)
{
    Model model = stored.model;
    model.price = versionAt(stored, nowMs);
    const auto rule = std::ranges::find(rules, model.category, &CategoryRule::name);
    model.markupPpm = rule == rules.end() ? 0 : rule->markupPpm;
    return model;
}

} // namespace

std::vector<Model> currentModels(const StoredCatalogue &stored, std::int64_t nowMs)
{
    std::vector<Model> models;
    models.reserve(stored.models.size());
    for (const StoredModel &model : stored.models)
        models.push_back(current(model, stored.categories, nowMs));
    return models;
}

Result<StoredCatalogue> store::load(Connection &connection)
{
    if (auto begun = connection.begin(); !begun) // all of one moment
        return begun.error();
    Loading loading;
    for (const auto part : {&Loading::models, &Loading::aliases, &Loading::versions, &Loading::prices,
                            &Loading::categories, &Loading::settings}) {
        if (auto read = (loading.*part)(connection); !read)
            return read.error();
    }
    connection.rollback();
    return std::move(loading.catalogue);
}

} // namespace beaver::catalog
