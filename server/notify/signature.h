#pragma once

#include <shared/base/secret.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::notify {

/// `whsec_` and 32 random bytes in base64 (https://www.standardwebhooks.com).
Secret makeSigningSecret();

/// `v1,` and the base64 of HMAC-SHA-256 over `id.seconds.body`, under the bytes that the secret stands for.
std::string signatureOf(const Secret &secret, std::string_view id, std::int64_t seconds, std::string_view body);

} // namespace beaver::notify
