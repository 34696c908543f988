#include <server/catalog/categories.h>

#include <algorithm>

namespace beaver::catalog {

namespace {

/// What is simulated costs nothing and says nothing about the market.
bool counts(const Model &model)
{
    return model.active && model.provider != "simulated";
}

/// Percentile by linear interpolation between ranks, of `sorted` numbers. Rounded down, which changes no comparison of
/// a whole number with it.
std::int64_t percentile(const std::vector<std::int64_t> &sorted, int percent)
{
    const auto rank = (sorted.size() - 1) * static_cast<std::size_t>(percent);
    const Int128 low = sorted[rank / 100];
    const Int128 high = sorted[std::min(rank / 100 + 1, sorted.size() - 1)];
    return static_cast<std::int64_t>((low * 100 + (high - low) * static_cast<std::int64_t>(rank % 100)) / 100);
}

} // namespace

const std::vector<CategoryRule> &defaultCategories()
{
    static const std::vector<CategoryRule> rules{
        {"ULTRA_BUDGET", 20, 100'000, {}}, {"BUDGET", 40, 125'000, {}},        {"MID_RANGE", 60, 150'000, {}},
        {"PREMIUM", 80, 55'000, {}},       {"ULTRA_PREMIUM", 100, 35'000, {}},
    };
    return rules;
}

std::optional<std::int64_t> blendedFemtoUsd2(const Model &model)
{
    if (model.price.state != PriceState::Priced || !model.price.hasTokenPrice())
        return std::nullopt;
    return model.price.unitPrice(wire::Bucket::Input, 0) + model.price.unitPrice(wire::Bucket::Output, 0);
}

Recalculation categorise(const std::vector<Model> &models)
{
    return categorise(models, defaultCategories());
}

Recalculation categorise(const std::vector<Model> &models, const std::vector<CategoryRule> &rules)
{
    std::vector<std::int64_t> prices;
    for (const Model &model : models) {
        if (const auto price = blendedFemtoUsd2(model); price && counts(model))
            prices.push_back(*price);
    }
    Recalculation done;
    done.models = static_cast<int>(prices.size());
    if (prices.empty() || rules.empty())
        return done;
    std::ranges::sort(prices);
    for (const CategoryRule &rule : rules)
        done.cuts.push_back({rule.name, rule.percentile, rule.markupPpm, percentile(prices, rule.percentile), 0});

    for (const Model &model : models) {
        const auto price = blendedFemtoUsd2(model);
        CategoryChange change{model.id, model.category, {}, price.value_or(0), 0};
        if (price) {
            auto cut = std::ranges::find_if(done.cuts, [&](const auto &bound) { return *price <= bound.cutFemtoUsd2; });
            if (cut == done.cuts.end())
                --cut; // dearer than all that count
            change.became = cut->category;
            change.markupPpm = cut->markupPpm;
            cut->models += counts(model);
        } else if (model.price.state == PriceState::Priced) {
            const auto &middle = done.cuts[done.cuts.size() / 2];
            change.became = middle.category;
            change.markupPpm = middle.markupPpm;
        }
        if (change.became != change.was)
            done.changes.push_back(std::move(change));
    }
    return done;
}

std::string categoryByCuts(const Model &model, const std::vector<CategoryRule> &rules)
{
    const auto price = blendedFemtoUsd2(model);
    if (rules.empty() || !rules.front().cutFemtoUsd || model.price.state != PriceState::Priced)
        return {};
    if (!price)
        return rules[rules.size() / 2].name;
    for (const CategoryRule &rule : rules) {
        if (rule.cutFemtoUsd && Int128{*price} <= Int128{2} * *rule.cutFemtoUsd)
            return rule.name;
    }
    return rules.back().name;
}

} // namespace beaver::catalog
