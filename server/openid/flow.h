#pragma once

#include <server/ops/sealing.h>
#include <shared/base/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::openid {

/// What a sign-in at a provider remembers from its start to its callback. It lives sealed in a cookie of the browser
/// that began: nothing is kept here, and nobody else's browser can end it.
struct Flow
{
    std::string provider;
    std::string state;    ///< comes back with the callback
    std::string nonce;    ///< stands in the ID token
    std::string verifier; ///< PKCE (RFC 7636)
    std::string redirect; ///< where the browser goes afterwards: a path of ours, or empty
    std::int64_t expiresAtMs = 0;
};

Flow newFlow(std::string provider, std::string redirect, std::int64_t nowMs);
/// S256 of the verifier.
std::string codeChallenge(std::string_view verifier);
/// A path of this gateway: `/` and what isn't read as another host.
bool isOwnPath(std::string_view redirect);

std::string sealFlow(const ops::CredentialBox &box, const Flow &flow);
/// InvalidRequest (`oauth_state`): it isn't there, is another's, or is too old.
Result<Flow> openFlow(const ops::CredentialBox &box, std::string_view cookie, std::string_view provider,
                      std::string_view state, std::int64_t nowMs);

} // namespace beaver::openid
