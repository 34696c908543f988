#pragma once

#include <server/wire/codec_support.h>
#include <server/wire/token_estimate.h>
#include <server/wire/unit_form.h>
#include <server/wire/unit_request.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// The fields of a body, JSON or form, asked for by name and type. Lives with the body, and in JSON until the thread's
/// next parseJson(). A field that is absent, or null, leaves what it is read into as it is.
class UnitFields
{
public:
    /// InvalidRequest: not JSON, not an object, or a name twice.
    static Result<UnitFields> ofJson(std::string_view body);
    static Result<UnitFields> ofForm(std::string_view body, std::string_view boundary);

    Result<void> text(std::string_view name, std::string &to) const;
    Result<void> flag(std::string_view name, bool &to) const;
    /// A whole number from `least` to `most`.
    Result<void> count(std::string_view name, std::int64_t least, std::int64_t most,
                       std::optional<std::int64_t> &to) const;
    Result<void> number(std::string_view name, double least, double most, std::optional<double> &to) const;

    bool isForm() const { return m_form; }
    /// Of JSON only.
    std::optional<simdjson::dom::element> element(std::string_view name) const;
    /// Of a form only: the files under `name` or `name[]`.
    std::vector<const FormPart *> files(std::string_view name) const;
    std::string_view content(const FormPart &part) const { return m_body.substr(part.begin, part.end - part.begin); }
    /// Where the value stands; also of a null.
    UnitRequest::Span place(std::string_view name) const;

private:
    const FormPart *part(std::string_view name) const;

    std::string_view m_body;
    bool m_form = false;
    simdjson::dom::object m_object;
    std::vector<MemberSpan> m_members; ///< in the order of the object
    std::vector<FormPart> m_parts;
};

/// What must be there.
Error missingField(std::string_view name, std::string_view taken);

/// Tokens that were estimated, with what a hold has on top.
inline std::int64_t withMargin(std::int64_t tokens)
{
    return tokens + tokens / 4 + 64;
}

/// A text or a list of texts, or one of token ids: what an `input` or `prompt` is.
struct TextInput
{
    std::int64_t tokens = 0;
    std::int64_t items = 0;
    bool exact = false; ///< token ids, counted
};
Result<TextInput> readTextInput(simdjson::dom::element value, std::string_view field, std::int64_t mostItems);

/// What decodeUnit() does for each kind, the model and the places apart.
Result<void> readEmbeddingsCall(const UnitFields &fields, UnitRequest &request);
Result<void> readModerationsCall(const UnitFields &fields, UnitRequest &request);
Result<void> readRerankCall(const UnitFields &fields, UnitRequest &request);
Result<void> readCompletionCall(const UnitFields &fields, UnitRequest &request);
Result<void> readImagesCall(const UnitFields &fields, UnitRequest &request);
Result<void> readSpeechCall(const UnitFields &fields, UnitRequest &request);
Result<void> readTranscriptionCall(const UnitFields &fields, UnitRequest &request);

inline constexpr std::int64_t completionMaxTokens = 16;  ///< OpenAI's default
inline constexpr std::int64_t partialImageTokens = 100;  ///< that a picture shown on the way costs on top
inline constexpr std::int64_t audioTokensPerSecond = 12; ///< heard; OpenAI's models make about ten

} // namespace beaver::wire
