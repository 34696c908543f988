#pragma once

#include <server/wire/canonical.h>
#include <server/wire/chat_request.h>
#include <server/wire/json_scan.h>
#include <server/wire/outgoing_body.h>
#include <server/wire/token_estimate.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// What the codecs of all dialects have in common. Everything here is free of state and may run in any thread.

inline constexpr std::int64_t mostMaxTokens = 100'000'000; ///< that a maximum may name

// Bodies

/// The top object of a body. Errors: not JSON, nested over 64 deep, not an object, a key that occurs twice. It lives
/// until the thread's next parseJson().
Result<simdjson::dom::object> parseBody(std::string_view body);
/// The same of a whole request; see parseOwnJson().
Result<simdjson::dom::object> parseOwnBody(const std::string &body);
/// The same for a PromptScan, which knows the texts that longTexts() stand for; see parseLongJson().
Result<simdjson::dom::object> parseLongBody(const std::string &body);
/// Readers would disagree about which of two members counts. `where`: path of the object, empty for the top.
Result<void> refuseRepeatedKeys(simdjson::dom::object object, std::string_view where = {});

/// The value of a member of the body's top object, as it stands there.
std::string_view memberText(const ChatRequest &request, std::size_t index);

/// The client's bytes with some members of the top object replaced or added; every other byte stays, in a long body
/// even where it is: the request must outlive what is made of it.
class BodyPatch
{
public:
    explicit BodyPatch(const ChatRequest &request)
        : m_request(request)
    {}

    void replace(std::size_t member, std::string json);
    void add(std::string_view name, std::string_view json);
    OutgoingBody apply();

private:
    struct Splice
    {
        std::size_t begin, end;
        std::string text;
    };
    const ChatRequest &m_request;
    std::vector<Splice> m_splices;
    std::string m_added; ///< each with its comma
};

// Fields. `field` names the whole path (`messages[2].content`), for the error. Absent or null leaves `to` as it is.

Error wrongType(std::string_view field, std::string_view given, std::string_view taken);
/// Refuses a field that the provider's dialect has no place for.
Error cannotExpress(std::string_view field, std::string_view why);

/// A member that is not there, or not what it must be.
Error missing(std::string field, std::string_view taken);
/// `list[index]`
std::string elementPath(std::string_view list, std::size_t index);

/// A member, or empty where it is absent or null.
std::optional<simdjson::dom::element> presentMember(simdjson::dom::object object, std::string_view name);
/// A text member, or empty where it is absent or none.
std::string_view textMember(simdjson::dom::object object, std::string_view name);
/// A value's text, or empty where it is none.
std::string_view textValue(simdjson::dom::element value);
/// A value's whole number, or `otherwise` where it is none.
std::int64_t wholeValue(simdjson::dom::element value, std::int64_t otherwise);
/// A member as JSON text, or empty where it is absent or null.
std::string jsonMember(simdjson::dom::object object, std::string_view name);

Result<void> readText(simdjson::dom::element value, std::string_view field, std::string &to);
Result<void> readFlag(simdjson::dom::element value, std::string_view field, bool &to);
Result<void> readFlag(simdjson::dom::element value, std::string_view field, std::optional<bool> &to);
/// A whole number from `least` to `most`.
Result<void> readCount(simdjson::dom::element value, std::string_view field, std::int64_t least, std::int64_t most,
                       std::optional<std::int64_t> &to);
Result<void> readNumber(simdjson::dom::element value, std::string_view field, double least, double most,
                        std::optional<double> &to);
/// One text or a list of at most `most`.
Result<void> readTexts(simdjson::dom::element value, std::string_view field, std::size_t most,
                       std::vector<std::string> &to);

/// A number as JSON, shortest form that reads back the same.
std::string numberJson(double number);

// Media

struct DataUri
{
    std::string_view mediaType; ///< without parameters; empty: none is named
    std::string_view data;      ///< base64
};
/// Empty: it is no `data:` URI in base64.
std::optional<DataUri> splitDataUri(std::string_view uri);
/// The bytes of base64 (standard alphabet, padding optional, white space skipped); empty: it is none.
std::optional<std::string> decodeBase64(std::string_view base64);
std::string makeDataUri(std::string_view mediaType, std::string_view base64);
/// Puts a URL or a data URI where it belongs.
void setUrl(MediaPart &media, std::string_view uri);
/// The media type by a file name's end (`pdf`, `png` …); empty: not known.
std::string_view mediaTypeOfName(std::string_view name);

// Tools

/// The arguments of a call as the text of a JSON object: none become `{}`, a custom tool's plain text becomes
/// `{"input":…}`. Empty: they are neither.
std::optional<std::string> argumentsObject(const ToolCallPart &call);
/// An id of our own for a call that came without one, the same for the same seed: `<prefix><16 hex digits>`.
std::string madeCallId(std::string_view prefix, std::string_view seed, std::int64_t number);
/// The other way: the plain text of a custom tool's call that a provider without such tools made; what isn't
/// `{"input": …}` stays as it is.
std::string plainInput(std::string arguments);

/// The schema of a tool's parameters: that of a custom tool has one text `input`, none becomes an empty object's.
std::string_view parametersSchema(const Tool &tool);

// Thinking

/// Tokens to think for an effort's name; empty: none or unknown.
std::optional<std::int64_t> budgetOfEffort(std::string_view effort);
/// The effort that stands for a budget; empty: 0, or as the model likes.
std::string_view effortOfBudget(std::int64_t budgetTokens);

/// The maximum of a written request: the client's, lowered to the target's and to what the model can; empty: none.
std::optional<std::int64_t> maxTokensFor(const Request &request, const Target &target);

// Estimates

inline constexpr std::int64_t tokensOfPrompt = 16; ///< what frames all messages

/// Gathers what a decoder must know of a prompt: how many tokens it may be, and its last user text. A text may be the
/// name of one of longTexts().
class PromptScan
{
public:
    explicit PromptScan(ChatRequest &request)
        : m_request(request)
    {}

    void beginMessage(bool user);
    void text(std::string_view text); ///< of the message under way
    void json(std::string_view raw);  ///< goes into the prompt as it stands: tools, schemas, calls
    void json(simdjson::dom::element value);
    void image();
    void media(std::string_view base64); ///< audio or a document
    /// Sets the request's inputTokens.
    void finish();

private:
    ChatRequest &m_request;
    TokenEstimate m_estimate;
    bool m_user = false;
};

/// How many searches a tool may make, by its own maximum; 1 where it names none.
std::int64_t searchesOf(const simdjson::simdjson_result<simdjson::dom::element> &most);

/// How many tokens the request may be, by the same rule.
std::int64_t estimateInputTokens(const Request &request);

} // namespace beaver::wire
