#pragma once

#include <server/http/edge/request.h>
#include <server/identity/signing.h>

#include <optional>

namespace beaver::http {

/// The signature of a request that has one: `x-beaver-key-id`, `x-beaver-time`, `x-beaver-nonce` (may be missing) and
/// `x-beaver-signature`. The views live as long as the request.
std::optional<identity::SignedRequest> findSignature(const Request &request);

} // namespace beaver::http
