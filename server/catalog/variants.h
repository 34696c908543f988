#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace beaver::catalog {

/// A price variant is an entry of the catalogue that isn't called but prices pictures of one size, or of one quality
/// and size, of another model. It is known by its id, which LiteLLM's price map made common: `512-x-512/dall-e-2`,
/// `hd/1024-x-1792/dall-e-3`, `azure/standard/1024-x-1024/dall-e-3` (of `azure/dall-e-3`).
struct VariantName
{
    std::string model;
    std::string quality; ///< `hd`; empty: any that is the default
    std::string size;    ///< `1024x1792`
};

/// Empty: `id` is a model's own.
std::optional<VariantName> variantName(std::string_view id);

/// What a request that names none has.
inline constexpr std::string_view defaultQuality = "standard";
inline constexpr std::string_view defaultSize = "1024x1024";

} // namespace beaver::catalog
