#include <server/catalog/catalogue_service.h>

#include <algorithm>

namespace beaver::catalog {

Snapshot::Snapshot(std::vector<Model> models)
    : m_models(std::move(models))
{
    std::ranges::sort(m_models, {}, &Model::id);
    for (const Model &model : m_models)
        m_byName.emplace(model.id, &model);
    for (const Model &model : m_models) {
        for (const auto &alias : model.aliases)
            m_byName.emplace(alias, &model); // an id of that name stays
    }
}

const Model *Snapshot::find(std::string_view idOrAlias) const
{
    const auto found = m_byName.find(idOrAlias);
    return found == m_byName.end() ? nullptr : found->second;
}

} // namespace beaver::catalog
