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
    bool embedding = false;
};

/// The price that the fields mean, or what is wrong with them. Base prices become the first tier, `…_above_200k_tokens`
/// one more each; prices for batch, flex and priority processing are left out, as Beaver asks for none of them.
Result<PriceVersion> priceFromLiteLlm(const LiteLlmCosts &costs, const LiteLlmKind &kind);

} // namespace beaver::catalog
