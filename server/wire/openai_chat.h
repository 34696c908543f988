#pragma once

#include <server/wire/json_scan.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// A chat request as the client sent it: the original bytes, and what Beaver must know of them. A same-dialect upstream
/// gets the bytes with only what must change patched in, so unknown fields survive.
struct ChatRequest
{
    std::string body;
    std::string model;
    bool stream = false;
    bool includeUsage = false;             ///< the client asked for usage in the stream
    std::optional<std::int64_t> maxTokens; ///< max_completion_tokens, else max_tokens
    std::int64_t choices = 1;              ///< `n`
    std::int64_t inputTokens = 0;          ///< estimated
    std::string lastUserText;              ///< of the last user message; at most 64 KB; for the simulated provider
    std::string firstTool;                 ///< name of the first declared function, or empty
    bool toolResultLast = false;           ///< the last message is a tool's result
    bool jsonSchema = false;               ///< response_format asks for JSON
    std::vector<MemberSpan> members;       ///< of the body's top object
    struct Positions
    {
        std::optional<std::size_t> model, stream, streamOptions, maxTokens,
            maxCompletionTokens; ///< indexes into members
    } at;
};

/// Decodes a body of `POST /v1/chat/completions`. `model` given: the path names it, and the body needn't. Errors:
/// InvalidRequest with the field's name: not JSON, not an object, a repeated key, nested over 64 deep, a field that
/// matters of a wrong type or out of range.
Result<ChatRequest> decodeOpenAiChat(std::string body, std::string_view model = {});

/// What the upstream's body differs in.
struct UpstreamPatch
{
    std::string_view model;
    bool askForUsage = false;              ///< stream_options.include_usage = true, where the request streams
    std::optional<std::int64_t> maxTokens; ///< lower the maximum to this
    std::string_view maxTokensField = "max_completion_tokens"; ///< where the request names none
};
std::string patchOpenAiChat(const ChatRequest &request, const UpstreamPatch &patch);

} // namespace beaver::wire
