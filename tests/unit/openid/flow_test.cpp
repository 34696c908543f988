#include <gtest/gtest.h>
#include <server/openid/flow.h>

namespace beaver::openid {
namespace {

constexpr std::int64_t nowMs = 1'800'000'000'000;

TEST(Flow, IsOpenedByItsOwnBrowserAlone)
{
    const ops::CredentialBox box(Secret(std::string(32, 'k')));
    const Flow flow = newFlow("oidc", "/docs", nowMs);
    const std::string cookie = sealFlow(box, flow);
    const auto opened = openFlow(box, cookie, "oidc", flow.state, nowMs + 1000);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->nonce, flow.nonce);
    EXPECT_EQ(opened->verifier, flow.verifier);
    EXPECT_EQ(opened->redirect, "/docs");
    EXPECT_EQ(cookie.find(flow.verifier), std::string::npos);

    EXPECT_FALSE(openFlow(box, cookie, "oidc", "another", nowMs));
    EXPECT_FALSE(openFlow(box, cookie, "oidc", "", nowMs));
    EXPECT_FALSE(openFlow(box, cookie, "google", flow.state, nowMs));
    EXPECT_FALSE(openFlow(box, cookie, "oidc", flow.state, nowMs + 600'000));
    EXPECT_FALSE(openFlow(box, "", "oidc", flow.state, nowMs));
    EXPECT_FALSE(openFlow(box, cookie.substr(1), "oidc", flow.state, nowMs));
    const ops::CredentialBox other(Secret(std::string(32, 'x')));
    EXPECT_FALSE(openFlow(other, cookie, "oidc", flow.state, nowMs));
    EXPECT_NE(newFlow("oidc", {}, nowMs).state, flow.state);
}

TEST(Flow, TheVectorOfRfc7636)
{
    EXPECT_EQ(codeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Flow, GoesToAPathOfOurs)
{
    for (const char *path : {"/", "/docs", "/docs?a=1#b"})
        EXPECT_TRUE(isOwnPath(path)) << path;
    for (const char *path :
         {"", "docs", "//evil.example", "/\\evil.example", "https://evil.example", "/\r\nset-cookie: a=1", "/a b"})
        EXPECT_FALSE(isOwnPath(path)) << path;
}

} // namespace
} // namespace beaver::openid
