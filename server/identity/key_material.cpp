#include <server/identity/key_material.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

namespace beaver::identity {

namespace {

std::atomic<std::uint64_t> lastMac = 0;

std::array<std::uint8_t, 32> derive(const Secret &masterKey, std::uint64_t number)
{
    // Any call after the first does nothing.
    if (sodium_init() < 0)
        std::abort();
    // libsodium derives from 32 uniform bytes; the master key is any text of at least that many.
    std::array<std::uint8_t, crypto_kdf_KEYBYTES> root{};
    const std::string &master = masterKey.reveal();
    crypto_generichash(root.data(), root.size(), reinterpret_cast<const unsigned char *>(master.data()), master.size(),
                       nullptr, 0);
    std::array<std::uint8_t, 32> key{};
    crypto_kdf_derive_from_key(key.data(), key.size(), number, "identity", root.data());
    sodium_memzero(root.data(), root.size());
    return key;
}

} // namespace

Mac::Mac(const std::array<std::uint8_t, 32> &key)
    : m_number(++lastMac)
{
    crypto_auth_hmacsha256_init(&m_state, key.data(), key.size());
}

Mac::~Mac()
{
    sodium_memzero(&m_state, sizeof m_state);
}

KeyHash Mac::of(std::string_view text) const
{
    crypto_auth_hmacsha256_state state = m_state;
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(text.data()), text.size());
    KeyHash hash;
    crypto_auth_hmacsha256_final(&state, hash.data());
    return hash;
}

RecentHashes &RecentHashes::ofThread()
{
    thread_local RecentHashes recent;
    return recent;
}

KeyHash RecentHashes::of(const Mac &mac, std::string_view secret)
{
    static const auto processKey = [] {
        std::array<std::uint8_t, crypto_shorthash_siphashx24_KEYBYTES> key{};
        randombytes_buf(key.data(), key.size());
        return key;
    }();
    static_assert(std::tuple_size_v<Tag> == crypto_shorthash_siphashx24_BYTES);
    crypto_shorthash_siphashx24(m_last.tag.data(), reinterpret_cast<const unsigned char *>(secret.data()),
                                secret.size(), processKey.data());
    m_last.mac = mac.number();
    const Known &known = placeOf(m_last.tag);
    const bool same =
        known.mac == mac.number() && sodium_memcmp(known.tag.data(), m_last.tag.data(), m_last.tag.size()) == 0;
    m_last.hash = same ? known.hash : mac.of(secret);
    return m_last.hash;
}

void RecentHashes::remember()
{
    placeOf(m_last.tag) = m_last;
}

bool Mac::verify(std::string_view text, std::string_view mac) const
{
    const KeyHash expected = of(text);
    return mac.size() == expected.size() && sodium_memcmp(mac.data(), expected.data(), expected.size()) == 0;
}

KeyMaterial::KeyMaterial(const Secret &masterKey)
    : m_apiKeys(derive(masterKey, 1))
    , m_accessTokens(derive(masterKey, 2))
    , m_refreshTokens(derive(masterKey, 3))
    , m_oneTimeTokens(derive(masterKey, 9))
{}

std::string randomText(std::size_t length)
{
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text(length, '0');
    for (char &character : text)
        character = alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    return text;
}

Secret randomToken(std::string_view prefix)
{
    return Secret(std::string(prefix) + randomText(43));
}

std::string keyPreview(const Secret &key)
{
    const std::string_view text = key.reveal();
    const std::size_t random = text.find_last_of('_') + 1; // 0 where there is none
    return std::string(text.substr(0, random + 4)) + "…" + std::string(text.substr(text.size() - 4));
}

bool couldBeKey(std::string_view text)
{
    return !text.empty() && text.size() <= 256 &&
           std::ranges::all_of(text, [](char character) { return character > ' ' && character < 127; });
}

} // namespace beaver::identity
