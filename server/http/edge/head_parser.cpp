#include <server/http/edge/characters.h>
#include <server/http/edge/head_parser.h>
#include <server/http/edge/target.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace beaver::http {

namespace {

constexpr std::array methods = {Method::Get,   Method::Post,   Method::Head,   Method::Put,
                                Method::Patch, Method::Delete, Method::Options};

constexpr char tlsHandshake = 0x16;

std::optional<Method> readMethod(std::string_view name)
{
    for (const Method method : methods) {
        if (methodName(method) == name)
            return method;
    }
    return {};
}

Refusal readVersion(std::string_view text, bool &http10)
{
    if (text.size() != 8 || !text.starts_with("HTTP/") || !isDigit(text[5]) || text[6] != '.' || !isDigit(text[7]))
        return Refusal::BadVersion;
    if (text[5] != '1' || text[7] > '1')
        return Refusal::UnsupportedVersion;
    http10 = text[7] == '0';
    return Refusal::None;
}

} // namespace

Refusal readHeaderLine(std::string_view line, std::vector<std::pair<std::string, std::string>> *headers)
{
    if (isBlank(line.front()))
        return Refusal::FoldedHeader;
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
        return Refusal::BadHeaderName;
    std::string name(line.substr(0, colon));
    for (char &c : name) {
        c = lowerOfToken(c);
        if (c == 0)
            return Refusal::BadHeaderName;
    }
    const std::string_view raw = line.substr(colon + 1);
    if (!isFieldValue(raw) || (raw.find('\t') != std::string_view::npos && isFramingHeader(name)))
        return Refusal::BadHeaderValue;
    if (headers)
        headers->emplace_back(std::move(name), trimmed(raw));
    return Refusal::None;
}

HeadParser::State HeadParser::feed(std::string_view bytes, const EdgeLimits &limits, Request &request,
                                   std::size_t &eaten)
{
    eaten = 0;
    while (eaten < bytes.size()) {
        m_started = true;
        const std::string_view rest = bytes.substr(eaten);
        const std::size_t end = rest.find('\n', m_searched);
        const std::string_view part = rest.substr(0, end);
        m_refusal = checkPart(part, limits);
        if (m_refusal == Refusal::None && end == std::string_view::npos) {
            m_searched = rest.size();
            return State::More;
        }
        if (m_refusal == Refusal::None)
            m_refusal =
                part.ends_with('\r') ? takeLine(part.substr(0, part.size() - 1), limits, request) : Refusal::BadLineEnd;
        if (m_refusal != Refusal::None)
            return State::Refused;
        m_searched = 0;
        eaten += end + 1;
        if (m_complete)
            return State::Done;
    }
    return State::More;
}

/// What can be said of a line before its end is there.
Refusal HeadParser::checkPart(std::string_view part, const EdgeLimits &limits) const
{
    if (m_hasRequestLine) {
        if (part.size() > limits.headerLine)
            return Refusal::HeaderTooLong;
        return m_headerBytes + part.size() > limits.headers ? Refusal::HeadersTooLarge : Refusal::None;
    }
    if (part.size() > limits.requestLine)
        return Refusal::RequestLineTooLong;
    if (!part.empty() && part.front() == tlsHandshake)
        return Refusal::TlsOnPlainPort;
    if (!part.empty() && part.front() != '\r' && lowerOfToken(part.front()) == 0)
        return Refusal::BadRequestLine;
    return Refusal::None;
}

Refusal HeadParser::takeLine(std::string_view line, const EdgeLimits &limits, Request &request)
{
    if (!m_hasRequestLine) {
        if (line.empty())
            return std::exchange(m_skippedLine, true) ? Refusal::BadRequestLine : Refusal::None;
        m_hasRequestLine = true;
        return takeRequestLine(line, request);
    }
    m_headerBytes += line.size() + 2;
    if (line.empty()) {
        m_complete = true;
        return readFraming(request, m_framing);
    }
    if (request.headers.size() >= static_cast<std::size_t>(limits.headerCount))
        return Refusal::TooManyHeaders;
    return readHeaderLine(line, &request.headers);
}

Refusal HeadParser::takeRequestLine(std::string_view line, Request &request)
{
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || !isToken(line.substr(0, first)))
        return Refusal::BadRequestLine;
    if (const Refusal refusal = readVersion(line.substr(second + 1), m_framing.http10); refusal != Refusal::None)
        return refusal;
    const std::string_view name = line.substr(0, first);
    if (name == "TRACE" || name == "CONNECT")
        return Refusal::MethodNotAllowed;
    const auto method = readMethod(name);
    if (!method)
        return Refusal::UnknownMethod;
    request.method = *method;
    return takeTarget(line.substr(first + 1, second - first - 1), request);
}

Refusal HeadParser::takeTarget(std::string_view target, Request &request)
{
    // RFC 9112 3.2.2: the absolute form must be understood; it has to name the same host as the Host header
    // (readFraming).
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equalsIgnoringCase(target.substr(0, scheme.size()), scheme))
            continue;
        const std::string_view rest = target.substr(scheme.size());
        const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
        m_framing.authority = rest.substr(0, end);
        if (!isAuthority(m_framing.authority))
            return Refusal::BadTarget;
        request.target = rest.substr(end);
        if (!request.target.starts_with('/'))
            request.target.insert(0, 1, '/');
        return splitTarget(request.target, request.path, request.query) ? Refusal::None : Refusal::BadTarget;
    }
    request.target = target;
    return splitTarget(target, request.path, request.query) ? Refusal::None : Refusal::BadTarget;
}

} // namespace beaver::http
