#include <admin-ui/client/json_value.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <string_view>

namespace beaver::admin {

/// RFC 8259, from the first byte to the last. Each function reads one thing and says whether it was there.
class JsonReader
{
public:
    explicit JsonReader(std::string_view text)
        : m_rest(text)
    {}

    bool document(JsonValue &into) { return value(into, 0) && (skipSpace(), m_rest.empty()); }

private:
    static constexpr int deepest = 32;

    bool value(JsonValue &into, int depth)
    {
        skipSpace();
        if (m_rest.empty() || depth > deepest)
            return false;
        switch (m_rest.front()) {
        case '{':
            return object(into, depth);
        case '[':
            return array(into, depth);
        case '"':
            into.m_kind = JsonValue::Kind::String;
            return string(into.m_text);
        case 't':
            into.m_kind = JsonValue::Kind::True;
            return take("true");
        case 'f':
            into.m_kind = JsonValue::Kind::False;
            return take("false");
        case 'n':
            into.m_kind = JsonValue::Kind::Null;
            return take("null");
        default:
            into.m_kind = JsonValue::Kind::Number;
            return number(into.m_text);
        }
    }

    bool object(JsonValue &into, int depth)
    {
        into.m_kind = JsonValue::Kind::Object;
        take("{");
        if (skipSpace(), take("}"))
            return true;
        do {
            skipSpace();
            if (!string(into.m_names.emplace_back()) || (skipSpace(), !take(":")) ||
                !value(into.m_items.emplace_back(), depth + 1))
                return false;
        } while (skipSpace(), take(","));
        return take("}");
    }

    bool array(JsonValue &into, int depth)
    {
        into.m_kind = JsonValue::Kind::Array;
        take("[");
        if (skipSpace(), take("]"))
            return true;
        do {
            if (!value(into.m_items.emplace_back(), depth + 1))
                return false;
        } while (skipSpace(), take(","));
        return take("]");
    }

    bool string(QString &into)
    {
        if (!take("\""))
            return false;
        while (true) {
            const auto length = static_cast<std::size_t>(
                std::find_if(m_rest.begin(), m_rest.end(),
                             [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }) -
                m_rest.begin());
            into += QString::fromUtf8(QByteArrayView(m_rest.substr(0, length)));
            m_rest.remove_prefix(length);
            if (take("\""))
                return true;
            if (!take("\\") || !escape(into))
                return false;
        }
    }

    bool escape(QString &into)
    {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (m_rest.empty())
            return false;
        const char letter = m_rest.front();
        m_rest.remove_prefix(1);
        if (const auto at = letters.find(letter); at != std::string_view::npos) {
            into += QLatin1Char(meanings[at]);
            return true;
        }
        if (letter != 'u' || m_rest.size() < 4)
            return false;
        bool hexadecimal = false;
        const ushort unit = QByteArrayView(m_rest.substr(0, 4)).toUShort(&hexadecimal, 16);
        if (!hexadecimal || !std::all_of(m_rest.begin(), m_rest.begin() + 4, [](char c) { return std::isxdigit(c); }))
            return false;
        m_rest.remove_prefix(4);
        into += QChar(unit);
        return true;
    }

    bool number(QString &into)
    {
        const std::string_view start = m_rest;
        take("-");
        if (!take("0") && !digits())
            return false;
        if (take(".") && !digits())
            return false;
        if (take("e") || take("E")) {
            if (!take("+"))
                take("-");
            if (!digits())
                return false;
        }
        into = QString::fromLatin1(start.data(), static_cast<qsizetype>(start.size() - m_rest.size()));
        return true;
    }

    bool digits()
    {
        const std::size_t count = std::min(m_rest.find_first_not_of("0123456789"), m_rest.size());
        m_rest.remove_prefix(count);
        return count > 0;
    }

    bool take(std::string_view word)
    {
        if (!m_rest.starts_with(word))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }

    void skipSpace() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size())); }

    std::string_view m_rest;
};

std::optional<JsonValue> JsonValue::parse(const QByteArray &utf8)
{
    JsonValue value;
    JsonReader reader({utf8.constData(), static_cast<std::size_t>(utf8.size())});
    if (!reader.document(value))
        return std::nullopt;
    return value;
}

const JsonValue &JsonValue::operator[](QLatin1StringView member) const
{
    static const JsonValue none;
    const auto found = std::find(m_names.begin(), m_names.end(), member);
    return found == m_names.end() ? none : m_items[static_cast<std::size_t>(found - m_names.begin())];
}

std::optional<bool> JsonValue::truth() const
{
    if (m_kind != Kind::True && m_kind != Kind::False)
        return std::nullopt;
    return m_kind == Kind::True;
}

std::optional<qint64> JsonValue::integer() const
{
    bool whole = false;
    const qint64 number = m_kind == Kind::Number ? m_text.toLongLong(&whole) : 0;
    return whole ? std::optional(number) : std::nullopt;
}

std::optional<Money> JsonValue::money() const
{
    return m_kind == Kind::Number ? Money::parse(m_text.toStdString()) : std::nullopt;
}

const JsonValue &JsonValue::at(QStringView path) const
{
    const JsonValue *value = this;
    static const JsonValue none;
    for (const QStringView part : path.tokenize(u'.')) {
        bool numbered = false;
        const auto place = static_cast<std::size_t>(part.toUInt(&numbered));
        if (value->isArray() && numbered) {
            value = place < value->m_items.size() ? &value->m_items[place] : &none;
            continue;
        }
        const auto found = std::find(value->m_names.begin(), value->m_names.end(), part);
        value = found == value->m_names.end()
                    ? &none
                    : &value->m_items[static_cast<std::size_t>(found - value->m_names.begin())];
    }
    return *value;
}

std::optional<double> JsonValue::real() const
{
    bool sound = false;
    const double number = m_kind == Kind::Number ? m_text.toDouble(&sound) : 0;
    return sound ? std::optional(number) : std::nullopt;
}

QString JsonValue::plain() const
{
    switch (m_kind) {
    case Kind::True:
        return QStringLiteral("true");
    case Kind::False:
        return QStringLiteral("false");
    case Kind::Number:
    case Kind::String:
        return m_text;
    default:
        return {};
    }
}

QString JsonValue::pretty() const
{
    QString text;
    print(text, 0);
    return text;
}

QString JsonValue::compact() const
{
    QString text;
    print(text, -1);
    return text;
}

void JsonValue::print(QString &into, int depth) const
{
    const auto quoted = [](const QString &text) {
        JsonWriter json;
        return QString::fromStdString(json.value(text.toStdString()).take());
    };
    const auto line = [&into, depth](int indent) {
        if (depth >= 0)
            into += u'\n' + QString(2 * static_cast<qsizetype>(indent), u' ');
    };
    switch (m_kind) {
    case Kind::Null:
        into += QStringLiteral("null");
        return;
    case Kind::String:
        into += quoted(m_text);
        return;
    case Kind::Array:
    case Kind::Object: {
        const bool object = m_kind == Kind::Object;
        into += object ? u'{' : u'[';
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            into += i ? QStringLiteral(",") : QString();
            line(depth + 1);
            if (object)
                into += quoted(m_names[i]) + QStringLiteral(": ");
            m_items[i].print(into, depth < 0 ? depth : depth + 1);
        }
        if (!m_items.empty())
            line(depth);
        into += object ? u'}' : u']';
        return;
    }
    default:
        into += plain();
    }
}

} // namespace beaver::admin
