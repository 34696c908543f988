#pragma once

#include <server/wire/events.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// The objects of the Responses API, as JSON.

/// How the marks of other providers travel in `encrypted_content`, the one field that every client gives back
/// untouched. OpenAI's and xAI's own values are base64 and hold no colon.
inline constexpr std::string_view thinkingMark = "thinking:"; ///< Anthropic's signature of the item's summary
inline constexpr std::string_view redactedMark = "redacted:"; ///< Anthropic's redacted thinking
inline constexpr std::string_view callMark = "call:";         ///< Gemini's thoughtSignature of the call behind the item
/// The id of a reasoning item that came without one: an id tells encrypted content of this API from Anthropic's.
inline constexpr std::string_view namelessItem = "rs_";

/// Appends `,"name":value`.
void appendField(std::string &out, std::string_view name, std::string_view text);
void appendField(std::string &out, std::string_view name, std::int64_t number);
void appendRaw(std::string &out, std::string_view name, std::string_view json);

// Parts and items; `status`: in_progress, completed, incomplete.

std::string outputTextJson(std::string_view text, std::string_view annotations);
std::string refusalJson(std::string_view text);
std::string summaryTextJson(std::string_view text);
/// Without text, which nothing ties to a place in the answer: both indexes are `at`.
std::string citationJson(std::string_view url, std::string_view title, std::size_t at);

std::string messageItemJson(std::string_view id, std::string_view status, std::string_view parts);
std::string reasoningItemJson(std::string_view id, std::string_view status, std::string_view summary,
                              std::string_view encrypted);
/// `text`: arguments, or the plain text of a custom tool.
std::string callItemJson(std::string_view id, std::string_view status, const Event &call, std::string_view text,
                         bool custom);
std::string imageItemJson(std::string_view id, std::string_view status, std::string_view format,
                          std::string_view base64);

struct ResponseEnding
{
    std::string_view status; ///< in_progress, completed, incomplete, failed
    std::string_view reason; ///< why it is incomplete
    std::string_view code;   ///< why it failed
    std::string_view message;
};

/// What OpenAI's SDKs require of a response; the other fields that its server echoes are optional there. `usage`: JSON.
/// `note`: why the gateway ended it early, or empty.
std::string responseJson(const AnswerIdentity &identity, const ResponseEnding &ending,
                         const std::vector<std::string_view> &items, std::string_view usage, std::string_view note);

/// The code that Codex and the SDKs know an error by.
std::string_view responsesErrorCode(const Error &error);

} // namespace beaver::wire
