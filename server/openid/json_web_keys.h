#pragma once

#include <shared/base/result.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace beaver::openid {

/// A provider's public keys (RFC 7517): RSA of 2048 bits or more for RS256, P-256 for ES256. Others are left out, and
/// so are those that aren't for signatures.
class JsonWebKeys
{
public:
    static Result<JsonWebKeys> parse(std::string_view json);

    enum class Verdict : std::uint8_t {
        Good,
        Bad,       ///< the signature isn't by the key
        UnknownKey ///< there is none of this id and algorithm: the provider may have new ones
    };
    /// `algorithm` is RS256 or ES256; an empty `keyId` is taken where there is one key of the algorithm.
    Verdict verify(std::string_view algorithm, std::string_view keyId, std::string_view signedText,
                   std::string_view signature) const;

    std::size_t size() const { return m_keys.size(); }

private:
    struct Key
    {
        std::string id;
        std::string algorithm;
        std::shared_ptr<evp_pkey_st> key;
    };
    std::vector<Key> m_keys;
};

} // namespace beaver::openid
