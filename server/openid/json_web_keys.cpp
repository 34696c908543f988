#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <server/openid/base64_url.h>
#include <server/openid/json_text.h>
#include <server/openid/json_web_keys.h>
#include <server/wire/json_scan.h>

namespace beaver::openid {

namespace {

template <typename T, auto Free> struct Freer
{
    void operator()(T *what) const { Free(what); }
};
template <typename T, auto Free> using Owned = std::unique_ptr<T, Freer<T, Free>>;

using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Number = Owned<BIGNUM, BN_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int leastRsaBits = 2048;
constexpr std::size_t curveBytes = 32;

const unsigned char *octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

std::shared_ptr<EVP_PKEY> make(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
        return nullptr;
    return {key, EVP_PKEY_free};
}

std::shared_ptr<EVP_PKEY> rsaKey(std::string_view modulus, std::string_view exponent)
{
    const Builder builder(OSSL_PARAM_BLD_new());
    const Number n(BN_bin2bn(octets(modulus), static_cast<int>(modulus.size()), nullptr));
    const Number e(BN_bin2bn(octets(exponent), static_cast<int>(exponent.size()), nullptr));
    if (!n || !e || BN_num_bits(n.get()) < leastRsaBits ||
        !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) ||
        !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()))
        return nullptr;
    return make("RSA", builder.get());
}

std::shared_ptr<EVP_PKEY> curveKey(std::string_view x, std::string_view y)
{
    if (x.size() != curveBytes || y.size() != curveBytes)
        return nullptr;
    std::string point = "\x04"; // uncompressed
    point.append(x).append(y);
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) ||
        !OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()))
        return nullptr;
    return make("EC", builder.get());
}

/// RFC 7518, 3.4: the two numbers one after the other; OpenSSL wants them in DER.
std::string derSignature(std::string_view raw)
{
    if (raw.size() != 2 * curveBytes)
        return {};
    const Signature signature(ECDSA_SIG_new());
    BIGNUM *r = BN_bin2bn(octets(raw), curveBytes, nullptr);
    BIGNUM *s = BN_bin2bn(octets(raw.substr(curveBytes)), curveBytes, nullptr);
    if (!signature || !r || !s || !ECDSA_SIG_set0(signature.get(), r, s)) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(signature.get(), nullptr)), '\0');
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(signature.get(), &to);
    return der;
}

std::string bytesOf(simdjson::dom::element key, std::string_view name)
{
    std::string_view text;
    if (key[name].get(text))
        return {};
    return fromBase64Url(text).value_or("");
}

} // namespace

Result<JsonWebKeys> JsonWebKeys::parse(std::string_view json)
{
    simdjson::dom::array list;
    if (wire::parseJson(json)["keys"].get(list))
        return Error{ErrorCode::UpstreamFailed, "The provider's keys can't be read.", {}, "openid_keys", {}, 0};
    JsonWebKeys keys;
    for (const simdjson::dom::element element : list) {
        const std::string use = textOf(element, "use");
        const std::string type = textOf(element, "kty");
        const std::string algorithm = textOf(element, "alg");
        if (!use.empty() && use != "sig")
            continue;
        Key key{textOf(element, "kid"), {}, nullptr};
        if (type == "RSA" && (algorithm.empty() || algorithm == "RS256")) {
            key.algorithm = "RS256";
            key.key = rsaKey(bytesOf(element, "n"), bytesOf(element, "e"));
        } else if (type == "EC" && textOf(element, "crv") == "P-256") {
            key.algorithm = "ES256";
            key.key = curveKey(bytesOf(element, "x"), bytesOf(element, "y"));
        }
        if (key.key)
            keys.m_keys.push_back(std::move(key));
    }
    return keys;
}

JsonWebKeys::Verdict JsonWebKeys::verify(std::string_view algorithm, std::string_view keyId,
                                         std::string_view signedText, std::string_view signature) const
{
    const Key *found = nullptr;
    for (const Key &key : m_keys) {
        if (key.algorithm != algorithm || (!keyId.empty() && key.id != keyId))
            continue;
        if (found)
            return Verdict::Bad; // no id, and more than one that it could be
        found = &key;
    }
    if (!found)
        return Verdict::UnknownKey;
    const std::string bytes = algorithm == "ES256" ? derSignature(signature) : std::string(signature);
    const DigestContext context(EVP_MD_CTX_new());
    const bool good =
        !bytes.empty() && context &&
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, found->key.get()) == 1 &&
        EVP_DigestVerify(context.get(), octets(bytes), bytes.size(), octets(signedText), signedText.size()) == 1;
    return good ? Verdict::Good : Verdict::Bad;
}

} // namespace beaver::openid
