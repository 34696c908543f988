#pragma once

#include <cstdint>
#include <string_view>

namespace beaver::wire {

/// Where Google's models differ in what a request may say; it has no other sign of it than their names
/// (https://ai.google.dev/gemini-api/docs/thinking, …/thought-signatures, …/grounding).
struct GeminiTraits
{
    bool takesSystem = true;           ///< Gemma refuses systemInstruction
    bool thinks = true;                ///< 2.0 and before refuse thinkingConfig
    bool levels = false;               ///< 3 and later: thinkingLevel; before: thinkingBudget
    bool mustThink = false;            ///< thinking can't be turned off
    bool mediumLevel = true;           ///< gemini-3-pro knows low and high only
    bool asksForSignatures = false;    ///< refuses a function call without thoughtSignature
    bool searchesPricedSingly = false; ///< each query of a search, not the prompt that searched
    std::int64_t mostBudget = 24'576;  ///< tokens of thinking
};

/// `model` with or without `models/`. A name that isn't known counts as one of generation 2.5.
GeminiTraits geminiTraits(std::string_view model);

} // namespace beaver::wire
