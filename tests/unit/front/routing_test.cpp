#include <gtest/gtest.h>
#include <server/http/front/cors.h>
#include <server/http/front/credential.h>
#include <server/http/front/rate_headers.h>
#include <server/http/front/route_table.h>

using namespace beaver;
using namespace beaver::http;

namespace {

RouteTable table()
{
    std::vector<Route> routes(4);
    routes[0] = {Method::Get, "/v1/models", Access::Key, {}, "list", "", api::Surface::Beaver, 0};
    routes[1] = {Method::Post, "/v1/models/{model+}/chat", Access::Key, {}, "chat", "", api::Surface::Beaver, 0};
    routes[2] = {Method::Get, "/v1/models/{model+}", Access::Key, {}, "one", "", api::Surface::Beaver, 0};
    routes[3] = {Method::Get, "/admin/accounts/{id}", Access::Admin, {}, "account", "", api::Surface::Beaver, 0};
    return RouteTable(std::move(routes));
}

Request with(std::vector<std::pair<std::string, std::string>> headers, Method method = Method::Get)
{
    Request request;
    request.method = method;
    request.headers = std::move(headers);
    return request;
}

} // namespace

TEST(RouteTable, FindsByMethodAndPath)
{
    const auto routes = table();
    EXPECT_EQ(routes.find(Method::Get, "/v1/models").route->name, "list");
    EXPECT_EQ(routes.find(Method::Head, "/v1/models").route->name, "list");
    const auto chat = routes.find(Method::Post, "/v1/models/meta/llama-3/chat");
    ASSERT_TRUE(chat.route);
    EXPECT_EQ(chat.route->name, "chat");
    EXPECT_EQ(chat.parameters.at(0).second, "meta/llama-3");
    EXPECT_EQ(routes.find(Method::Get, "/v1/models/a/b").parameters.at(0).second, "a/b");
    EXPECT_EQ(routes.find(Method::Get, "/admin/accounts/acc_1").parameters.at(0).second, "acc_1");
}

TEST(RouteTable, WhatIsntListedDoesntExist)
{
    const auto routes = table();
    for (const char *path :
         {"/", "/v1", "/v1/models/", "/admin/accounts/", "/admin/accounts/a/b", "/v1/modelsx", "/V1/models"}) {
        const auto match = routes.find(Method::Get, path);
        EXPECT_FALSE(match.route) << path;
        EXPECT_TRUE(match.allowed.empty()) << path;
    }
}

TEST(RouteTable, ANotAllowedMethodNamesThoseThatAre)
{
    const auto match = table().find(Method::Delete, "/v1/models");
    EXPECT_FALSE(match.route);
    EXPECT_EQ(match.allowed, "GET");
}

TEST(Credential, IsFoundInEachCarrier)
{
    for (const auto &[name, value] : std::vector<std::pair<std::string, std::string>>{{"authorization", "Bearer k"},
                                                                                      {"authorization", "bearer k"},
                                                                                      {"x-api-key", "k"},
                                                                                      {"api-key", "k"},
                                                                                      {"x-goog-api-key", "k"}})
        EXPECT_EQ(findCredential(with({{name, value}}), false).value(), "k") << name;
    EXPECT_TRUE(findCredential(with({}), false).value().empty());
    EXPECT_TRUE(findCredential(with({{"authorization", "Basic abc"}}), false).value().empty());
    auto google = with({});
    google.query = "alt=sse&key=k";
    EXPECT_TRUE(findCredential(google, false).value().empty());
    EXPECT_EQ(findCredential(google, true).value(), "k");
}

TEST(Credential, TwoThatDifferAreRefused)
{
    const auto same = with({{"authorization", "Bearer k"}, {"x-api-key", "k"}});
    EXPECT_EQ(findCredential(same, false).value(), "k");
    const auto other = with({{"authorization", "Bearer k"}, {"x-api-key", "other"}});
    ASSERT_FALSE(findCredential(other, false).ok());
    EXPECT_EQ(findCredential(other, false).error().code, ErrorCode::InvalidRequest);
    EXPECT_FALSE(findCredential(with({{"authorization", "Bearer a"}, {"authorization", "Bearer b"}}), false).ok());
}

