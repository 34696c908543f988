#pragma once

#include <server/catalog/types.h>
#include <shared/base/result.h>

#include <map>
#include <string>

namespace beaver::catalog {

/// What an entry of a LiteLLM map says about money: field name → the number's own text. Fields of
/// `search_context_cost_per_query` stand under their own names.
using LiteLlmCosts = std::map<std::string, std::string, std::less<>>;

struct LiteLlmKind
{
    std::string_view provider; ///< ours
    std::string_view id;
    std::string_view mode; ///< the map's: `chat`, `embedding`, `image_generation`, …
};

/// Whether models of this mode are sold.
bool isSoldMode(std::string_view mode);

/// The price that the fields mean, or what is wrong with them. Base prices become the first tier, `…_above_200k_tokens`
/// one more each; prices for batch, flex and priority processing are left out, as Beaver asks for none of them.
///
/// A call must not be paid twice, so where the map tells the same money in two units one of them is taken: tokens for
/// pictures whose tokens have a price, else the picture (of a pixel: times the pixels in the entry's name); characters
/// for speech, else seconds and tokens; seconds for transcripts, else tokens; search units for rerank, else tokens.
Result<PriceVersion> priceFromLiteLlm(const LiteLlmCosts &costs, const LiteLlmKind &kind);

} // namespace beaver::catalog
