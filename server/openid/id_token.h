#pragma once

#include <server/openid/json_web_keys.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::openid {

/// What an ID token has to say to be ours (OpenID Connect Core, 3.1.3.7).
struct Expected
{
    std::string issuer;
    std::string clientId;
    std::string nonce;
    std::int64_t nowMs = 0;
};

struct IdClaims
{
    std::string subject;
    std::string email;
    bool emailVerified = false;
    std::string name;
};

/// RS256 and ES256 alone: which of them follows from the key that its id names (RFC 8725, 3.1). `unknownKey` becomes
/// true where the keys may be old. Unauthenticated (`invalid_id_token`), with what is wrong in `detail`.
Result<IdClaims> verifyIdToken(std::string_view token, const JsonWebKeys &keys, const Expected &expected,
                               bool &unknownKey);

} // namespace beaver::openid