TEST(Credential, ABrowserOffersItAsAWebSocketsProtocol)
{
    auto asking = with({{"sec-websocket-protocol", "beaver, k"}});
    EXPECT_TRUE(findCredential(asking, false).value().empty()) << "not a WebSocket's request";
    asking.upgrade = true;
    EXPECT_EQ(findCredential(asking, false).value(), "k");
    const auto found = [](std::vector<std::pair<std::string, std::string>> headers) {
        auto request = with(std::move(headers));
        request.upgrade = true;
        const auto credential = findCredential(request, false);
        return credential ? std::string(*credential) : "refused";
    };
    EXPECT_EQ(found({{"sec-websocket-protocol", "beaver"}}), "");
    EXPECT_EQ(found({{"sec-websocket-protocol", "other, k"}}), "");
    EXPECT_EQ(found({{"sec-websocket-protocol", "beaver"}, {"sec-websocket-protocol", "k"}}), "k");
    EXPECT_EQ(found({{"sec-websocket-protocol", "beaver, k"}, {"authorization", "Bearer k"}}), "k");
    EXPECT_EQ(found({{"sec-websocket-protocol", "beaver, k"}, {"authorization", "Bearer l"}}), "refused");
    EXPECT_EQ(found({{"sec-websocket-protocol", "beaver, k, k"}}), "refused");
}

TEST(Cors, WebSocketsComeFromNamedOriginsOrNone)
{
    const Cors cors({"https://app.example.com"});
    EXPECT_TRUE(cors.allows(with({})));
    EXPECT_TRUE(cors.allows(with({{"origin", "https://app.example.com"}})));
    for (const char *origin : {"https://evil.example.com", "null", "https://app.example.com.evil"})
        EXPECT_FALSE(cors.allows(with({{"origin", origin}}))) << origin;
    EXPECT_TRUE(Cors({"*"}).allows(with({{"origin", "null"}})));
    EXPECT_TRUE(Cors({}).allows(with({})));
    EXPECT_FALSE(Cors({}).allows(with({{"origin", "https://app.example.com"}})));
}

TEST(Cors, OnlyNamedOriginsMayCall)
{
    const Cors cors({"https://app.example.com"});
    const auto allowed = cors.headersFor(with({{"origin", "https://app.example.com"}}));
    EXPECT_EQ(allowed.at(0),
              std::pair(std::string("access-control-allow-origin"), std::string("https://app.example.com")));
    for (const char *origin :
         {"https://evil.example.com", "null", "https://app.example.com.evil", "http://app.example.com"}) {
        for (const auto &[name, value] : cors.headersFor(with({{"origin", origin}})))
            EXPECT_NE(name, "access-control-allow-origin") << origin;
    }
    EXPECT_TRUE(Cors({}).headersFor(with({{"origin", "https://app.example.com"}})).empty());
}

TEST(Cors, AStarNeverGoesWithCredentials)
{
    for (const auto &[name, value] : Cors({"*"}).headersFor(with({{"origin", "https://any.example.com"}})))
        EXPECT_NE(name, "access-control-allow-credentials");
}

TEST(RateHeaders, AreInOpenAisForm)
{
    EXPECT_EQ(durationText(0), "0ms");
    EXPECT_EQ(durationText(6), "6ms");
    EXPECT_EQ(durationText(8'640), "8.64s");
    EXPECT_EQ(durationText(90'000), "1m30s");
    EXPECT_EQ(durationText(3'600'000), "1h0m0s");
    limits::Ticket ticket;
    ticket.requests = limits::WindowState{60, 59, 1000};
    std::vector<std::pair<std::string, std::string>> headers;
    addRateHeaders(headers, ticket);
    ASSERT_EQ(headers.size(), 3U);
    EXPECT_EQ(headers[1], std::pair(std::string("x-ratelimit-remaining-requests"), std::string("59")));
}
