#include "signer.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <server/openid/base64_url.h>

namespace beaver::openid {

Signer::Signer(std::string algorithm, std::string id, int bits)
    : m_algorithm(std::move(algorithm))
    , m_id(std::move(id))
    , m_key(m_algorithm == "RS256" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits))
                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"),
            EVP_PKEY_free)
{}

std::string Signer::number(const char *name, std::size_t size) const
{
    BIGNUM *value = nullptr;
    EVP_PKEY_get_bn_param(m_key.get(), name, &value);
    std::string bytes(size ? size : static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    BN_free(value);
    return toBase64Url(bytes);
}

std::string Signer::jwk() const
{
    const std::string common = R"("kid":")" + m_id + R"(","use":"sig","alg":")" + m_algorithm + "\",";
    if (m_algorithm == "RS256")
        return "{" + common + R"("kty":"RSA","n":")" + number(OSSL_PKEY_PARAM_RSA_N, 0) + R"(","e":")" +
               number(OSSL_PKEY_PARAM_RSA_E, 0) + "\"}";
    return "{" + common + R"("kty":"EC","crv":"P-256","x":")" + number(OSSL_PKEY_PARAM_EC_PUB_X, 32) + R"(","y":")" +
           number(OSSL_PKEY_PARAM_EC_PUB_Y, 32) + "\"}";
}

std::string Signer::sign(std::string_view text) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
    EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes, text.size());
    signature.resize(size);
    if (m_algorithm == "RS256")
        return signature;
    const auto *der = reinterpret_cast<const unsigned char *>(signature.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(
        d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(signature.size())), ECDSA_SIG_free);
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), reinterpret_cast<unsigned char *>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), reinterpret_cast<unsigned char *>(raw.data() + 32), 32);
    return raw;
}

std::string Signer::token(const std::string &claims) const
{
    return token(R"({"alg":")" + m_algorithm + R"(","kid":")" + m_id + "\"}", claims);
}

std::string Signer::token(const std::string &header, const std::string &claims) const
{
    const std::string text = toBase64Url(header) + "." + toBase64Url(claims);
    return text + "." + toBase64Url(sign(text));
}

} // namespace beaver::openid
