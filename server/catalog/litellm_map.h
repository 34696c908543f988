#pragma once

#include <server/catalog/catalogue_store.h>

namespace beaver::catalog {

/// What a LiteLLM price map says (https://github.com/BerriAI/litellm, model_prices_and_context_window.json), in our
/// words.
struct LiteLlmMap
{
    /// Each with one version, which has no id and no time yet.
    ///
    /// Ids: models of openai, anthropic, google, deepseek, perplexity and xai go by their own name, all others by
    /// `provider/name`, so that the same name at another provider is another model.
    std::vector<StoredModel> models;
    int skipped = 0; ///< of kinds that aren't sold (video, realtime, …), repetitions, price variants of no use
    std::vector<std::string> problems;
};

/// Reads the map. `today` (`2026-07-24`) decides which models are past their deprecation date: those start inactive.
Result<LiteLlmMap> readLiteLlmMap(std::string_view json, std::string_view today);

} // namespace beaver::catalog
