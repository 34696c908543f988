#pragma once

#include <server/http/edge/request.h>
#include <server/http/edge/responder.h>

#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// A request that asks for a WebSocket, read (RFC 6455 4.2.1).
struct Handshake
{
    int status = 101; ///< 400 or 426: what to answer instead, and `message` says why
    std::string message;
    std::string accept;                 ///< for `Sec-WebSocket-Accept`
    std::vector<std::string> protocols; ///< offered, in their order
};

/// Of a request whose edge has seen to `Upgrade`, `Connection`, method and version (Request::upgrade).
Handshake readHandshake(const Request &request);

/// The protocols that `Sec-WebSocket-Protocol` offers. The views live as long as the request.
std::vector<std::string_view> offeredProtocols(const Request &request);

/// `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key`.
std::string acceptFor(std::string_view key);

/// Adds what the answer to it says: with 101 the acceptance and `protocol` (empty: none), with 426 what would be taken.
void addHandshake(ResponseHead &head, const Handshake &handshake, std::string_view protocol);

} // namespace beaver::http
