#include "support.h"

#include <server/identity/access_token.h>
#include <sodium.h>

namespace beaver::identity::test {

namespace {

constexpr std::int64_t nowMs = 1'742'040'000'000;

std::string base64url(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

Claims someClaims()
{
    return {AccountId("acc_1"), SessionId("ses_1"), Role::Admin, nowMs / 1000, nowMs / 1000 + 900};
}

struct AccessTokens : testing::Test
{
    const KeyMaterial material{Secret("a master key that is only for tests, 32+ bytes")};
    const Mac &mac = material.accessTokens();

    std::string sign(const std::string &header, const std::string &payload) const
    {
        const std::string text = base64url(header) + "." + base64url(payload);
        const KeyHash hash = mac.of(text);
        return text + "." + base64url({reinterpret_cast<const char *>(hash.data()), hash.size()});
    }
    bool valid(std::string_view token, std::int64_t atMs = nowMs) const
    {
        return verifyAccessToken(mac, token, atMs).has_value();
    }
};

constexpr const char *ourHeader = R"({"alg":"HS256","typ":"JWT"})";

} // namespace

TEST_F(AccessTokens, AreReadAsTheyWereWritten)
{
    const Secret token = issueAccessToken(mac, someClaims());
    EXPECT_TRUE(looksLikeAccessToken(token.reveal()));
    const auto claims = verifyAccessToken(mac, token.reveal(), nowMs);
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->account.text(), "acc_1");
    EXPECT_EQ(claims->session.text(), "ses_1");
    EXPECT_EQ(claims->role, Role::Admin);
    EXPECT_EQ(claims->expiresAtS, nowMs / 1000 + 900);
}

TEST_F(AccessTokens, EndWithTheirTime)
{
    const Secret token = issueAccessToken(mac, someClaims());
    EXPECT_TRUE(valid(token.reveal(), nowMs + 899'999));
    EXPECT_FALSE(valid(token.reveal(), nowMs + 900'000));
}

TEST_F(AccessTokens, OtherHeadersAreRefusedEvenWithOurSignature)
{
    const std::string payload =
        R"({"iss":"beaver","sub":"acc_1","sid":"ses_1","role":"owner","iat":1742040000,"exp":1742040900})";
    EXPECT_TRUE(valid(sign(ourHeader, payload)));
    for (const char *header :
         {R"({"alg":"none","typ":"JWT"})", R"({"alg":"None"})", R"({"typ":"JWT","alg":"HS256"})",
          R"({"alg":"HS512","typ":"JWT"})", R"({"alg":"RS256","typ":"JWT"})",
          R"({"alg":"HS256","typ":"JWT","kid":"../../dev/null"})", R"({"alg": "HS256","typ":"JWT"})", "{}", ""})
        EXPECT_FALSE(valid(sign(header, payload))) << header;
}

TEST_F(AccessTokens, ClaimsOfTheWrongKindAreRefused)
{
    for (const char *payload :
         {R"({"iss":"beaver","sub":"acc_1","sid":"ses_1","role":"owner","iat":1742040000,"exp":"1742040900"})",
          R"({"iss":"beaver","sub":"acc_1","sid":"ses_1","role":"owner","iat":1742040000})",
          R"({"iss":"beaver","sub":"acc_1","sid":"ses_1","role":"owner","iat":1742040000,"exp":1e99})",
          R"({"iss":"other","sub":"acc_1","sid":"ses_1","role":"owner","iat":1742040000,"exp":1742040900})",
          R"({"iss":"beaver","sub":1,"sid":"ses_1","role":"owner","iat":1742040000,"exp":1742040900})",
          R"({"iss":"beaver","sub":"acc_1","sid":"","role":"owner","iat":1742040000,"exp":1742040900})",
          R"({"iss":"beaver","sub":"acc_1","sid":"ses_1","role":"god","iat":1742040000,"exp":1742040900})", "[]", "",
          "{"})
        EXPECT_FALSE(valid(sign(ourHeader, payload))) << payload;
}

TEST_F(AccessTokens, EveryChangedCharacterIsNoticed)
{
    const std::string token = issueAccessToken(mac, someClaims()).reveal();
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        ASSERT_FALSE(valid(changed)) << at;
        ASSERT_FALSE(valid(token.substr(0, at))) << at;
    }
    EXPECT_FALSE(valid(token + "A"));
    EXPECT_FALSE(valid(token + "="));
    EXPECT_FALSE(valid(" " + token));
    EXPECT_FALSE(valid(token + "." + token));
}

TEST_F(AccessTokens, PartsOfTwoTokensDoNotMakeAThird)
{
    Claims other = someClaims();
    other.account = AccountId("acc_2");
    const std::string one = issueAccessToken(mac, someClaims()).reveal();
    const std::string two = issueAccessToken(mac, other).reveal();
    const std::string swapped = two.substr(0, two.rfind('.')) + one.substr(one.rfind('.'));
    EXPECT_TRUE(valid(two));
    EXPECT_FALSE(valid(swapped));
}

TEST_F(AccessTokens, KeysOfOtherPurposesAndMastersDontSign)
{
    const KeyMaterial other(Secret("another master key that is only for tests, 32+"));
    EXPECT_FALSE(valid(issueAccessToken(other.accessTokens(), someClaims()).reveal()));
    EXPECT_FALSE(valid(issueAccessToken(material.refreshTokens(), someClaims()).reveal()));
    EXPECT_FALSE(valid(issueAccessToken(material.apiKeys(), someClaims()).reveal()));
}

TEST_F(AccessTokens, LongOnesAreNotRead)
{
    Claims claims = someClaims();
    claims.session = SessionId(std::string(4000, 'x'));
    EXPECT_FALSE(valid(issueAccessToken(mac, claims).reveal()));
}

} // namespace beaver::identity::test
