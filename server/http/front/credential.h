#pragma once

#include <server/http/edge/request.h>
#include <shared/base/result.h>

#include <string_view>

namespace beaver::http {

/// The credential of a request, from the one place that looks for it: `Authorization: Bearer`, `x-api-key`, `api-key`
/// or `x-goog-api-key`; of a WebSocket also the protocol that is offered beside `beaver`, because a browser can set no
/// header for one. Empty: none. InvalidRequest when there are two that differ; a scheme other than Bearer counts
/// as none. `alsoInQuery`: Google's `?key=` counts too. The view lives as long as the request.
Result<std::string_view> findCredential(const Request &request, bool alsoInQuery);

} // namespace beaver::http
