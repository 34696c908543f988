#pragma once

#include <server/catalog/catalogue_service.h>

namespace beaver::catalog {

/// A row of pricing_categories.
struct CategoryRule
{
    std::string name;
    int percentile = 0; ///< of its inclusive upper cut; 100 for the last
    std::int64_t markupPpm = 0;
    std::optional<std::int64_t> cutFemtoUsd; ///< of the last recalculation: mean of input and output price, a token
};

/// ULTRA_BUDGET 10 %, BUDGET 12.5 %, MID_RANGE 15 %, PREMIUM 5.5 %, ULTRA_PREMIUM 3.5 %.
const std::vector<CategoryRule> &defaultCategories();

/// Input and output price of one token together: twice the mean, so that it is exact. Empty for a model that isn't
/// priced by the token. One that is priced by other units alone (images, seconds, …) goes into the middle category.
std::optional<std::int64_t> blendedFemtoUsd2(const Model &model);

Recalculation categorise(const std::vector<Model> &models, const std::vector<CategoryRule> &rules);

/// The category of a new model by the cuts of the last recalculation; empty without cuts or price.
std::string categoryByCuts(const Model &model, const std::vector<CategoryRule> &rules);

} // namespace beaver::catalog
