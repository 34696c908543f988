#include <gtest/gtest.h>
#include <server/http/websocket/handshake.h>

namespace beaver::http::test {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Request asking(Headers headers, bool upgrade = true)
{
    Request request;
    request.upgrade = upgrade;
    request.headers = std::move(headers);
    return request;
}

const std::pair<std::string, std::string> version("sec-websocket-version", "13");
const std::pair<std::string, std::string> key("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");

TEST(Handshake, isAcceptedAsInTheRfc) // 1.3
{
    const auto handshake = readHandshake(asking({version, key}));
    EXPECT_EQ(handshake.status, 101);
    EXPECT_EQ(handshake.accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    ResponseHead head;
    addHandshake(head, handshake, {});
    EXPECT_EQ(head.headers,
              (Headers{{"upgrade", "websocket"}, {"sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}}));
}

TEST(Handshake, protocolsComeInTheirOrderFromAllHeaders)
{
    const auto handshake = readHandshake(
        asking({version, key, {"sec-websocket-protocol", "beaver, , k1"}, {"sec-websocket-protocol", "k2"}}));
    EXPECT_EQ(handshake.protocols, (std::vector<std::string>{"beaver", "k1", "k2"}));
}

TEST(Handshake, withoutAnUpgradeOrWithAnotherVersionSaysWhatIsTaken)
{
    for (const auto &request :
         {asking({version, key}, false), asking({key}), asking({{"sec-websocket-version", "8"}, key}),
          asking({{"sec-websocket-version", "13, 8"}, key}), asking({version, version, key})}) {
        const auto handshake = readHandshake(request);
        EXPECT_EQ(handshake.status, 426);
        EXPECT_FALSE(handshake.message.empty());
        ResponseHead head;
        addHandshake(head, handshake, {});
        EXPECT_EQ(head.headers, (Headers{{"upgrade", "websocket"}, {"sec-websocket-version", "13"}}));
    }
}

TEST(Handshake, withoutASoundKeyIsRefused)
{
    for (const char *bad : {"", "short", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
                            "dGhlIHNhbXBsZSBub25jZ!==", "dGhlIHNhbXBsZSBub25jZSBhbmQgbW9yZQ=="})
        EXPECT_EQ(readHandshake(asking({version, {"sec-websocket-key", bad}})).status, 400) << bad;
    EXPECT_EQ(readHandshake(asking({version})).status, 400);
    EXPECT_EQ(readHandshake(asking({version, key, key})).status, 400);
    EXPECT_EQ(readHandshake(asking({version, key, {"sec-websocket-protocol", "two words"}})).status, 400);
}

} // namespace
} // namespace beaver::http::test
