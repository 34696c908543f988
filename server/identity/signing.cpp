#include <server/identity/signing.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

namespace beaver::identity {

namespace {

Error refused(std::string message, std::string reason)
{
    return {ErrorCode::Unauthenticated, std::move(message), "x-beaver-signature", std::move(reason), {}, 0};
}

std::string hex(const unsigned char *bytes, std::size_t count)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * count);
    for (std::size_t at = 0; at < count; ++at) {
        text += digits[bytes[at] >> 4];
        text += digits[bytes[at] & 15];
    }
    return text;
}

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

bool isHex(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace

std::string signedText(const SignedRequest &request)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), unsignedBytes(request.body), request.body.size());
    std::string text;
    for (const std::string_view part : {request.method, request.target, request.time, request.nonce})
        text.append(part).append("\n");
    return text + hex(hash.data(), hash.size());
}

std::string signatureOf(const Secret &secret, const SignedRequest &request)
{
    const std::string text = signedText(request);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, unsignedBytes(secret.reveal()), secret.reveal().size());
    crypto_auth_hmacsha256_update(&state, unsignedBytes(text), text.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    sodium_memzero(&state, sizeof state);
    return hex(mac.data(), mac.size());
}

Result<void> checkSignatureTime(const SignedRequest &request, std::int64_t nowMs, std::int64_t startedMs)
{
    const bool plainNonce = request.nonce.size() <= longestNonce &&
                            std::ranges::all_of(request.nonce, [](char c) { return c > ' ' && c < 0x7f; });
    if (!plainNonce || request.signature.size() != 2ULL * crypto_auth_hmacsha256_BYTES || !isHex(request.signature))
        return refused("x-beaver-signature takes 64 hexadecimal digits, x-beaver-nonce up to 64 visible characters.",
                       "invalid_signature");
    std::int64_t seconds = 0;
    const auto [end, failure] =
        std::from_chars(request.time.data(), request.time.data() + request.time.size(), seconds);
    if (failure != std::errc() || end != request.time.data() + request.time.size() || seconds < 0 ||
        seconds > 100'000'000'000)
        return refused("x-beaver-time takes whole seconds since 1970.", "invalid_signature");
    const std::int64_t timeMs = seconds * 1000;
    if (timeMs < nowMs - signatureWindowMs || timeMs > nowMs + signatureWindowMs)
        return refused(
            "The request was signed for another time: x-beaver-time may be 300 s from now at most. Here it is " +
                std::to_string(nowMs / 1000) + ".",
            "signature_expired");
    if (seconds < startedMs / 1000)
        return refused("The request was signed before the gateway started. Sign it anew.", "signature_expired");
    return {};
}

Result<void> checkSignature(const Secret &secret, const SignedRequest &request)
{
    const std::string expected = signatureOf(secret, request);
    if (request.signature.size() == expected.size() &&
        sodium_memcmp(expected.data(), request.signature.data(), expected.size()) == 0)
        return {};
    return refused("The signature doesn't fit the request. Signed are: method, path with query, time, nonce and the "
                   "SHA-256 of the body.",
                   "invalid_signature");
}

Result<void> SeenSignatures::add(std::string_view keyId, std::string_view signature, std::int64_t nowMs)
{
    Stripe &stripe = m_stripes[std::hash<std::string_view>()(keyId) % stripes];
    const std::string seen(signature);
    const std::lock_guard lock(stripe.mutex);
    // A signature is valid from a window before its time to one after it. A clock that was set back ends nothing.
    if (nowMs - stripe.sinceMs > 2 * signatureWindowMs) {
        const bool both = nowMs - stripe.sinceMs > 4 * signatureWindowMs;
        stripe.before = both ? std::unordered_set<std::string>() : std::move(stripe.now);
        stripe.now.clear();
        stripe.sinceMs = nowMs;
    }
    if (stripe.now.contains(seen) || stripe.before.contains(seen))
        return refused("This signed request was here before. Sign each anew: another time, or another x-beaver-nonce.",
                       "signature_replayed");
    if (stripe.now.size() >= mostOfStripe)
        return Error{ErrorCode::Unavailable,
                     "Too many signed requests in the last minutes to remember them. Send the key itself for a while.",
                     {},
                     "too_many_signatures",
                     {},
                     60'000};
    stripe.now.insert(seen);
    return {};
}

} // namespace beaver::identity
