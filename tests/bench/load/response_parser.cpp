#include "response_parser.h"

#include <strings.h>

#include <algorithm>
#include <charconv>

namespace bench {

namespace {

constexpr std::size_t longestLine = 64 * 1024;

bool isHeader(std::string_view line, std::string_view name, std::string_view &value)
{
    if (line.size() <= name.size() || line[name.size()] != ':' ||
        strncasecmp(line.data(), name.data(), name.size()) != 0)
        return false;
    value = line.substr(name.size() + 1);
    while (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    return true;
}

bool readNumber(std::string_view text, std::uint64_t &value, int base)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc() && (end == text.data() + text.size() || *end == ';');
}

} // namespace

void ResponseParser::restart()
{
    *this = {};
}

// True when m_line holds a whole line, without its end.
bool ResponseParser::takeLine(std::string_view &bytes)
{
    const std::size_t end = bytes.find('\n');
    m_line.append(bytes.substr(0, end));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (end == std::string_view::npos || m_line.empty() || m_line.back() != '\r') {
        if (end != std::string_view::npos || m_line.size() > longestLine)
            m_state = State::Bad;
        return false;
    }
    m_line.pop_back();
    return true;
}

void ResponseParser::headLine()
{
    std::string_view value;
    std::uint64_t number = 0;
    if (m_status == 0) {
        if (!m_line.starts_with("HTTP/1.1 ") || !readNumber(std::string_view(m_line).substr(9, 3), number, 10))
            m_state = State::Bad;
        m_status = static_cast<int>(number);
    } else if (isHeader(m_line, "content-length", value)) {
        if (m_hasLength || !readNumber(value, m_left, 10))
            m_state = State::Bad;
        m_hasLength = true;
    } else if (isHeader(m_line, "transfer-encoding", value)) {
        m_chunked = strcasecmp(std::string(value).c_str(), "chunked") == 0;
    } else if (isHeader(m_line, "connection", value)) {
        m_closes = strcasecmp(std::string(value).c_str(), "close") == 0;
    }
}

void ResponseParser::headEnd()
{
    if (m_status == 0 || m_chunked == m_hasLength)
        m_state = State::Bad;
    else if (m_chunked)
        m_state = State::ChunkSize;
    else
        m_state = m_left == 0 ? State::Done : State::Sized;
}

std::size_t ResponseParser::feed(std::string_view bytes, std::string &body)
{
    const std::size_t given = bytes.size();
    while (!bytes.empty() && m_state != State::Done && m_state != State::Bad) {
        if (m_state == State::Sized || m_state == State::Chunk) {
            const std::size_t now = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
            body.append(bytes.substr(0, now));
            bytes.remove_prefix(now);
            m_left -= now;
            if (m_left == 0)
                m_state = m_state == State::Sized ? State::Done : State::ChunkEnd;
            continue;
        }
        if (!takeLine(bytes))
            continue;
        switch (m_state) {
        case State::Head:
            if (m_line.empty())
                headEnd();
            else
                headLine();
            break;
        case State::ChunkSize:
            if (!readNumber(m_line, m_left, 16))
                m_state = State::Bad;
            else
                m_state = m_left == 0 ? State::Trailer : State::Chunk;
            break;
        case State::ChunkEnd:
            m_state = m_line.empty() ? State::ChunkSize : State::Bad;
            break;
        case State::Trailer:
            if (m_line.empty())
                m_state = State::Done;
            break;
        default:
            break;
        }
        m_line.clear();
    }
    return given - bytes.size();
}

} // namespace bench
