#pragma once

#include <shared/base/secret.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Time-based one-time passwords as authenticator programs make them: RFC 6238 with HMAC-SHA-1, 30 s, 6 digits.
namespace beaver::identity::totp {

inline constexpr std::int64_t stepS = 30;

/// RFC 4226, 5.3. `digits` 6 to 8.
std::string code(std::string_view secret, std::int64_t step, int digits = 6);
/// The step that `given` is the code of: this one, the one before or the next, and later than `lastStep`, so that each
/// is good once. Constant time in the code.
std::optional<std::int64_t> match(const Secret &secret, std::string_view given, std::int64_t nowMs,
                                  std::int64_t lastStep);

/// 160 random bits.
Secret newSecret();
/// RFC 4648, without padding.
std::string base32(std::string_view bytes);
/// What authenticator programs read from a QR code (Key URI Format of Google Authenticator).
std::string keyUri(const Secret &secret, std::string_view account);

} // namespace beaver::identity::totp
