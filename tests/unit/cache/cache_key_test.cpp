#include <gtest/gtest.h>
#include <server/cache/cache_key.h>

#include <string>

using namespace beaver::cache;

namespace {

std::optional<CacheKey> key(const std::string &body, const char *tenant = "acc_1",
                            const char *surface = "chat.completions", const char *model = "gpt-4o")
{
    return cacheKey(tenant, surface, model, body);
}

const std::string basic = R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hé"}],"temperature":1,"n":2})";

} // namespace

TEST(CacheKey, SpellingDoesNotMatter)
{
    const auto wanted = key(basic);
    ASSERT_TRUE(wanted);
    for (
        const char *same : {
            R"({ "n" : 2, "temperature": 1.0, "messages" : [ { "content":"H\u00e9", "role":"user" } ] })",
            R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1e0,"n":2,"stream":true,"stream_options":{"include_usage":true}})",
            R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1,"n":2,"user":"x","metadata":{"a":"b"},"cache":true,"cache_ttl":60})",
            R"({"model":"alias","messages":[{"role":"user","content":"Hé"}],"temperature":1,"n":2,"seed":null,"store":false})",
        })
        EXPECT_EQ(key(same), wanted) << same;
}

TEST(CacheKey, WhatChangesTheAnswerMatters)
{
    const auto wanted = key(basic);
    for (const char *other : {
             R"({"messages":[{"role":"user","content":"He"}],"temperature":1,"n":2})",
             R"({"messages":[{"role":"system","content":"Hé"}],"temperature":1,"n":2})",
             R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1.1,"n":2})",
             R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1})",
             R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1,"n":2,"seed":1})",
             R"({"messages":[{"role":"user","content":"Hé"}],"temperature":"1","n":2})",
             R"({"messages":[{"role":"user","content":"Hé","stream":true}],"temperature":1,"n":2})",
             R"({"messages":[{"role":"user","content":"Hé"}],"temperature":1,"n":2,"tools":[]})",
             R"({"messages":[{"role":"user","content":["Hé"]}],"temperature":1,"n":2})",
             R"({"messages":[{"role":"user"},{"content":"Hé"}],"temperature":1,"n":2})",
         })
        EXPECT_NE(key(other), wanted) << other;
    EXPECT_NE(key(basic, "acc_2"), wanted);
    EXPECT_NE(key(basic, "acc_1", "messages"), wanted);
    EXPECT_NE(key(basic, "acc_1", "chat.completions", "gpt-4o-mini"), wanted);
}

TEST(CacheKey, NothingRunsTogether)
{
    EXPECT_NE(key(R"({"a":["b","c"]})"), key(R"({"a":["bc"]})"));
    EXPECT_NE(key(R"({"a":["s1:b"]})"), key(R"({"a":["b"]})"));
    EXPECT_NE(key(R"({"a":[1,2]})"), key(R"({"a":[12]})"));
    EXPECT_NE(key(R"({"a":[[],[]]})"), key(R"({"a":[[[]]]})"));
    EXPECT_NE(key(R"({"a":null})"), key(R"({"a":false})"));
    EXPECT_NE(key(R"({"a":{"b":null}})"), key(R"({"a":{}})"));
    EXPECT_NE(key("{}", "acc_1", "x", "ym"), key("{}", "acc_1", "xy", "m"));
    EXPECT_NE(key(R"({"a":18446744073709551615})"), key(R"({"a":18446744073709551614})"));
    EXPECT_NE(key(R"({"a":0.1})"), key(R"({"a":0.10000000000000002})"));
}

TEST(CacheKey, WhatDoesMoreThanAnswerHasNone)
{
    for (const char *body : {"", "[]", "nonsense", R"({"store":true})", R"({"store":1})", R"({"background":true})",
                             R"({"previous_response_id":"resp_1"})", R"({"conversation":"conv_1"})"})
        EXPECT_FALSE(key(body)) << body;
    EXPECT_TRUE(key(R"({"store":false,"background":false,"previous_response_id":null})"));
    // The Responses API stores unless it is told not to.
    EXPECT_FALSE(key(R"({"input":"a"})", "acc_1", "responses"));
    EXPECT_FALSE(key(R"({"input":"a","store":null})", "acc_1", "responses"));
    EXPECT_TRUE(key(R"({"input":"a","store":false})", "acc_1", "responses"));
}
