#pragma once

#include <server/identity/types.h>
#include <shared/base/result.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace beaver::identity {

/// A request whose caller proves that it has a key's signing secret instead of sending a secret (docs/keys.md). The
/// views live as long as the request.
struct SignedRequest
{
    std::string_view keyId;
    std::string_view time;      ///< seconds since 1970, as text
    std::string_view nonce;     ///< may be empty
    std::string_view signature; ///< 64 hexadecimal digits
    std::string_view method;    ///< `POST`
    std::string_view target;    ///< path with query as they are on the wire
    std::string_view body;
};

inline constexpr std::int64_t signatureWindowMs = 300'000; ///< how far a request's time may be from ours, either way
inline constexpr std::size_t longestNonce = 64;

/// Method, target, time, nonce and the body's SHA-256 in hexadecimal digits, divided by line feeds.
std::string signedText(const SignedRequest &request);
/// HMAC-SHA-256 of it under the secret's text, as 64 hexadecimal digits.
std::string signatureOf(const Secret &secret, const SignedRequest &request);

/// Is the request well-formed and its time near? Unauthenticated: `invalid_signature` (malformed),
/// `signature_expired` (too far from now, or older than this gateway: what came before its start it can't know).
Result<void> checkSignatureTime(const SignedRequest &request, std::int64_t nowMs, std::int64_t startedMs);
/// Constant time. Unauthenticated `invalid_signature`.
Result<void> checkSignature(const Secret &secret, const SignedRequest &request);

/// Signatures that were seen within the window: each lets in once. Bounded: keys share `stripes` parts; a part that is
/// full refuses (Unavailable, `too_many_signatures`). Only signatures that were right come here. Any thread.
class SeenSignatures
{
public:
    static constexpr std::size_t stripes = 64;
    static constexpr std::size_t mostOfStripe = 65'536; ///< in one window

    /// Unauthenticated `signature_replayed`: it was here before.
    Result<void> add(std::string_view keyId, std::string_view signature, std::int64_t nowMs);

private:
    /// Two generations, each at least as long as a signature may be valid.
    struct Stripe
    {
        std::mutex mutex;
        std::unordered_set<std::string> now;
        std::unordered_set<std::string> before;
        std::int64_t sinceMs = 0;
    };
    std::array<Stripe, stripes> m_stripes;
};

} // namespace beaver::identity
