// A long body is read the same whether its long texts are set aside or not. They are where the parser may read some
// bytes behind the body; a body without such room is read as a whole.
#include <gtest/gtest.h>
#include <server/wire/codec.h>
#include <server/wire/json_scan.h>

#include <string>
#include <vector>

namespace beaver::wire {
namespace {

std::string repeated(std::string_view text, std::size_t bytes)
{
    std::string all;
    while (all.size() < bytes)
        all += text;
    return all;
}

std::string replaced(std::string text, std::string_view what, const std::string &with)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

Result<ChatRequest> decodedWithRoom(Dialect dialect, std::string body, bool room)
{
    body.shrink_to_fit();
    if (room)
        body.reserve(body.size() + LongTexts::roomBehind);
    return decodeRequest(dialect, std::move(body), dialect == Dialect::Gemini ? "m" : "", false);
}

void readsTheSame(Dialect dialect, const std::string &body)
{
    SCOPED_TRACE("dialect " + std::to_string(static_cast<int>(dialect)) + ": " + body.substr(0, 200));
    ASSERT_GT(body.size(), 32U * 1024U);
    const auto whole = decodedWithRoom(dialect, body, false);
    EXPECT_TRUE(longTexts().empty());
    const auto aside = decodedWithRoom(dialect, body, true);
    ASSERT_EQ(whole.ok(), aside.ok());
    if (!whole) {
        EXPECT_EQ(whole.error().message, aside.error().message);
        return;
    }
    EXPECT_EQ(whole->model, aside->model);
    EXPECT_EQ(whole->inputTokens, aside->inputTokens);
    EXPECT_EQ(whole->images, aside->images);
    EXPECT_EQ(whole->maxTokens, aside->maxTokens);
    EXPECT_EQ(whole->lastUserText, aside->lastUserText);
    EXPECT_EQ(whole->toolResultLast, aside->toolResultLast);
    ASSERT_EQ(whole->members.size(), aside->members.size());
    for (std::size_t i = 0; i < whole->members.size(); ++i) {
        EXPECT_EQ(whole->members[i].keyBegin, aside->members[i].keyBegin);
        EXPECT_EQ(whole->members[i].valueBegin, aside->members[i].valueBegin);
        EXPECT_EQ(whole->members[i].valueEnd, aside->members[i].valueEnd);
    }
    UpstreamPatch patch;
    patch.model = "another";
    patch.maxTokens = 17;
    EXPECT_EQ(patchRequest(*whole, patch).text(), patchRequest(*aside, patch).text());
}

/// LONG and SHORT are texts in the middle of bodies of each dialect.
const std::vector<std::pair<Dialect, std::string>> bodies{
    {Dialect::OpenAiChat,
     R"( { "messages" : [{"role":"system","content":"LONG"},{"role":"user","content":[{"type":"text","text":"SHORT"},)"
     R"({"type":"image_url","image_url":{"url":"data:image/png;base64,LONG"}},{"type":"text","text":"LONG"},)"
     R"({"type":"input_audio","input_audio":{"data":"LONG","format":"wav"}}]},{"role":"assistant","tool_calls":)"
     R"([{"id":"c","function":{"name":"f","arguments":"LONG"}}]},{"role":"tool","content":"LONG"}] ,"model":"a",)"
     R"("metadata":{"LONG":"LONG"},"tools":[{"type":"function","function":{"name":"f","description":"LONG"}}],)"
     R"("max_tokens" : 40 , "stop":"LONG"} )"},
    {Dialect::Anthropic,
     R"({"model":"a","max_tokens":50,"system":[{"type":"text","text":"LONG"}],"messages":[{"role":"user","content":"LONG"},)"
     R"({"role":"assistant","content":[{"type":"tool_use","id":"i","name":"n","input":{"text":"LONG","b":["SHORT"]}}]},)"
     R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":"LONG"},{"type":"document",)"
     R"("source":{"type":"base64","media_type":"application/pdf","data":"LONG"}}]}],"metadata":{"user_id":"LONG"}})"},
    {Dialect::Responses,
     R"({"model":"a","instructions":"LONG","input":[{"role":"user","content":"LONG"},{"type":"reasoning",)"
     R"("encrypted_content":"LONG","summary":[]},{"type":"function_call_output","call_id":"c","output":"LONG"},)"
     R"({"role":"user","content":[{"type":"input_text","text":"SHORT"},{"type":"input_file","file_data":"LONG"}]}],)"
     R"("max_output_tokens":60})"},
    {Dialect::Gemini,
     R"({"systemInstruction":{"parts":[{"text":"LONG"}]},"contents":[{"role":"user","parts":[{"text":"LONG"},)"
     R"({"inlineData":{"mimeType":"audio/wav","data":"LONG"}}]},{"role":"model","parts":[{"functionCall":)"
     R"({"name":"f","args":{"a":"LONG"}}}]},{"role":"user","parts":[{"text":"SHORT"}]}],)"
     R"("generationConfig":{"maxOutputTokens":70}})"},
};

TEST(LongTexts, BodiesOfEachDialectAreReadTheSame)
{
    const std::vector<std::string> texts{
        repeated("plain words and no more ", 33'000),
        repeated(R"(lines\nand \"quotes\" \\ \/ \t\u00e9\u4f60\ud83d\ude00 end. )", 33'000),
        repeated("été 你好 😀 and so on", 33'000),
        repeated(R"(\\\\\\\\)", 33'000),
        repeated("x", 1'024),
        repeated("x", 1'023),
    };
    for (const auto &[dialect, body] : bodies)
        for (const auto &text : texts)
            readsTheSame(dialect, replaced(replaced(body, "LONG", text), "SHORT", "short ") + repeated(" ", 33'000));
}

TEST(LongTexts, WhatIsWrongInOneIsRefusedTheSame)
{
    const std::string filling = repeated("words ", 40'000);
    for (const std::string wrong :
         {"\x01", "\n", R"(\q)", R"(\u12)", R"(\u12g4)", R"(\ud83d)", R"(\ud83d\n)", R"(\ud83dA)", R"(\ude00)", "\xff",
          "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\xaf"}) {
        for (const std::string &text : {wrong + filling, filling + wrong, filling + wrong + filling})
            readsTheSame(Dialect::OpenAiChat, replaced(bodies[0].second, "LONG", text));
    }
    const std::string good = replaced(bodies[0].second, "LONG", filling);
    for (std::size_t cut : {good.size() / 2, good.size() - 3})
        readsTheSame(Dialect::OpenAiChat, good.substr(0, cut));
    readsTheSame(Dialect::OpenAiChat, good + "\"");
    readsTheSame(Dialect::OpenAiChat, "\\" + good);
    readsTheSame(Dialect::OpenAiChat, R"({"model":\")" + filling + R"(\","messages":[{"role":"user","content":"x"}]})");
}

TEST(LongTexts, ALongKeyTwiceIsRefused)
{
    const std::string key = repeated("key", 20'000);
    const std::string body =
        R"({"model":"a","messages":[{"role":"user","content":"x"}],")" + key + R"(":1,")" + key + R"(" :2})";
    EXPECT_FALSE(decodedWithRoom(Dialect::OpenAiChat, body, true).ok());
    readsTheSame(Dialect::OpenAiChat, body);
}

TEST(LongTexts, TheyAreSetAside)
{
    std::string body = replaced(bodies[1].second, "LONG", repeated("words ", 40'000));
    body.reserve(body.size() + LongTexts::roomBehind);
    LongTexts texts;
    const std::string_view shortened = texts.setAside(body);
    if (shortened.empty())
        GTEST_SKIP() << "this CPU lacks what it takes";
    EXPECT_LT(shortened.size(), 2'000U);
    EXPECT_FALSE(texts.empty());
}

} // namespace
} // namespace beaver::wire
