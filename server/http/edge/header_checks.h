#pragma once

#include <server/http/edge/refusal.h>
#include <server/http/edge/request.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::http {

/// What a connection needs to know of a request beyond what handlers see: how its body is framed and what follows it.
struct Framing
{
    bool http10 = false;
    bool keepAlive = true;
    bool chunked = false;
    bool expectsContinue = false;
    bool webSocket = false; ///< it asks to go on as a WebSocket
    std::uint64_t contentLength = 0;
    std::string authority; ///< of an absolute-form target, else empty

    bool hasBody() const { return chunked || contentLength > 0; }
};

/// Reads the headers that decide about framing (RFC 9112 6, RFC 9110 7.2 and 10.1.1) and refuses whatever two parsers
/// could read in two ways.
Refusal readFraming(const Request &request, Framing &framing);

/// Headers that decide where a request ends or whom it is for: in these even a tab beside the value is refused, as
/// nginx does.
bool isFramingHeader(std::string_view lowerName);

} // namespace beaver::http
