#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace beaver::openid {

/// A provider's key, made anew, and what it signs.
class Signer
{
public:
    /// RS256 or ES256; `bits` of an RSA key.
    explicit Signer(std::string algorithm, std::string id, int bits = 2048);

    /// One member of `keys` in a JWKS.
    std::string jwk() const;
    std::string token(const std::string &claims) const;
    std::string token(const std::string &header, const std::string &claims) const;
    std::string jwks() const { return "{\"keys\":[" + jwk() + "]}"; }

private:
    std::string sign(std::string_view text) const;
    std::string number(const char *name, std::size_t size) const;

    std::string m_algorithm;
    std::string m_id;
    std::shared_ptr<evp_pkey_st> m_key;
};

} // namespace beaver::openid
