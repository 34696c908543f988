#pragma once

#include <server/http/edge/request.h>

#include <string>
#include <string_view>

/// A browser's session cookie, and whether the request that carries it is our own page's (RFC 6265; Fetch Metadata).
namespace beaver::http {

/// The value of one cookie; empty where there is none.
std::string_view cookieValue(const Request &request, std::string_view name);
/// The session's.
std::string_view sessionCookie(const Request &request);

/// Does it change something, or open a WebSocket, which browsers let any page do?
bool needsProofOfOrigin(const Request &request, bool webSocket);
/// True where the browser says so (`Sec-Fetch-Site`, or an `Origin` of this host or of `publicUrl`), and for what no
/// browser sends: neither of the two and no form, such as a command line's call with a cookie.
bool comesFromOwnPage(const Request &request, std::string_view publicUrl);

/// `Set-Cookie` of a session that lasts `maxAgeS`; 0 ends it. `secure`: only over TLS.
std::string sessionCookieHeader(std::string_view value, std::int64_t maxAgeS, bool secure);

} // namespace beaver::http
