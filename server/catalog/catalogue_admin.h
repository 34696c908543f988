#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/catalog/categories.h>
#include <shared/base/json_writer.h>

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
    std::optional<PriceVersion> price;       ///< past calls keep theirs
    std::optional<std::int64_t> priceFromMs; ///< when it comes into force; now where it isn't said
    std::optional<std::string> policy;       ///< of its own, as Policy writes it; empty: none
};

/// `price_state`, `price_version` and `list_prices` of an object.
void writePrices(JsonWriter &json, const PriceVersion &version);
/// A model as administrators and the audit log see it: list prices as they are stated (USD for a million tokens, a
/// thousand requests, one image, …).
std::string modelJson(const Model &model);
/// Its members into an object that is open.
void writeModel(JsonWriter &json, const Model &model);

/// What an administrator changes of a pricing category.
struct CategoryPatch
{
    std::optional<std::int64_t> markupPpm;
    std::optional<int>
        percentile; ///< of its upper cut: 1 to 99, between its neighbours'; takes part in the next recalculation
};

/// How the gateway prices.
struct PricingState
{
    Policy policy;
    bool policyIsSetting = false; ///< else `BEAVER_PRICING`
    std::optional<std::int64_t> recalculatedAtMs;
    std::vector<CategoryRule> categories; ///< cheapest first
    std::vector<int> models;              ///< active models in each
    Policy configured;                    ///< what `BEAVER_PRICING` says, also where a setting goes before it
};

/// One line of a model's history, newest first.
struct CategoryMove
{
    std::int64_t id = 0;
    std::string was;
    std::string became;
    std::string actor;
    std::int64_t atMs = 0;
};

} // namespace beaver::catalog
