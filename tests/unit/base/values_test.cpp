#include <gtest/gtest.h>
#include <shared/api/error_body.h>
#include <shared/api/rfc3339.h>
#include <shared/base/ids.h>
#include <shared/base/json_writer.h>
#include <shared/base/secret.h>

#include <set>

using namespace beaver;

TEST(Ids, AreUniqueAndSortByTime)
{
    std::set<std::string> ids;
    for (int at = 0; at < 10'000; ++at)
        ids.insert(newUlid(1'700'000'000'000));
    EXPECT_EQ(ids.size(), 10'000U);
    EXPECT_LT(newUlid(1'700'000'000'000), newUlid(1'700'000'000'001));
    EXPECT_TRUE(newId<AccountId>(0).text().starts_with("acc_"));
}

TEST(JsonWriter, EscapesWhatItMust)
{
    JsonWriter json;
    json.beginObject()
        .field("a\"b", "line\nbreak\x01")
        .field("n", 3)
        .field("t", true)
        .nullField("z")
        .key("l")
        .beginArray()
        .value("x")
        .beginObject()
        .endObject()
        .endArray()
        .endObject();
    EXPECT_EQ(json.text(), R"({"a\"b":"line\nbreak\u0001","n":3,"t":true,"z":null,"l":["x",{}]})");
}

TEST(Secret, ComparesWholeTexts)
{
    const Secret secret("correct horse");
    EXPECT_TRUE(secret.equals("correct horse"));
    EXPECT_FALSE(secret.equals("correct hors"));
    EXPECT_FALSE(secret.equals("correct horsee"));
    EXPECT_FALSE(secret.equals(""));
}

TEST(ErrorBody, HasOpenAisFormAndDetail)
{
    const Error error = invalid("model", "No 'model'.");
    EXPECT_EQ(
        api::errorBody(api::Surface::Beaver, error),
        R"({"error":{"message":"No 'model'.","type":"invalid_request_error","param":"model","code":null},"detail":"No 'model'."})");
    EXPECT_EQ(api::errorBody(api::Surface::OpenRouter, {ErrorCode::InsufficientBalance, "Too dear.", {}, {}, {}, 0}),
              R"({"error":{"message":"Too dear.","type":"insufficient_quota","param":null,"code":402,)"
              R"("metadata":{"error_type":"insufficient_quota"}},"detail":"Too dear."})");
}

TEST(Times, AreRfc3339)
{
    EXPECT_EQ(api::rfc3339(1'732'181'400'123), "2024-11-21T09:30:00.123Z");
}
