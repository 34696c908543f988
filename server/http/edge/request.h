#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options };

std::string_view methodName(Method method);

/// One checked request, owned: nothing in it points into a connection's buffer, so it may be kept across an await.
struct Request
{
    Method method = Method::Get;
    std::string target; ///< as it came, origin-form (`/v1/models?limit=3`)
    std::string path;   ///< percent-decoded once; valid UTF-8, no control characters, no `.` or `..` segment, no `//`
    std::string query;  ///< after the `?`, still encoded
    /// Names in lower case, values trimmed; in the order they came.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string peerAddress;      ///< of the TCP peer, numeric (`127.0.0.1`, `::1`)
    std::uint64_t connection = 0; ///< number of the connection within the process
    std::int64_t arrivedUs = 0;   ///< monotonic, when its first byte was read
    bool upgrade = false;         ///< it asks for a WebSocket, and its route has one: Responder::upgrade() may follow

    /// The first value of that name (give it in lower case), or empty.
    std::string_view header(std::string_view name) const;
    bool hasHeader(std::string_view name) const;
    /// How often a name occurs.
    int headerCount(std::string_view name) const;
};

} // namespace beaver::http
