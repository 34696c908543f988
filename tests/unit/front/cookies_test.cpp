#include <gtest/gtest.h>
#include <server/http/front/cookies.h>

namespace beaver::http {
namespace {

Request request(Method method, std::vector<std::pair<std::string, std::string>> headers)
{
    Request made;
    made.method = method;
    made.headers = std::move(headers);
    made.headers.emplace_back("host", "gateway.example.com:8443");
    return made;
}

bool own(std::vector<std::pair<std::string, std::string>> headers, std::string_view publicUrl = {})
{
    return comesFromOwnPage(request(Method::Post, std::move(headers)), publicUrl);
}

TEST(Cookies, AreFoundByTheirWholeName)
{
    const auto with = request(Method::Get, {{"cookie", "a=1; xbeaver_session=no; beaver_session=bvs_yes; b=2"}});
    EXPECT_EQ(sessionCookie(with), "bvs_yes");
    EXPECT_EQ(cookieValue(with, "a"), "1");
    EXPECT_EQ(cookieValue(with, "b"), "2");
    EXPECT_EQ(cookieValue(with, "beaver"), "");
    EXPECT_EQ(sessionCookie(request(Method::Get, {})), "");
    EXPECT_EQ(sessionCookie(request(Method::Get, {{"cookie", "beaver_session"}})), "");
}

TEST(Cookies, OnlyWhatChangesSomethingNeedsProof)
{
    EXPECT_FALSE(needsProofOfOrigin(request(Method::Get, {}), false));
    EXPECT_FALSE(needsProofOfOrigin(request(Method::Head, {}), false));
    EXPECT_TRUE(needsProofOfOrigin(request(Method::Get, {}), true)); // a WebSocket
    for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete})
        EXPECT_TRUE(needsProofOfOrigin(request(method, {}), false));
}

TEST(Cookies, OwnPages)
{
    EXPECT_TRUE(own({{"sec-fetch-site", "same-origin"}}));
    EXPECT_TRUE(own({{"sec-fetch-site", "none"}}));
    EXPECT_TRUE(own({{"origin", "https://gateway.example.com:8443"}}));
    EXPECT_TRUE(own({{"origin", "https://public.example.com"}}, "https://public.example.com"));
    EXPECT_TRUE(own({{"content-type", "application/json"}})); // no browser
}

TEST(Cookies, OthersPages)
{
    EXPECT_FALSE(own({{"sec-fetch-site", "cross-site"}}));
    EXPECT_FALSE(own({{"sec-fetch-site", "same-site"}}));
    EXPECT_FALSE(own({{"sec-fetch-site", "cross-site"}, {"origin", "https://gateway.example.com:8443"}}));
    for (const char *origin : {"null", "https://evil.example", "https://gateway.example.com",
                               "https://gateway.example.com:8443.evil.example", "https://", "gateway.example.com:8443"})
        EXPECT_FALSE(own({{"origin", origin}})) << origin;
    EXPECT_FALSE(own({{"referer", "https://evil.example/page"}}));
    for (const char *form : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
        EXPECT_FALSE(own({{"content-type", form}})) << form;
}

TEST(Cookies, AreForThisHostAndNoScript)
{
    EXPECT_EQ(sessionCookieHeader("bvs_x", 60, true),
              "beaver_session=bvs_x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    EXPECT_EQ(sessionCookieHeader("", 0, false), "beaver_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

} // namespace
} // namespace beaver::http
