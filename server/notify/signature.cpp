#include <server/notify/signature.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace beaver::notify {

namespace {

constexpr std::string_view secretPrefix = "whsec_";
constexpr std::size_t secretBytes = 32;

std::string base64(const unsigned char *bytes, std::size_t count)
{
    std::string text(sodium_base64_encoded_len(count, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, count, sodium_base64_VARIANT_ORIGINAL);
    text.resize(text.size() - 1); // the terminator
    return text;
}

} // namespace

Secret makeSigningSecret()
{
    std::array<unsigned char, secretBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return Secret(std::string(secretPrefix) + base64(bytes.data(), bytes.size()));
}

std::string signatureOf(const Secret &secret, std::string_view id, std::int64_t seconds, std::string_view body)
{
    const std::string text = secret.reveal().substr(std::min(secretPrefix.size(), secret.reveal().size()));
    std::array<unsigned char, 64> key{};
    std::size_t keyBytes = 0;
    sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &keyBytes, nullptr,
                      sodium_base64_VARIANT_ORIGINAL);
    const std::string head = std::string(id) + "." + std::to_string(seconds) + ".";
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), keyBytes);
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(head.data()), head.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(body.data()), body.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    sodium_memzero(key.data(), key.size());
    return "v1," + base64(mac.data(), mac.size());
}

} // namespace beaver::notify
