#pragma once

#include <server/wire/usage.h>
#include <simdjson.h>

#include <optional>

namespace beaver::wire {

/// Where providers of the OpenAI dialect count differently (docs: wire formats of each provider; recorded exchanges).
struct UsageStyle
{
    bool reasoningBeside = false;  ///< xAI: completion_tokens doesn't hold the reasoning tokens
    bool citationsAsInput = false; ///< Perplexity: citation_tokens are priced as input and stand beside prompt_tokens
};

/// Disjoint buckets from an OpenAI-style `usage` object. Empty when it has no believable counts (absent, negative, not
/// whole, over a billion): the caller counts for itself then. Requests is 1.
std::optional<Usage> usageFromOpenAi(simdjson::dom::element element, const UsageStyle &style);

} // namespace beaver::wire
