#pragma once

#include <server/wire/dialect.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace beaver::wire {

/// One request that every client dialect can be read into and every provider dialect written from. Only calls that
/// change their dialect pass through it; the same dialect on both sides passes the client's bytes.

/// Anthropic's `cache_control` on a block: empty, `5m` or `1h`.
using CacheMark = std::string;

struct TextPart
{
    std::string text;
    CacheMark cache = {};
};

struct MediaPart
{
    enum class Kind : std::uint8_t { Image, Audio, File };
    Kind kind = Kind::Image;
    std::string mediaType; ///< `image/png`, `audio/wav`, `application/pdf`; empty where only a URL is known
    std::string data;      ///< base64; empty: `url` or `fileId` says where it is
    std::string url;       ///< https; never a data URI (that is split into mediaType and data)
    std::string fileId;
    std::string name;   ///< file name
    std::string detail; ///< OpenAI's `detail` of an image: low, high, auto
    CacheMark cache = {};
};

/// What a model thought. `signature`, `encrypted` and `id` are replayed only to the owner that made them.
struct ReasoningPart
{
    std::string text;
    std::string signature; ///< Anthropic
    std::string encrypted; ///< Anthropic's redacted data, Responses' encrypted_content
    std::string id;        ///< of a Responses item
};

struct ToolCallPart
{
    std::string id;
    std::string name;
    std::string arguments; ///< JSON text of an object; of a custom tool: plain text
    bool custom = false;   ///< Responses' custom tool
    std::string signature; ///< Gemini's thoughtSignature
    CacheMark cache = {};
};

struct ToolResultPart
{
    std::string callId;
    std::string name; ///< of the tool, where known
    std::string text;
    std::vector<MediaPart> media;
    bool isError = false;
    CacheMark cache = {};
};

struct RefusalPart
{
    std::string text;
};

using Part = std::variant<TextPart, MediaPart, ReasoningPart, ToolCallPart, ToolResultPart, RefusalPart>;

/// Tool results are parts of a User message; several of one turn stand in one message, before its other parts.
enum class Role : std::uint8_t { System, User, Assistant };

struct Message
{
    Role role = Role::User;
    std::vector<Part> parts;
    std::string name; ///< OpenAI's `name` of a participant
};

struct Tool
{
    std::string name;
    std::string description;
    std::string parameters; ///< JSON Schema as JSON text; empty: takes none
    std::optional<bool> strict;
    bool custom = false; ///< Responses' custom tool: takes plain text
    CacheMark cache = {};
};

struct ToolChoice
{
    enum class Kind : std::uint8_t { Unset, Auto, None, Required, Named };
    Kind kind = Kind::Unset;
    std::string name; ///< of Named
};

struct ResponseFormat
{
    enum class Kind : std::uint8_t { Text, JsonObject, JsonSchema };
    Kind kind = Kind::Text;
    std::string name;
    std::string description;
    std::string schema; ///< JSON text
    std::optional<bool> strict;
};

/// How much a model is to think.
struct Thinking
{
    std::string effort;                       ///< none, minimal, low, medium, high, xhigh; empty: not said
    std::optional<std::int64_t> budgetTokens; ///< 0: off; −1: as it likes
    bool shown = false;                       ///< the client wants summaries or the text
};

struct Request
{
    std::string model; ///< as the client names it
    bool stream = false;
    bool includeUsage = false; ///< OpenAI's stream_options.include_usage; true for dialects that always report
    std::vector<Message> messages;
    std::vector<Tool> tools;
    ToolChoice toolChoice;
    std::optional<bool> parallelToolCalls;
    std::optional<std::int64_t> maxTokens;
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<std::int64_t> topK;
    std::optional<std::int64_t> seed;
    std::optional<double> presencePenalty;
    std::optional<double> frequencyPenalty;
    std::vector<std::string> stop;
    std::int64_t choices = 1;
    bool logprobs = false;
    std::optional<std::int64_t> topLogprobs;
    std::string logitBias; ///< JSON text
    ResponseFormat format;
    Thinking thinking;
    std::string user;
    std::string serviceTier;
    std::string verbosity;
    std::string promptCacheKey;
    /// Names of fields that were understood but have no place here (server tools, store, previous ids …); a writer for
    /// another dialect drops them.
    std::vector<std::string> dropped;
};

/// What a writer must know of the model that it writes for.
struct Target
{
    std::string_view model;                ///< as the provider names it
    std::optional<std::int64_t> maxTokens; ///< lower the maximum to this
    std::int64_t modelMaxOutput = 0;       ///< tokens; 0: not known
    bool askForUsage = true;               ///< OpenAI chat: send stream_options.include_usage where it streams
    std::string_view maxTokensField = "max_completion_tokens"; ///< OpenAI chat
    bool thinks = true; ///< false: the model can't be told how much to think; such wishes are dropped
};

} // namespace beaver::wire
