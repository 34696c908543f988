#include "wire_seeds.h"

#include <tests/unit/wire/dialect_support.h>

#include <cstdio>

namespace beaver::fuzz {

namespace {

constexpr std::size_t longestSeed = 20'000; // long ones only slow the search down

struct Source
{
    char dialect;
    std::vector<std::string> providers;
};

std::vector<std::string> recorded(bool answers)
{
    const Source sources[] = {{0, {"openai", "deepseek", "perplexity", "xai", "openrouter", "litellm"}},
                              {1, {"openai_responses"}},
                              {2, {"anthropic"}},
                              {3, {"gemini"}}};
    std::vector<std::string> seeds;
    for (const auto &source : sources) {
        for (const auto &recording : tests::recordings(source.providers)) {
            const auto &text = answers ? recording.response : recording.request;
            if (!text.empty() && text.size() <= longestSeed)
                seeds.push_back(source.dialect + text);
        }
    }
    return seeds;
}

} // namespace

std::vector<std::string> requestSeeds()
{
    auto seeds = recorded(false);
    for (
        const char *text :
        {R"({"model":"m","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"max_tokens":5})",
         R"({"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}]})"})
        seeds.push_back(char(0) + std::string(text));
    seeds.push_back(
        char(1) +
        std::string(
            R"({"model":"m","input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"1"}]})"));
    seeds.push_back(
        char(2) +
        std::string(
            R"({"model":"m","max_tokens":9,"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]}]})"));
    seeds.push_back(
        char(3) +
        std::string(
            R"({"contents":[{"role":"user","parts":[{"text":"Hi"},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}],"generationConfig":{"maxOutputTokens":5}})"));
    return seeds;
}

std::vector<std::string> answerSeeds()
{
    auto seeds = recorded(true);
    seeds.push_back(
        char(0) +
        std::string("data: "
                    "{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}"
                    "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n"));
    seeds.push_back(
        char(2) +
        std::string(
            "event: content_block_delta\ndata: "
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"));
    seeds.push_back(char(3) +
                    std::string("data: "
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":"
                                "\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1}}\r\n\r\n"));
    return seeds;
}

std::vector<std::string> streamSeeds()
{
    std::vector<std::string> seeds{"data: a\n\ndata: b\r\n\r\n: ping\n\nevent: x\rdata: c\rdata: d\r\r", "\xef\xbb\xbf"
                                                                                                         "data:1\n\n"};
    for (const auto &answer : answerSeeds())
        seeds.push_back(answer.substr(1));
    return seeds;
}

void require(bool holds, std::string_view what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

} // namespace beaver::fuzz
