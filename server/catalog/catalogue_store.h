#pragma once

#include <server/catalog/categories.h>
#include <server/storage/connection.h>

namespace beaver::catalog {

/// A model with all versions of its price, by (validFromMs, id); `model.price` is not set.
struct StoredModel
{
    Model model;
    std::vector<PriceVersion> versions;
    std::string source; ///< `built-in`, `import`, `admin`
};

struct StoredCatalogue
{
    std::vector<StoredModel> models;      ///< by id
    std::vector<CategoryRule> categories; ///< cheapest first
    std::optional<Policy> policy;         ///< the gateway's, by its setting
    std::optional<std::int64_t> recalculatedAtMs;
};

/// Of the versions valid at `nowMs` the latest; unknown when there is none.
const PriceVersion &versionAt(const StoredModel &stored, std::int64_t nowMs);

/// All models with price and markup as of `nowMs`.
std::vector<Model> currentModels(const StoredCatalogue &stored, std::int64_t nowMs);

/// The SQL of this slice. Writes belong inside a transaction.
namespace store {

Result<StoredCatalogue> load(storage::Connection &connection);
Result<bool> isEmpty(storage::Connection &connection);
Result<void> insertCategories(storage::Connection &connection, const std::vector<CategoryRule> &rules);
Result<void> insertModel(storage::Connection &connection, const StoredModel &stored, std::int64_t nowMs);
Result<void> insertVersion(storage::Connection &connection, std::string_view model, const PriceVersion &version,
                           std::int64_t nowMs);
/// Sets the models' categories, with a line of history for each, and the cuts.
Result<void> apply(storage::Connection &connection, const Recalculation &recalculation, std::string_view actor,
                   std::int64_t nowMs);
Result<void> noteCategory(storage::Connection &connection, const CategoryChange &change, std::string_view actor,
                          std::int64_t nowMs);

} // namespace store

} // namespace beaver::catalog
