#pragma once

#include "request.h"
#include "selection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace faulty {

/// What a well-behaved provider would answer to a chat (or legacy completion) request. The text is numbered words, `w0
/// w1 …`, one a token, so that a lost or reordered chunk shows.
struct Answer
{
    std::string id; ///< `chatcmpl-faulty-N`: N is the request's number in `/_stats` and `/_bodies/N`
    std::string model;
    std::vector<std::string> words;
    std::int64_t choices = 1;
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0; ///< of all choices
    std::int64_t cachedTokens = 0;
    std::int64_t reasoningTokens = 0;
    bool legacy = false; ///< /v1/completions
    bool stream = false;
    bool includeUsage = false;
    std::string finish;
};

/// From the request's body and the options tokens, prompt, cached, reasoning, text, finish and model. A body that isn't
/// JSON is answered like an empty one.
Answer answerFor(const Request &request, const Selection &selection, std::uint64_t number);

std::string usageJson(const Answer &answer);

/// The unstreamed answer; `usage` is put in as it is, empty: left out.
std::string completionJson(const Answer &answer, std::string_view usage);

/// The payloads of the streamed answer without SSE framing and without `[DONE]`: one a word (and role first), the one
/// with the finish reason, and the usage frame if `usage` isn't empty.
std::vector<std::string> streamPayloads(const Answer &answer, std::string_view usage);

/// A chunk with any text, for behaviours that need a special one.
std::string chunkJson(const Answer &answer, std::string_view text, std::string_view extra = {});

std::string embeddingsJson(const Request &request, const Selection &selection);
std::string modelsJson(const Selection &selection);

/// OpenAI's error object with the type and code that belong to the status.
std::string errorJson(int status, std::string_view message);

} // namespace faulty
