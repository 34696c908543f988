#pragma once

#include <server/wire/dialect.h>
#include <server/wire/json_scan.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// What an image is estimated at: one of 1024 × 1024 at high detail, where that is dearest.
inline constexpr std::int64_t tokensOfImage = 1'700;

/// A model call as the client sent it: the original bytes, and what Beaver must know of them. A same-dialect upstream
/// gets the bytes with only what must change patched in, so unknown fields survive.
struct ChatRequest
{
    Dialect dialect = Dialect::OpenAiChat;
    std::string body;
    std::string model;
    bool stream = false;
    bool includeUsage = false;             ///< the client asked for usage in the stream
    std::optional<std::int64_t> maxTokens; ///< the most output tokens of one choice that the client wants
    std::int64_t choices = 1;              ///< `n`
    std::int64_t inputTokens = 0;          ///< estimated
    std::int64_t images = 0;               ///< in it or named by their URL; each counted with `tokensOfImage` above
    std::int64_t searches = 0;             ///< of the web that it lets the model make; 1 where it names no most
    std::string lastUserText;              ///< of the last user message; at most 16 KB; for the simulated provider
    std::string firstTool;                 ///< name of the first declared function, or empty
    bool toolResultLast = false;           ///< the last message is a tool's result
    bool jsonSchema = false;               ///< the answer must be JSON
    std::vector<MemberSpan> members;       ///< of the body's top object
    struct Positions
    {
        std::optional<std::size_t> model, stream, streamOptions, maxTokens,
            maxCompletionTokens; ///< indexes into members
    } at;
};

/// What the upstream's body differs in.
struct UpstreamPatch
{
    std::string_view model;
    bool askForUsage = false;              ///< stream_options.include_usage = true, where the request streams
    std::optional<std::int64_t> maxTokens; ///< lower the maximum to this
    std::string_view maxTokensField = "max_completion_tokens"; ///< where the request names none
    std::string_view provider = {}; ///< OpenRouter's `provider` object, which the gateway had taken out
};

} // namespace beaver::wire
