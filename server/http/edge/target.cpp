#include <server/http/edge/characters.h>
#include <server/http/edge/target.h>

#include <algorithm>

namespace beaver::http {

namespace {

enum : std::uint8_t { PathChar = 1, QueryChar = 2, HostChar = 4 };

constexpr auto classes = [] {
    std::array<std::uint8_t, 256> table{};
    const auto mark = [&table](std::string_view characters, std::uint8_t as) {
        for (const char c : characters)
            table[static_cast<std::uint8_t>(c)] |= as;
    };
    mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~", PathChar | QueryChar | HostChar);
    mark("!$&'()*+,;=:@/", PathChar | QueryChar); // RFC 3986: sub-delims, ":", "@"
    mark("?[]{}|^`", QueryChar);                  // the brackets aren't in RFC 3986, but every browser sends them
    return table;
}();

constexpr bool is(char c, std::uint8_t what)
{
    return (classes[static_cast<std::uint8_t>(c)] & what) != 0;
}

/// The byte that the escape at `at` stands for, or -1.
int unescape(std::string_view text, std::size_t at)
{
    if (at + 2 >= text.size())
        return -1;
    const int high = hexDigit(text[at + 1]);
    const int low = hexDigit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || at + more >= text.size())
            return false;
        const auto second = static_cast<std::uint8_t>(text[at + 1]);
        const bool outside = (lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
                             (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f);
        if (outside)
            return false;
        for (std::size_t k = 1; k <= more; ++k) {
            if ((static_cast<std::uint8_t>(text[at + k]) & 0xc0) != 0x80)
                return false;
        }
        at += more + 1;
    }
    return true;
}

bool hasPlainSegments(std::string_view path)
{
    for (std::size_t start = 1; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view segment = path.substr(start, end - start);
        if (segment == "." || segment == ".." || (segment.empty() && end != path.size()))
            return false;
        start = end + 1;
    }
    return true;
}

bool isQuery(std::string_view query)
{
    for (std::size_t at = 0; at < query.size(); ++at) {
        if (query[at] == '%' ? unescape(query, at) < 0 : !is(query[at], QueryChar))
            return false;
    }
    return true;
}

bool isPort(std::string_view port)
{
    int number = 0;
    for (const char c : port) {
        if (!isDigit(c))
            return false;
        number = number * 10 + (c - '0');
    }
    return !port.empty() && port.size() <= 5 && number <= 65535;
}

} // namespace

bool splitTarget(std::string_view target, std::string &path, std::string &query)
{
    if (target.empty() || target.front() != '/')
        return false;
    const std::size_t mark = target.find('?');
    const std::string_view raw = target.substr(0, mark);
    path.clear();
    path.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] == '%') {
            const int byte = unescape(raw, at);
            if (byte < 0x20 || byte == 0x7f || byte == '\\')
                return false;
            path.push_back(static_cast<char>(byte));
            at += 2;
        } else if (is(raw[at], PathChar)) {
            path.push_back(raw[at]);
        } else {
            return false;
        }
    }
    if (!hasPlainSegments(path) || !isUtf8(path))
        return false;
    query.clear();
    if (mark != std::string_view::npos)
        query = target.substr(mark + 1);
    return isQuery(query);
}

bool isAuthority(std::string_view text)
{
    std::string_view host = text;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || end < 3)
            return false;
        for (const char c : text.substr(1, end - 1)) {
            if (hexDigit(c) < 0 && c != ':' && c != '.')
                return false;
        }
        const std::string_view rest = text.substr(end + 1);
        return rest.empty() || (rest.front() == ':' && isPort(rest.substr(1)));
    }
    if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        if (!isPort(text.substr(colon + 1)))
            return false;
    }
    for (const char c : host) {
        if (!is(c, HostChar))
            return false;
    }
    return !host.empty() && host.front() != '.' && host.find("..") == std::string_view::npos;
}

} // namespace beaver::http
