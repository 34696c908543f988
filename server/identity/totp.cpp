#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <server/identity/totp.h>
#include <sodium.h>

#include <array>

namespace beaver::identity::totp {

std::string code(std::string_view secret, std::int64_t step, int digits)
{
    std::array<unsigned char, 8> counter{};
    for (std::size_t at = 0; at < counter.size(); ++at)
        counter[counter.size() - 1 - at] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * at));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
         &length);
    const std::size_t offset = mac[length - 1] & 0xf;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < 4; ++at)
        number = number << 8 | mac[offset + at];
    number &= 0x7fffffff;
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number /= 10)
        *digit = static_cast<char>('0' + number % 10);
    return text;
}

std::optional<std::int64_t> match(const Secret &secret, std::string_view given, std::int64_t nowMs,
                                  std::int64_t lastStep)
{
    const std::int64_t now = nowMs / 1000 / stepS;
    std::optional<std::int64_t> found;
    for (const std::int64_t step : {now - 1, now, now + 1}) {
        const bool same = Secret(code(secret.reveal(), step)).equals(given);
        if (same && step > lastStep)
            found = step;
    }
    return found;
}

Secret newSecret()
{
    std::string bytes(20, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return Secret(std::move(bytes));
}

std::string base32(std::string_view bytes)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t kept = 0;
    int bits = 0;
    for (const char byte : bytes) {
        kept = kept << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5)
            text += alphabet[kept >> (bits - 5) & 31];
    }
    if (bits > 0)
        text += alphabet[kept << (5 - bits) & 31];
    return text;
}

std::string keyUri(const Secret &secret, std::string_view account)
{
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string label;
    for (const char c : account) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            label += c;
            continue;
        }
        label += '%';
        label += hex[static_cast<unsigned char>(c) >> 4];
        label += hex[static_cast<unsigned char>(c) & 15];
    }
    return "otpauth://totp/Beaver:" + label + "?secret=" + base32(secret.reveal()) +
           "&issuer=Beaver&algorithm=SHA1&digits=6&period=30";
}

} // namespace beaver::identity::totp
