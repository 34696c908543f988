#include <server/http/edge/characters.h>
#include <server/http/edge/header_checks.h>
#include <server/http/edge/target.h>

namespace beaver::http {

namespace {

bool readLength(std::string_view value, std::uint64_t &length)
{
    if (value.empty() || value.size() > 18)
        return false;
    length = 0;
    for (const char c : value) {
        if (!isDigit(c))
            return false;
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return true;
}

struct ConnectionOptions
{
    bool close = false;
    bool keepAlive = false;
    bool upgrade = false;
};

void readConnection(std::string_view value, ConnectionOptions &options)
{
    while (!value.empty()) {
        const std::size_t comma = value.find(',');
        const std::string_view option = trimmed(value.substr(0, comma));
        options.close = options.close || equalsIgnoringCase(option, "close");
        options.keepAlive = options.keepAlive || equalsIgnoringCase(option, "keep-alive");
        options.upgrade = options.upgrade || equalsIgnoringCase(option, "upgrade");
        value = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
    }
}

bool sameAuthority(std::string_view one, std::string_view other)
{
    std::string lower(other);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return equalsIgnoringCase(one, lower);
}

bool needsLength(Method method)
{
    return method == Method::Post || method == Method::Put || method == Method::Patch;
}

} // namespace

bool isFramingHeader(std::string_view name)
{
    return name == "host" || name == "content-length" || name == "transfer-encoding" || name == "expect";
}

Refusal readFraming(const Request &request, Framing &framing)
{
    int hosts = 0;
    int lengths = 0;
    int codings = 0;
    int upgrades = 0;
    std::string_view host;
    ConnectionOptions options;
    for (const auto &[name, value] : request.headers) {
        if (name == "host") {
            ++hosts;
            host = value;
        } else if (name == "content-length") {
            if (++lengths > 1 || !readLength(value, framing.contentLength))
                return Refusal::BadContentLength;
        } else if (name == "transfer-encoding") {
            if (++codings > 1 || framing.http10)
                return Refusal::BadTransferEncoding;
            if (!equalsIgnoringCase(value, "chunked"))
                return isToken(value) ? Refusal::UnsupportedTransferEncoding : Refusal::BadTransferEncoding;
            framing.chunked = true;
        } else if (name == "connection") {
            readConnection(value, options);
        } else if (name == "upgrade") {
            ++upgrades;
            framing.webSocket = equalsIgnoringCase(value, "websocket");
        } else if (name == "expect") {
            if (!equalsIgnoringCase(value, "100-continue"))
                return Refusal::BadExpectation;
            framing.expectsContinue = !framing.http10; // RFC 9110 10.1.1: from HTTP/1.0 it is to be ignored
        }
    }
    if (lengths > 0 && codings > 0)
        return Refusal::AmbiguousLength;
    if (hosts > 1 || (hosts == 0 && !framing.http10) || (hosts == 1 && !isAuthority(host)))
        return Refusal::BadHost;
    if (!framing.authority.empty() && !sameAuthority(framing.authority, host))
        return Refusal::Misdirected;
    if (lengths + codings == 0 && needsLength(request.method))
        return Refusal::LengthRequired;
    framing.keepAlive = !options.close && (!framing.http10 || options.keepAlive);
    // RFC 9110 7.8: from HTTP/1.0, or without the connection option, it is to be ignored.
    framing.webSocket = framing.webSocket && upgrades == 1 && options.upgrade && !framing.http10;
    return Refusal::None;
}

} // namespace beaver::http
