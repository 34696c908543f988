#pragma once

#include <shared/base/money.h>
#include <shared/base/result.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// A JSON object as a management path takes it: each field asked for by name and type, and no other allowed. Getters
/// note the first error; ask finish() once at the end.
///
///     JsonBody body(text);
///     const auto email = body.text("email");
///     const auto name = body.optionalText("full_name");
///     if (auto sound = body.finish(); !sound) return sound.error();
class JsonBody
{
public:
    explicit JsonBody(std::string_view json);

    std::string text(std::string_view name);
    std::optional<std::string> optionalText(std::string_view name);
    /// A text, or a whole number as its text.
    std::optional<std::string> optionalTextOrNumber(std::string_view name);
    std::optional<bool> optionalFlag(std::string_view name);
    std::optional<std::int64_t> optionalNumber(std::string_view name);
    /// USD, read from the number's own text (a JSON string with a number is taken too).
    Money money(std::string_view name);
    std::optional<Money> optionalMoney(std::string_view name);
    std::optional<std::vector<std::string>> optionalTexts(std::string_view name);

    /// An object of whole numbers from 0.
    std::map<std::string, std::int64_t> optionalCounts(std::string_view name);

    /// An object of texts.
    std::optional<std::map<std::string, std::string>> optionalTextMap(std::string_view name);
    /// The value's own JSON, for what has a form of its own.
    std::optional<std::string> optionalJson(std::string_view name);
    /// Notes that a field's value is wrong.
    void refuse(std::string_view name, std::string message) { fail(name, std::move(message)); }

    /// Whether the field is there at all, and whether it is there as null: for what can be taken away.
    bool has(std::string_view name) const { return m_fields.contains(name); }
    bool saysNull(std::string_view name);

    /// The first thing that is wrong: no object, a missing field, a wrong type, an unknown field.
    Result<void> finish();

private:
    struct Field
    {
        std::string raw; ///< the value's JSON
        bool asked = false;
    };
    const std::string *take(std::string_view name);
    void fail(std::string_view name, std::string message);

    std::map<std::string, Field, std::less<>> m_fields;
    std::optional<Error> m_error;
};

} // namespace beaver::http
