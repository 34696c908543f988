#include "signer.h"

#include <gtest/gtest.h>
#include <server/openid/base64_url.h>
#include <server/openid/id_token.h>
#include <sodium.h>

namespace beaver::openid {
namespace {

constexpr std::int64_t nowS = 1'800'000'000;
const Expected expected{"https://id.example.com", "beaver", "the-nonce", nowS * 1000};

std::string claims(const std::string &change = {}, const std::string &audience = "\"beaver\"")
{
    std::string text =
        R"({"iss":"https://id.example.com","sub":"ada","aud":)" + audience +
        R"(,"exp":1800000300,"iat":1800000000,"nonce":"the-nonce","email":"ada@example.com","email_verified":true)";
    return text + change + "}";
}

/// Claims with one of them another.
std::string replaced(const std::string &from, const std::string &to)
{
    std::string text = claims();
    text.replace(text.find(from), from.size(), to);
    return text;
}

std::string why(const std::string &token, const JsonWebKeys &keys)
{
    bool unknown = false;
    const auto read = verifyIdToken(token, keys, expected, unknown);
    return read ? "good" : read.error().detail;
}

class IdToken : public testing::TestWithParam<const char *>
{
protected:
    const Signer signer{GetParam(), "key-1"};
    const JsonWebKeys keys = *JsonWebKeys::parse(signer.jwks());
};

TEST_P(IdToken, OfTheProviderIsGood)
{
    bool unknown = true;
    const auto read = verifyIdToken(signer.token(claims()), keys, expected, unknown);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_FALSE(unknown);
    EXPECT_EQ(read->subject, "ada");
    EXPECT_EQ(read->email, "ada@example.com");
    EXPECT_TRUE(read->emailVerified);
    EXPECT_EQ(why(signer.token(claims(R"(,"azp":"beaver")", R"(["other","beaver"])")), keys), "good");
    EXPECT_EQ(why(signer.token(claims({}, R"(["beaver"])")), keys), "good");
}

TEST_P(IdToken, WithAnotherClaimIsRefused)
{
    const std::pair<std::string, std::string> changes[] = {
        {replaced("id.example.com", "evil.example"), "the issuer is another"},
        {claims({}, "\"other\""), "it is for somebody else"},
        {claims({}, R"(["other"])"), "it is for somebody else"},
        {claims({}, R"(["other","beaver"])"), "it is for somebody else"},
        {claims(R"(,"azp":"other")", R"(["other","beaver"])"), "it is for somebody else"},
        {replaced("1800000300", "1799999930"), "it has expired"},
        {replaced("1800000300", "\"1800000300\""), "it has expired"},
        {replaced("\"iat\":1800000000", "\"iat\":1799990000"), "it wasn't issued now"},
        {replaced("\"iat\":1800000000", "\"iat\":1800000999"), "it wasn't issued now"},
        {replaced("the-nonce", "another"), "the nonce is another"},
        {replaced("\"ada\"", "\"\""), "there is no subject"},
        {replaced("\"ada\"", "7"), "there is no subject"},
        {"[]", "the issuer is another"},
    };
    for (const auto &[body, reason] : changes)
        EXPECT_EQ(why(signer.token(body), keys), reason) << body;
}

TEST_P(IdToken, ThatWasTouchedIsRefused)
{
    const std::string token = signer.token(claims());
    for (std::size_t at = 0; at < token.size(); at += 7) {
        std::string touched = token;
        touched[at] = touched[at] == 'A' ? 'B' : 'A';
        EXPECT_NE(why(touched, keys), "good") << at;
    }
    const std::size_t point = token.rfind('.');
    EXPECT_EQ(why(token.substr(0, point + 1), keys), "the signature is wrong");
    EXPECT_EQ(why(token.substr(0, point), keys), "not three parts");
    EXPECT_EQ(why("", keys), "not three parts");
    EXPECT_EQ(why(token + ".x", keys), "not three parts");
}

TEST_P(IdToken, OfAnotherKeyIsRefused)
{
    const Signer same(GetParam(), "key-1");
    EXPECT_EQ(why(same.token(claims()), keys), "the signature is wrong");
    const Signer other(GetParam(), "key-2");
    bool unknown = false;
    EXPECT_FALSE(verifyIdToken(other.token(claims()), keys, expected, unknown));
    EXPECT_TRUE(unknown);
}

INSTANTIATE_TEST_SUITE_P(Algorithms, IdToken, testing::Values("RS256", "ES256"));

TEST(IdTokenAlgorithm, IsThatOfTheKey)
{
    const Signer rsa("RS256", "key-1");
    const JsonWebKeys keys = *JsonWebKeys::parse(rsa.jwks());
    const std::string body = toBase64Url(claims());
    for (const char *header :
         {R"({"alg":"none","kid":"key-1"})", R"({"alg":"None"})", R"({"kid":"key-1"})", R"({"alg":["RS256"]})",
          R"({"alg":"HS256","kid":"../../dev/null"})", R"({"alg":"RS512","kid":"key-1"})"})
        EXPECT_TRUE(why(rsa.token(header, claims()), keys).starts_with("the algorithm is")) << header;
    EXPECT_TRUE(why(toBase64Url(R"({"alg":"none"})") + "." + body + ".", keys).starts_with("the algorithm is"));
    EXPECT_EQ(why(rsa.token(R"({"alg":"RS256","kid":"key-1","crit":["b64"]})", claims()), keys),
              "the header has critical extensions");
    // HS256 with the public key as the secret.
    const std::string text = toBase64Url(R"({"alg":"HS256","kid":"key-1"})") + "." + body;
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    const std::string secret = rsa.jwk();
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char *>(secret.data()), secret.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(text.data()), text.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char *>(mac.data()));
    EXPECT_TRUE(why(text + "." + toBase64Url(mac), keys).starts_with("the algorithm is"));
    // An RSA key's id under the other algorithm.
    EXPECT_EQ(why(rsa.token(R"({"alg":"ES256","kid":"key-1"})", claims()), keys), "there is no such key");
}

TEST(JsonWebKeys, TakesWhatItCanVerifyWith)
{
    EXPECT_EQ(JsonWebKeys::parse(R"({"keys":[]})")->size(), 0U);
    EXPECT_FALSE(JsonWebKeys::parse("{}"));
    EXPECT_FALSE(JsonWebKeys::parse("no JSON"));
    EXPECT_EQ(JsonWebKeys::parse(Signer("RS256", "short", 1024).jwks())->size(), 0U);
    const std::string good = Signer("ES256", "a").jwk();
    std::string encryption = good;
    encryption.replace(encryption.find("\"sig\""), 5, "\"enc\"");
    EXPECT_EQ(JsonWebKeys::parse("{\"keys\":[" + good + "," + encryption +
                                 R"(,{"kty":"oct","k":"AAAA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})")
                  ->size(),
              1U);
}

TEST(JsonWebKeys, WithoutAnIdOneOfTheAlgorithmIsTaken)
{
    const Signer first("ES256", "a");
    const Signer second("ES256", "b");
    const std::string token = first.token(R"({"alg":"ES256"})", claims());
    EXPECT_EQ(why(token, *JsonWebKeys::parse(first.jwks())), "good");
    EXPECT_EQ(why(token, *JsonWebKeys::parse("{\"keys\":[" + first.jwk() + "," + second.jwk() + "]}")),
              "the signature is wrong");
}

} // namespace
} // namespace beaver::openid
