#include <admin-ui/client/json_value.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

TEST(JsonValue, ReadsMoneyThatNoDoubleCanHold)
{
    const auto json =
        JsonValue::parse(R"({"balance": 9007199.254740993, "held": 0.000000001, "tiny": 1e-9, "owed": -12.5})");
    ASSERT_TRUE(json);
    EXPECT_EQ((*json)["balance"_L1].money(), Money::fromNanoUsd(9'007'199'254'740'993));
    EXPECT_EQ((*json)["held"_L1].money(), Money::fromNanoUsd(1));
    EXPECT_EQ((*json)["tiny"_L1].money(), Money::fromNanoUsd(1));
    EXPECT_EQ((*json)["owed"_L1].money(), Money::fromNanoUsd(-12'500'000'000));
}

TEST(JsonValue, ReadsNoMoneyFromAnythingElse)
{
    const auto json = JsonValue::parse(R"({"a": "12.5", "b": null, "c": true, "d": 0.0000000001, "e": 1e30})");
    ASSERT_TRUE(json);
    for (const auto name : {"a"_L1, "b"_L1, "c"_L1, "d"_L1, "e"_L1, "absent"_L1})
        EXPECT_FALSE((*json)[name].money()) << name.data();
}

TEST(JsonValue, ReadsEveryKindOfText)
{
    const auto json = JsonValue::parse(R"(["plain", "\"\\\/\b\f\n\r\t", "\u20ac \ud83e\uddab", "€ 🦫", ""])");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->items()[0].string(), u"plain"_s);
    EXPECT_EQ(json->items()[1].string(), u"\"\\/\b\f\n\r\t"_s);
    EXPECT_EQ(json->items()[2].string(), u"€ 🦫"_s);
    EXPECT_EQ(json->items()[3].string(), u"€ 🦫"_s);
    EXPECT_EQ(json->items()[4].string(), QString());
}

TEST(JsonValue, ReadsNestingAndWholeNumbers)
{
    const auto json = JsonValue::parse(" { \"data\" : [ { \"id\" : 7 } , { } ] , \"more\" : false } \n");
    ASSERT_TRUE(json);
    ASSERT_EQ((*json)["data"_L1].items().size(), 2u);
    EXPECT_EQ((*json)["data"_L1].items()[0]["id"_L1].integer(), 7);
    EXPECT_EQ((*json)["more"_L1].truth(), false);
    EXPECT_FALSE((*json)["data"_L1].truth());
}

TEST(JsonValue, RefusesWhatIsNotOneJsonValue)
{
    for (const char *text :
         {"",   " ", "{",   "[1,]",   "{\"a\":}", "{\"a\" 1}",   "{a:1}",           "01",  "1.",     ".5",   "+1",
          "1e", "-", "nul", "\"open", "\"\\x\"",  "\"\\u12g4\"", "\"line\nbreak\"", "1 2", "<html>", "[1 2]"})
        EXPECT_FALSE(JsonValue::parse(text)) << text;
    EXPECT_FALSE(JsonValue::parse(QByteArray(100'000, '[')));
}
