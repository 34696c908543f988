#include <gtest/gtest.h>
#include <server/http/llm/socket_message.h>
#include <server/wire/json_scan.h>

namespace beaver::http {
namespace {

TEST(SocketMessage, takesTheIdOutAndAsksForAStream)
{
    for (const auto &[text, body] : std::vector<std::pair<std::string, std::string>>{
             {R"({"id":"a","model":"m"})", R"({"stream":true,"model":"m"})"},
             {R"({"model":"m","id":"a"})", R"({"stream":true,"model":"m"})"},
             {R"({"model":"m","id":"a","x":1})", R"({"stream":true,"model":"m","x":1})"},
             {R"({"id":"a"})", R"({"stream":true})"},
             {R"( { "id" : "a" , "model" : "m" } )", R"( {"stream":true, "model" : "m" } )"},
             {R"({"stream":false,"id":"a","model":"m"})", R"({"stream":true,"model":"m"})"},
             {R"({"id":"a","model":"m","stream":null})", R"({"model":"m","stream":true})"},
             {R"({"stream":false,"id":"a"})", R"({"stream":true})"},
             {R"({"id":"a","stream":true,"model":"m"})", R"({"stream":true,"model":"m"})"},
             {R"({"\u0069d":"a","model":"m","in":{"id":"b","stream":false}})",
              R"({"stream":true,"model":"m","in":{"id":"b","stream":false}})"},
         }) {
        const auto message = readSocketMessage(text);
        EXPECT_FALSE(message.error) << text;
        EXPECT_EQ(message.kind, SocketMessage::Kind::Chat);
        EXPECT_EQ(message.id, "a") << text;
        EXPECT_EQ(message.body, body);
        EXPECT_FALSE(wire::parseJson(message.body).error()) << message.body;
    }
}

TEST(SocketMessage, withoutAnIdHasNone)
{
    const auto message = readSocketMessage(R"({"model":"m"})");
    EXPECT_FALSE(message.error);
    EXPECT_FALSE(message.id);
    EXPECT_EQ(readSocketMessage("{}").body, R"({"stream":true})");
}

TEST(SocketMessage, leavesAWrongStreamToTheDecoder)
{
    EXPECT_EQ(readSocketMessage(R"({"stream":"yes"})").body, R"({"stream":"yes"})");
}

TEST(SocketMessage, cancelsByTheIdOfTheCall)
{
    const auto message = readSocketMessage(R"({"type":"cancel","request":"a\n"})");
    EXPECT_FALSE(message.error);
    EXPECT_EQ(message.kind, SocketMessage::Kind::Cancel);
    EXPECT_EQ(message.id, "a\n");
}

TEST(SocketMessage, namesWhatIsWrong)
{
    for (const auto &[text, param] : std::vector<std::pair<std::string, std::string>>{
             {"", ""},
             {"{", ""},
             {"[]", ""},
             {"17", ""},
             {R"({"id":17})", "id"},
             {R"({"id":""})", "id"},
             {R"({"id":null})", "id"},
             {R"({"id":")" + std::string(129, 'x') + R"("})", "id"},
             {R"({"id":"a","id":"a"})", "id"},
             {R"({"type":"cancel"})", "request"},
             {R"({"type":"cancel","request":1})", "request"},
             {R"({"type":"stop","request":"a"})", "type"},
             {R"({"type":7})", "type"},
         }) {
        const auto message = readSocketMessage(text);
        ASSERT_TRUE(message.error) << text;
        EXPECT_EQ(message.error->code, ErrorCode::InvalidRequest) << text;
        EXPECT_EQ(message.error->param, param) << text;
    }
}

TEST(ChunkMessage, getsTheIdOfItsCall)
{
    EXPECT_EQ(chunkMessage(R"({"id":"x"})", {}), R"({"id":"x"})");
    EXPECT_EQ(chunkMessage(R"({"id":"x"})", "a"), R"({"request":"a","id":"x"})");
    EXPECT_EQ(chunkMessage(R"({ })", "a"), R"({"request":"a" })");
    EXPECT_EQ(chunkMessage(R"({"id":"x"})", "\"}"), R"({"request":"\"}","id":"x"})");
}

TEST(LastMessage, tellsWhatTheCallCameTo)
{
    CallTotals totals;
    totals.receipt = "req_1";
    EXPECT_EQ(doneMessage({}, {}, false), R"({"type":"done"})");
    EXPECT_EQ(doneMessage(totals, "a", true), R"({"type":"done","request":"a","cancelled":true,"receipt":"req_1"})");
    totals.usage = R"({"total_tokens":3})";
    totals.cost = Money::fromNanoUsd(1500);
    totals.balance = Money::fromNanoUsd(-2'000'000'000);
    EXPECT_EQ(
        doneMessage(totals, "a", false),
        R"({"type":"done","request":"a","usage":{"total_tokens":3},"cost":0.0000015,"balance":-2,"receipt":"req_1"})");
    EXPECT_EQ(
        brokenMessage(R"({"message":"cut"})", {}, totals),
        R"({"type":"error","error":{"message":"cut"},"usage":{"total_tokens":3},"cost":0.0000015,"balance":-2,"receipt":"req_1"})");
}

TEST(ErrorMessage, isOpenAisObjectWithTheStatus)
{
    EXPECT_EQ(
        errorMessage(invalid("model", "No."), "a"),
        R"({"type":"error","error":{"message":"No.","type":"invalid_request_error","param":"model","code":null},"status":400,"request":"a"})");
    const Error full{ErrorCode::RateLimited, "Later.", {}, "full", {}, 1500};
    EXPECT_EQ(
        errorMessage(full, {}, R"(,"receipt":"req_1")"),
        R"({"type":"error","error":{"message":"Later.","type":"rate_limit_error","param":null,"code":"full"},"status":429,"retry_after_ms":1500,"receipt":"req_1"})");
}

} // namespace
} // namespace beaver::http
