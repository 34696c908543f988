#include <shared/base/json_writer.h>

#include <cstdint>
#include <cstring>

namespace beaver {

namespace {

constexpr std::uint64_t eachByte = 0x0101010101010101U;

/// Of eight bytes: the high bit of each that is below `bound` (at most 0x80), and perhaps of bytes above such a one.
std::uint64_t below(std::uint64_t bytes, std::uint8_t bound)
{
    return (bytes - eachByte * bound) & ~bytes & eachByte * 0x80;
}

/// Whether none of the eight bytes is escaped in a JSON string (RFC 8259, 7).
bool isPlain(const char *eight)
{
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, eight, sizeof bytes);
    return (below(bytes, 0x20) | below(bytes ^ eachByte * '"', 1) | below(bytes ^ eachByte * '\\', 1)) == 0;
}

} // namespace

void appendJsonString(std::string &to, std::string_view text)
{
    to += '"';
    std::size_t plainFrom = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        while (at + 8 <= text.size() && isPlain(text.data() + at))
            at += 8;
        if (at == text.size())
            break;
        const auto c = static_cast<unsigned char>(text[at]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        to.append(text, plainFrom, at - plainFrom);
        plainFrom = at + 1;
        switch (c) {
        case '"':
            to += "\\\"";
            break;
        case '\\':
            to += "\\\\";
            break;
        case '\n':
            to += "\\n";
            break;
        case '\r':
            to += "\\r";
            break;
        case '\t':
            to += "\\t";
            break;
        default: {
            static constexpr char hex[] = "0123456789abcdef";
            to += "\\u00";
            to += hex[c >> 4];
            to += hex[c & 15];
        }
        }
    }
    to.append(text, plainFrom);
    to += '"';
}

void JsonWriter::separate()
{
    if (!m_first)
        m_text += ',';
    m_first = false;
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_text += bracket;
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_text += bracket;
    m_first = false;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    appendJsonString(m_text, name);
    m_text += ':';
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::value(std::string_view text)
{
    separate();
    appendJsonString(m_text, text);
    return *this;
}

JsonWriter &JsonWriter::value(bool truth)
{
    return raw(truth ? "true" : "false");
}

JsonWriter &JsonWriter::raw(std::string_view json)
{
    separate();
    m_text += json;
    return *this;
}

} // namespace beaver
