#include <server/catalog/catalogue_service.h>
#include <server/catalog/variants.h>

#include <algorithm>

namespace beaver::catalog {

Snapshot::Snapshot(std::vector<Model> models, Policy policy)
    : m_policy(std::move(policy))
    , m_models(std::move(models))
{
    std::ranges::sort(m_models, {}, &Model::id);
    const auto variants =
        std::ranges::stable_partition(m_models, [](const Model &model) { return !variantName(model.id); });
    for (Model &variant : variants)
        m_variants[variantName(variant.id)->model].push_back(std::move(variant));
    m_models.erase(variants.begin(), variants.end());
    for (const Model &model : m_models)
        m_byName.emplace(model.id, &model);
    for (const Model &model : m_models) {
        for (const auto &alias : model.aliases)
            m_byName.emplace(alias, &model); // an id of that name stays
    }
    for (auto &[id, ofModel] : m_variants) {
        const Model *model = find(id);
        for (Model &variant : ofModel) {
            if (!model)
                continue;
            variant.category = model->category;
            variant.markupPpm = model->markupPpm;
            variant.policy = model->policy;
            variant.active = model->active;
        }
    }
}

Policy Snapshot::policyOf(std::string_view ofAccount) const
{
    auto own = ofAccount.empty() ? std::nullopt : Policy::byName(ofAccount);
    if (!own)
        return m_policy;
    own->ofAccount = true;
    return *std::move(own);
}

const Model *Snapshot::find(std::string_view idOrAlias) const
{
    const auto found = m_byName.find(idOrAlias);
    return found == m_byName.end() ? nullptr : found->second;
}

const std::vector<Model> &Snapshot::variants(const Model &model) const
{
    static const std::vector<Model> none;
    const auto found = m_variants.find(model.id);
    return found == m_variants.end() ? none : found->second;
}

const Model *Snapshot::priced(const Model &model, std::string_view quality, std::string_view size) const
{
    const auto &list = variants(model);
    if (list.empty())
        return &model;
    const bool usualQuality = quality.empty() || quality == defaultQuality;
    const bool usualSize = size.empty() || size == defaultSize;
    const auto find = [&](std::string_view wantedQuality) {
        const auto found = std::ranges::find_if(list, [&](const Model &variant) {
            const auto name = variantName(variant.id);
            return name->quality == wantedQuality && name->size == (size.empty() ? defaultSize : size);
        });
        return found == list.end() ? nullptr : &*found;
    };
    const Model *found = find(usualQuality ? defaultQuality : quality);
    if (!found && usualQuality)
        found = find({});
    return !found && usualQuality && usualSize ? &model : found;
}

const Model *Snapshot::entry(std::string_view idOrAlias) const
{
    if (const Model *model = find(idOrAlias))
        return model;
    const auto name = variantName(idOrAlias);
    const auto found = name ? m_variants.find(name->model) : m_variants.end();
    if (found == m_variants.end())
        return nullptr;
    const auto variant = std::ranges::find(found->second, idOrAlias, &Model::id);
    return variant == found->second.end() ? nullptr : &*variant;
}

} // namespace beaver::catalog
