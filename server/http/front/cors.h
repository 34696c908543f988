#pragma once

#include <server/http/edge/request.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace beaver::http {

/// Which origins may call from a browser. `*` allows all, without credentials.
class Cors
{
public:
    explicit Cors(std::vector<std::string> origins)
        : m_origins(std::move(origins))
    {}

    /// Headers for the answer to this request; none for an origin that isn't allowed.
    std::vector<std::pair<std::string, std::string>> headersFor(const Request &request) const;
    /// A WebSocket's handshake has no preflight: the request itself says where it comes from. True without an origin,
    /// that is, from what isn't a browser.
    bool allows(const Request &request) const;
    /// The request only asks whether another may be sent.
    static bool isPreflight(const Request &request);

private:
    std::vector<std::string> m_origins;
};

} // namespace beaver::http
