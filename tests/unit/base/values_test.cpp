#include <gtest/gtest.h>
#include <shared/api/error_body.h>
#include <shared/api/rfc3339.h>
#include <shared/base/ids.h>
#include <shared/base/json_writer.h>
#include <shared/base/pieces.h>
#include <shared/base/secret.h>

#include <array>
#include <set>
#include <utility>

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

TEST(JsonWriter, EscapesInEveryPlaceOfALongText)
{
    const std::string others = "abc\x7f\x80\xff !#[]~\xc3\xa9";
    const std::pair<char, std::string_view> escaped[] = {
        {'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\x1f', "\\u001f"}, {'\0', "\\u0000"}};
    for (std::size_t length = 1; length < 30; ++length) {
        for (std::size_t place = 0; place < length; ++place) {
            std::string plain;
            for (std::size_t at = 0; at < length; ++at)
                plain += others[(at * 7 + place) % others.size()];
            for (const auto &[character, text] : escaped) {
                std::string given = plain;
                given[place] = character;
                std::string written;
                appendJsonString(written, given);
                EXPECT_EQ(written, '"' + plain.substr(0, place) + std::string(text) + plain.substr(place + 1) + '"');
            }
        }
    }
}

TEST(Pieces, AreAppendedInTheirOrderThoughSomeAreEmpty)
{
    std::string text = "a";
    appendPieces(text, std::string_view(), "b", std::string("c"), "");
    EXPECT_EQ(text, "abc");
    appendPieces(text, std::string_view());
    EXPECT_EQ(text, "abc");
}

TEST(Ids, SpreadOverTheBucketsOfATable)
{
    std::array<int, 64> buckets{};
    for (int at = 0; at < 6400; ++at)
        ++buckets[std::hash<AccountId>()(newId<AccountId>(1'700'000'000'000)) % buckets.size()];
    for (const int filled : buckets)
        EXPECT_NEAR(filled, 100, 60);
    std::set<std::size_t> hashes; // of ids that differ in one character
    std::string text = "acc_01HF7YAT0000000000000000AB";
    for (const char last : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
        text.back() = last;
        hashes.insert(hashOfId(text) % 64);
    }
    EXPECT_GT(hashes.size(), 10U);
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
