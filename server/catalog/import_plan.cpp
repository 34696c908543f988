#include <server/catalog/import_plan.h>
#include <server/catalog/prices.h>

#include <algorithm>
#include <iterator>

namespace beaver::catalog {

ImportPlan planImport(const StoredCatalogue &stored, LiteLlmMap map, std::int64_t nowMs, ImportReport &report)
{
    const Snapshot known(currentModels(stored, nowMs));
    ImportPlan plan;
    std::vector<ImportedPrice> repriced;
    report.skipped = map.skipped;
    report.problems = std::move(map.problems);
    for (StoredModel &model : map.models) {
        auto &version = model.versions.front();
        version.validFromMs = nowMs;
        const Model *before = known.entry(model.model.id);
        if (!before) {
            model.model.price = version;
            model.model.category = categoryByCuts(model.model, stored.categories);
            report.changes.push_back({model.model.id, model.model.provider, {}, version});
            plan.added.push_back(std::move(model));
        } else if (before->id != model.model.id) {
            ++report.skipped; // an alias: priced by its model
        } else if (before->provider != model.model.provider) {
            report.problems.push_back(model.model.id + ": is a model of " + before->provider + " here, of " +
                                      model.model.provider + " in the map; left as it is");
        } else if (samePrices(before->price, version)) {
            ++report.unchanged;
        } else {
            repriced.push_back({model.model.id, model.model.provider, before->price, version});
            plan.repriced.emplace_back(model.model.id, std::move(version));
        }
    }
    std::ranges::move(repriced, std::back_inserter(report.changes));
    report.added = static_cast<int>(plan.added.size());
    report.repriced = static_cast<int>(plan.repriced.size());
    return plan;
}

} // namespace beaver::catalog
