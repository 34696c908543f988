#include <server/http/edge/characters.h>
#include <server/http/edge/logging.h>
#include <server/http/edge/response_head.h>
#include <shared/base/pieces.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace beaver::http {

namespace {

struct Reason
{
    int status;
    std::string_view text;
};

constexpr Reason reasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {499, "Client Closed Request"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {529, "Overloaded"},
};

std::string_view reasonOf(int status)
{
    const auto *found = std::ranges::lower_bound(reasons, status, {}, &Reason::status);
    return found != std::end(reasons) && found->status == status ? found->text : std::string_view();
}

void appendNumber(std::string &to, std::size_t number)
{
    char digits[20];
    auto *const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    to.append(digits, end);
}

/// Those that the edge says itself.
bool isOurs(std::string_view name)
{
    switch (name.size()) {
    case 4:
        return equalsIgnoringCase(name, "date");
    case 10:
        return equalsIgnoringCase(name, "connection") || equalsIgnoringCase(name, "keep-alive");
    case 14:
        return equalsIgnoringCase(name, "content-length");
    case 17:
        return equalsIgnoringCase(name, "transfer-encoding");
    default:
        return false;
    }
}

} // namespace

bool isBodiless(int status)
{
    return status < 200 || status == 204 || status == 304;
}

bool asksToClose(const ResponseHead &head)
{
    return std::ranges::any_of(head.headers, [](const auto &field) {
        return equalsIgnoringCase(field.first, "connection") && equalsIgnoringCase(field.second, "close");
    });
}

void ResponseHeadWriter::append(std::string &to, const ResponseHead &head, const AnswerFraming &framing)
{
    to += "HTTP/1.1 ";
    appendNumber(to, static_cast<std::size_t>(std::clamp(head.status, 100, 999)));
    to += ' ';
    to += reasonOf(head.status);
    to += "\r\n";
    for (const auto &[name, value] : head.headers) {
        if (isOurs(name))
            continue;
        if (!isToken(name) || !isFieldValue(value)) {
            qCWarning(edgeLog, "A response header with a control character or a malformed name was dropped.");
            continue;
        }
        appendPieces(to, name, ": ", value, "\r\n");
    }
    appendDate(to);
    if (framing.chunked) {
        to += "transfer-encoding: chunked\r\n";
    } else if (framing.contentLength) {
        to += "content-length: ";
        appendNumber(to, *framing.contentLength);
        to += "\r\n";
    }
    if (head.status == 101 || head.status == 426) // their Upgrade header comes with the connection option
        to += framing.close ? "connection: upgrade, close\r\n" : "connection: upgrade\r\n";
    else if (framing.close)
        to += "connection: close\r\n";
    else if (framing.sayKeepAlive)
        to += "connection: keep-alive\r\n";
    to += "\r\n";
}

void ResponseHeadWriter::appendDate(std::string &to)
{
    if (const std::time_t now = std::time(nullptr); now != m_second) {
        m_second = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        // strftime's %a and %b follow the locale; RFC 9110 5.6.7 wants English.
        static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        char line[64];
        const int length = std::snprintf(line, sizeof line, "date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                                         days[parts.tm_wday], parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900,
                                         parts.tm_hour, parts.tm_min, parts.tm_sec);
        m_dateLine.assign(line, static_cast<std::size_t>(std::clamp<int>(length, 0, sizeof line - 1)));
    }
    to += m_dateLine;
}

} // namespace beaver::http
