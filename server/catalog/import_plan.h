#pragma once

#include <server/catalog/catalogue_store.h>
#include <server/catalog/litellm_map.h>

namespace beaver::catalog {

/// What an import changes.
struct ImportPlan
{
    std::vector<StoredModel> added;                             ///< with their categories by the cuts there are
    std::vector<std::pair<std::string, PriceVersion>> repriced; ///< model and its new version
};

/// Compares the map with what is stored, and fills the report.
ImportPlan planImport(const StoredCatalogue &stored, LiteLlmMap map, std::int64_t nowMs, ImportReport &report);

} // namespace beaver::catalog
