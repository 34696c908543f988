#pragma once

#include <shared/base/money.h>

#include <concepts>
#include <string>
#include <string_view>

namespace beaver {

/// Writes JSON straight into a string: no document in between, keys in the order they come. The caller nests correctly.
///
///     JsonWriter json;
///     json.beginObject().field("id", id).field("balance", balance).endObject();
///     send(json.take());
class JsonWriter
{
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name);

    JsonWriter &value(std::string_view text);
    JsonWriter &value(const char *text) { return value(std::string_view(text)); }
    JsonWriter &value(const std::string &text) { return value(std::string_view(text)); }
    JsonWriter &value(bool truth);
    JsonWriter &value(std::integral auto number) { return raw(std::to_string(number)); }
    /// USD as a JSON number in exact decimal.
    JsonWriter &value(Money amount) { return raw(amount.toDecimal()); }
    JsonWriter &null() { return raw("null"); }
    /// Text that already is JSON.
    JsonWriter &raw(std::string_view json);

    template <typename T> JsonWriter &field(std::string_view name, const T &content)
    {
        return key(name).value(content);
    }
    JsonWriter &nullField(std::string_view name) { return key(name).null(); }
    JsonWriter &rawField(std::string_view name, std::string_view json) { return key(name).raw(json); }
    /// `null` where the text is empty.
    JsonWriter &optionalField(std::string_view name, std::string_view text)
    {
        return text.empty() ? nullField(name) : field(name, text);
    }

    const std::string &text() const { return m_text; }
    std::string take() { return std::move(m_text); }

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();

    std::string m_text;
    bool m_first = true;
};

/// Appends `text` as a JSON string, quotes included. `text` is UTF-8; control characters are escaped.
void appendJsonString(std::string &to, std::string_view text);

} // namespace beaver
