#pragma once

#include <shared/base/secret.h>
#include <sodium/crypto_auth_hmacsha256.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::identity {

/// HMAC-SHA-256 of a secret: what is stored and looked up in place of it.
using KeyHash = std::array<std::uint8_t, 32>;

inline std::uint64_t firstBits(const KeyHash &hash)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, hash.data(), sizeof bits);
    return bits;
}

struct KeyHashHasher
{
    std::size_t operator()(const KeyHash &hash) const { return firstBits(hash); }
};

/// HMAC-SHA-256 under one key, its first blocks done beforehand. Any thread.
class Mac
{
public:
    explicit Mac(const std::array<std::uint8_t, 32> &key);
    Mac(const Mac &) = delete;
    Mac &operator=(const Mac &) = delete;
    ~Mac();

    KeyHash of(std::string_view text) const;
    /// Constant time.
    bool verify(std::string_view text, std::string_view mac) const;

    /// Of no other in this process.
    std::uint64_t number() const { return m_number; }

private:
    crypto_auth_hmacsha256_state m_state{};
    const std::uint64_t m_number;
};

/// The hashes of the secrets that a thread has seen last, so that a call needn't compute HMAC-SHA-256 anew. A secret is
/// known again by 128 bits of SipHash-2-4 under a key of this process; it isn't kept. Each thread has its own.
class RecentHashes
{
public:
    static RecentHashes &ofThread();

    /// mac.of(secret), of one that remember() was called for, or computed.
    KeyHash of(const Mac &mac, std::string_view secret);
    /// That the secret asked for last is somebody's: strangers' mustn't push those of callers out.
    void remember();

private:
    using Tag = std::array<std::uint8_t, 16>;
    struct Known
    {
        std::uint64_t mac = 0;
        Tag tag{};
        KeyHash hash{};
    };
    Known &placeOf(const Tag &tag) { return m_known[tag[0] + 256U * (tag[1] % 4U)]; }

    std::vector<Known> m_known = std::vector<Known>(1024);
    Known m_last;
};

/// The keys derived from the master key: each has one purpose, and none tells another. Pepper version 1 of the tables.
class KeyMaterial
{
public:
    static constexpr int pepperVersion = 1;

    explicit KeyMaterial(const Secret &masterKey);

    const Mac &apiKeys() const { return m_apiKeys; }
    const Mac &accessTokens() const { return m_accessTokens; }
    const Mac &refreshTokens() const { return m_refreshTokens; }
    /// What is mailed or shown once: verification, reset, invitation, recovery codes, and session cookies.
    const Mac &oneTimeTokens() const { return m_oneTimeTokens; }

private:
    Mac m_apiKeys;
    Mac m_accessTokens;
    Mac m_refreshTokens;
    Mac m_oneTimeTokens;
};

/// `prefix` and 43 characters of base62, 256 random bits.
Secret randomToken(std::string_view prefix);
/// `length` characters of base62.
std::string randomText(std::size_t length);
/// `beaver_Ab3d…x9Yz`: enough to tell one's keys apart, of no use to guess one.
std::string keyPreview(const Secret &key);

/// Can this be a key of any kind? Visible ASCII, at most 256 bytes.
bool couldBeKey(std::string_view text);

} // namespace beaver::identity
