// Gemini's generateContent.
#include "dialects.h"
#include "text.h"

#include <algorithm>

namespace faulty {

namespace gemini {

namespace {

std::string_view finishReason(std::string_view finish)
{
    return finish.empty() ? "" : finish == "length" ? "MAX_TOKENS" : finish == "content_filter" ? "SAFETY" : "STOP";
}

std::string numbers(std::string_view prompt, std::string_view completion, std::string_view total)
{
    std::string usage = "{\"promptTokenCount\":";
    usage.append(prompt).append(",\"candidatesTokenCount\":").append(completion);
    return usage.append(",\"totalTokenCount\":").append(total) + "}";
}

std::string usageOf(const Answer &answer)
{
    std::string usage = "{\"promptTokenCount\":" + std::to_string(answer.promptTokens) + ",\"candidatesTokenCount\":" +
                        std::to_string(answer.completionTokens - answer.reasoningTokens) +
                        ",\"totalTokenCount\":" + std::to_string(answer.promptTokens + answer.completionTokens);
    if (answer.cachedTokens > 0)
        usage += ",\"cachedContentTokenCount\":" + std::to_string(answer.cachedTokens);
    if (answer.reasoningTokens > 0)
        usage += ",\"thoughtsTokenCount\":" + std::to_string(answer.reasoningTokens);
    return usage + "}";
}

std::string candidate(std::string_view text, std::int64_t index, std::string_view finish)
{
    std::string out = "{\"content\":{\"parts\":[{\"text\":" + jsonText(text) + "}],\"role\":\"model\"}";
    if (!finish.empty())
        out += ",\"finishReason\":" + jsonText(finish);
    return out + ",\"index\":" + std::to_string(index) + "}";
}

std::string around(const Answer &answer, const std::string &candidates, std::string_view usage)
{
    return "{\"candidates\":[" + candidates + "]" + member("usageMetadata", usage) +
           ",\"modelVersion\":" + jsonText(answer.model) + ",\"responseId\":" + jsonText(answer.id) + "}";
}

std::string whole(const Answer &answer, std::string_view usage)
{
    std::string candidates;
    for (std::int64_t i = 0; i < answer.choices; ++i)
        candidates += (i == 0 ? "" : ",") + candidate(answer.text(), i, finishReason(answer.finish));
    return around(answer, candidates, usage);
}

StreamEvent chunk(const Answer &answer, std::string_view text, std::string_view extra)
{
    std::string data = around(answer, candidate(text, 0, {}), {});
    data.insert(data.size() - 1, extra);
    return {{}, data};
}

// Usage stands in every chunk, the last word's chunk brings the finish reason.
std::vector<StreamEvent> events(const Answer &answer, std::string_view usage)
{
    std::vector<StreamEvent> list;
    for (std::size_t word = 0; word < answer.words.size(); ++word) {
        const bool last = word + 1 == answer.words.size();
        for (std::int64_t i = 0; i < answer.choices; ++i)
            list.push_back(
                {{},
                 around(answer,
                        candidate(answer.words[word], i, last ? finishReason(answer.finish) : std::string_view()),
                        usage)});
    }
    if (answer.words.empty())
        list.push_back({{}, around(answer, candidate({}, 0, finishReason(answer.finish)), usage)});
    return list;
}

std::vector<StreamEvent> end(const Answer &, std::string_view)
{
    return {};
}

std::string error(int status, std::string_view message)
{
    struct Kind
    {
        int status;
        std::string_view name;
    };
    static constexpr Kind kinds[] = {
        {401, "UNAUTHENTICATED"}, {403, "PERMISSION_DENIED"}, {404, "NOT_FOUND"},         {429, "RESOURCE_EXHAUSTED"},
        {500, "INTERNAL"},        {503, "UNAVAILABLE"},       {504, "DEADLINE_EXCEEDED"},
    };
    const auto kind = std::ranges::find(kinds, status, &Kind::status);
    return "{\"error\":{\"code\":" + std::to_string(status) + ",\"message\":" + jsonText(message) + ",\"status\":" +
           jsonText(kind != std::end(kinds) ? kind->name
                    : status >= 500         ? "UNAVAILABLE"
                                            : "INVALID_ARGUMENT") +
           "}}";
}

std::vector<StreamEvent> errorInside(const Answer &, const std::string &error)
{
    return {{{}, error}};
}

} // namespace

} // namespace gemini

const Voice &geminiVoice()
{
    static constexpr Voice voice{"usageMetadata", gemini::usageOf, gemini::numbers, gemini::whole,      gemini::events,
                                 gemini::end,     gemini::chunk,   gemini::error,   gemini::errorInside};
    return voice;
}

} // namespace faulty
