#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::identity {

/// What an access token says.
struct Claims
{
    AccountId account;
    SessionId session;
    Role role = Role::None; ///< at the time of issue; what it may do follows from the account as it is now
    std::int64_t issuedAtS = 0;
    std::int64_t expiresAtS = 0;
};

/// A JWT (RFC 7519) of the one kind we make: HS256, this very header. The header isn't interpreted, it is compared, so
/// there is no algorithm to choose (RFC 8725, 3.1).
Secret issueAccessToken(const Mac &mac, const Claims &claims);
/// Empty for anything that we didn't sign, or whose time is over at `nowMs`.
std::optional<Claims> verifyAccessToken(const Mac &mac, std::string_view token, std::int64_t nowMs);
bool looksLikeAccessToken(std::string_view credential);

} // namespace beaver::identity
