#pragma once

#include <server/wire/openai_usage.h>
#include <server/wire/token_estimate.h>
#include <server/wire/usage.h>

#include <optional>
#include <string>
#include <string_view>

namespace beaver::wire {

/// What an error object of a provider says, whatever its exact form.
struct ProviderError
{
    std::string message;
    std::string type;
    std::string code;
    std::string param;
};

/// Reads the error forms of the OpenAI dialect: `{"error":{…}}`, `{"error":"…","code":"…"}` (xAI), `{"detail":…}`.
/// Empty: it is none.
std::optional<ProviderError> readProviderError(std::string_view body);
std::optional<ProviderError> readProviderError(simdjson::dom::object body);

/// What Beaver must know of a whole answer.
struct ChatAnswer
{
    std::optional<Usage> usage;
    std::string model; ///< as the provider names it
    bool hasChoices = false;
    bool finished = false;          ///< a finish reason is there
    bool hasContent = false;        ///< text, a refusal or a tool call
    std::int64_t countedTokens = 0; ///< of the content, where usage is missing
};

/// Empty: it isn't a JSON object.
std::optional<ChatAnswer> readChatAnswer(std::string_view body, const UsageStyle &style);

/// What Beaver must know of one event of a stream.
struct ChatChunk
{
    bool done = false;    ///< `[DONE]`, or Perplexity's `chat.completion.done`
    bool marker = false;  ///< the literal `[DONE]`
    bool readable = true; ///< false: not JSON
    std::optional<ProviderError> error;
    std::optional<Usage> usage;
    bool hasUsageMember = false; ///< also as null
    bool usageOnly = false;      ///< no choices: nothing but usage in it
    bool hasContent = false;
    bool finished = false;
    std::string id; ///< of the first chunk that has one; read only when asked for
    std::string model;
};

/// Adds what the chunk's deltas hold to `counted`.
ChatChunk readChatChunk(std::string_view data, const UsageStyle &style, TokenEstimate &counted, bool wantIdentity);

/// The frame's bytes without the `usage` member of its object, for a client that didn't ask for it.
std::string withoutUsage(std::string_view raw, std::string_view data);

/// A last chunk of our own: `finish_reason` and a note, for a stream that the gateway ended.
std::string finishChunk(std::string_view id, std::string_view model, std::int64_t createdS,
                        std::string_view finishReason, std::string_view note);
/// The usage chunk of our own (`choices: []`).
std::string usageChunk(std::string_view id, std::string_view model, std::int64_t createdS, const Usage &usage);
/// `usage` as OpenAI writes it; with what the call cost and what is left, where known.
std::string usageJson(const Usage &usage, const std::optional<Money> &cost = {},
                      const std::optional<Money> &balance = {});

} // namespace beaver::wire
