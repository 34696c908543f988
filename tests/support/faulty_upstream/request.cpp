#include "request.h"

#include "text.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <optional>

namespace faulty {

namespace {

constexpr std::size_t headLimit = 256 * 1024;
constexpr std::size_t bodyLimit = 256 * 1024 * 1024;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view Request::header(std::string_view name) const
{
    for (const auto &[key, value] : headers)
        if (lowerCase(key) == name)
            return value;
    return {};
}

std::string_view Request::parameter(std::string_view name) const
{
    std::string_view rest = query;
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (pair.substr(0, equals) == name)
            return equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    }
    return {};
}

RequestReader::RequestReader(int fd)
    : m_fd(fd)
{}

RequestReader::Outcome RequestReader::next(Request &request)
{
    request = {};
    m_buffer.erase(0, m_position);
    m_position = 0;
    const Outcome outcome = head(request);
    return outcome == Outcome::Request ? body(request) : outcome;
}

bool RequestReader::more()
{
    std::array<char, 64 * 1024> block;
    ssize_t got = 0;
    do {
        got = recv(m_fd, block.data(), block.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    m_buffer.append(block.data(), static_cast<std::size_t>(got));
    return true;
}

bool RequestReader::line(std::string &out, std::size_t limit)
{
    std::size_t searched = m_position;
    for (;;) {
        const std::size_t end = m_buffer.find('\n', searched);
        if (end != std::string::npos) {
            out = m_buffer.substr(m_position, end - m_position);
            if (!out.empty() && out.back() == '\r')
                out.pop_back();
            m_position = end + 1;
            return true;
        }
        searched = m_buffer.size();
        if (m_buffer.size() - m_position > limit || !more())
            return false;
    }
}

RequestReader::Outcome RequestReader::head(Request &request)
{
    std::string text;
    do {
        if (!line(text, headLimit))
            return m_buffer.size() > headLimit ? Outcome::TooLarge : Outcome::Closed;
    } while (text.empty());

    const std::size_t first = text.find(' ');
    const std::size_t last = text.rfind(' ');
    if (first == std::string::npos || last <= first || text.compare(last + 1, 5, "HTTP/") != 0)
        return Outcome::Malformed;
    request.method = text.substr(0, first);
    const std::string target = text.substr(first + 1, last - first - 1);
    const std::size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos)
        request.query = target.substr(question + 1);
    const bool old = text.compare(last + 1, 8, "HTTP/1.0") == 0;

    std::size_t total = text.size();
    while (line(text, headLimit)) {
        if (text.empty()) {
            const std::string connection = lowerCase(request.header("connection"));
            request.wantsClose = connection.find("close") != std::string::npos ||
                                 (old && connection.find("keep-alive") == std::string::npos);
            return Outcome::Request;
        }
        total += text.size();
        if (total > headLimit)
            return Outcome::TooLarge;
        const std::size_t colon = text.find(':');
        if (colon == std::string::npos)
            return Outcome::Malformed;
        request.headers.emplace_back(text.substr(0, colon), trimmed(std::string_view(text).substr(colon + 1)));
    }
    return Outcome::Closed;
}

RequestReader::Outcome RequestReader::body(Request &request)
{
    const bool chunked = lowerCase(request.header("transfer-encoding")).find("chunked") != std::string::npos;
    const std::string_view length = request.header("content-length");
    if (!chunked && length.empty())
        return Outcome::Request;
    if (lowerCase(request.header("expect")) == "100-continue")
        send(m_fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
    if (chunked)
        return chunkedBody(request);

    const std::optional<std::int64_t> size = wholeNumber(length, 0, bodyLimit);
    if (!size)
        return Outcome::TooLarge;
    const auto wanted = static_cast<std::size_t>(*size);
    while (m_buffer.size() - m_position < wanted)
        if (!more())
            return Outcome::Closed;
    request.body = m_buffer.substr(m_position, wanted);
    m_position += wanted;
    return Outcome::Request;
}

RequestReader::Outcome RequestReader::chunkedBody(Request &request)
{
    std::string text;
    for (;;) {
        if (!line(text, headLimit))
            return Outcome::Closed;
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size, 16);
        if (error != std::errc() || (end != text.data() + text.size() && *end != ';' && *end != ' '))
            return Outcome::Malformed;
        if (size > bodyLimit || request.body.size() + size > bodyLimit)
            return Outcome::TooLarge;
        while (m_buffer.size() - m_position < size + 2)
            if (!more())
                return Outcome::Closed;
        request.body.append(m_buffer, m_position, size);
        m_position += size;
        if (size == 0)
            break;
        m_position += 2;
    }
    do {
        if (!line(text, headLimit))
            return Outcome::Closed;
    } while (!text.empty());
    return Outcome::Request;
}

} // namespace faulty
