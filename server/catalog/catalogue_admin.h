#pragma once

#include <server/catalog/catalogue_service.h>

#include <optional>
#include <string>
#include <vector>

namespace beaver::catalog {

/// A model that an administrator adds; `model.price`, category and markup are made here.
struct NewModel
{
    Model model;
    PriceVersion price; ///< state and tiers
};

/// What an administrator changes of a model; what is empty stays.
struct ModelPatch
{
    std::optional<bool> active;
    std::optional<std::string> name;
    std::optional<std::string> upstreamModel;
    std::optional<std::int64_t> contextLength;
    std::optional<std::int64_t> maxOutputTokens;
    std::optional<PriceVersion> price; ///< valid from now on: past calls keep theirs
};

/// A model as administrators and the audit log see it: list prices as they are stated (USD for a million tokens, a
/// thousand requests, one image, …).
std::string modelJson(const Model &model);

} // namespace beaver::catalog
