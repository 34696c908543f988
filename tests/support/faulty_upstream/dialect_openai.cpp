// OpenAI's chat completions and text completions.
#include "dialects.h"
#include "text.h"

#include <algorithm>

namespace faulty {

namespace openai {

namespace {

std::string envelope(const Answer &answer, std::string_view object)
{
    return "{\"id\":" + jsonText(answer.id) + ",\"object\":" + jsonText(object) +
           ",\"created\":" + std::string(createdAt) + ",\"model\":" + jsonText(answer.model);
}

std::string chunkEnvelope(const Answer &answer)
{
    return envelope(answer, answer.legacy ? "text_completion" : "chat.completion.chunk");
}

std::string streamChoice(const Answer &answer, std::int64_t index, const std::string &delta, const std::string &finish)
{
    const std::string start = "{\"index\":" + std::to_string(index);
    const std::string end = ",\"finish_reason\":" + finish + "}";
    return answer.legacy ? start + ",\"text\":" + (delta.empty() ? "\"\"" : delta) + ",\"logprobs\":null" + end
                         : start + ",\"delta\":" + (delta.empty() ? "{}" : "{\"content\":" + delta + "}") + end;
}

std::string numbers(std::string_view prompt, std::string_view completion, std::string_view total)
{
    std::string usage = "{\"prompt_tokens\":";
    usage.append(prompt).append(",\"completion_tokens\":").append(completion);
    return usage.append(",\"total_tokens\":").append(total) + "}";
}

std::string usageOf(const Answer &answer)
{
    return "{\"prompt_tokens\":" + std::to_string(answer.promptTokens) +
           ",\"completion_tokens\":" + std::to_string(answer.completionTokens) +
           ",\"total_tokens\":" + std::to_string(answer.promptTokens + answer.completionTokens) +
           ",\"prompt_tokens_details\":{\"cached_tokens\":" + std::to_string(answer.cachedTokens) +
           ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":" +
           std::to_string(answer.reasoningTokens) + ",\"audio_tokens\":0}}";
}

std::string whole(const Answer &answer, std::string_view usage)
{
    std::string choices;
    for (std::int64_t i = 0; i < answer.choices; ++i) {
        choices += (i == 0 ? "{\"index\":" : ",{\"index\":") + std::to_string(i);
        choices += answer.legacy ? ",\"text\":" + jsonText(answer.text())
                                 : ",\"message\":{\"role\":\"assistant\",\"content\":" + jsonText(answer.text()) +
                                       ",\"refusal\":null}";
        choices +=
            ",\"logprobs\":null,\"finish_reason\":" + (answer.finish.empty() ? "null" : jsonText(answer.finish)) + "}";
    }
    return envelope(answer, answer.legacy ? "text_completion" : "chat.completion") + ",\"choices\":[" + choices + "]" +
           member("usage", usage) + ",\"system_fingerprint\":\"fp_faulty\"}";
}

StreamEvent chunk(const Answer &answer, std::string_view text, std::string_view extra)
{
    const std::string choice = streamChoice(answer, 0, jsonText(text), "null");
    return {{}, chunkEnvelope(answer) + ",\"choices\":[" + choice + "]" + std::string(extra) + "}"};
}

std::vector<StreamEvent> events(const Answer &answer, std::string_view usage)
{
    const std::string start = chunkEnvelope(answer);
    const std::string end = answer.includeUsage ? ",\"usage\":null}" : "}";
    std::vector<StreamEvent> list;
    const auto add = [&](const std::string &choice) {
        list.push_back({{}, start + ",\"choices\":[" + choice + "]" + end});
    };

    for (std::int64_t i = 0; i < answer.choices && !answer.legacy; ++i)
        add("{\"index\":" + std::to_string(i) +
            ",\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"finish_reason\":null}");
    for (const std::string &word : answer.words)
        for (std::int64_t i = 0; i < answer.choices; ++i)
            add(streamChoice(answer, i, jsonText(word), "null"));
    for (std::int64_t i = 0; i < answer.choices; ++i)
        add(streamChoice(answer, i, {}, jsonText(answer.finish)));
    if (!usage.empty())
        list.push_back({{}, start + ",\"choices\":[],\"usage\":" + std::string(usage) + "}"});
    return list;
}

std::vector<StreamEvent> end(const Answer &, std::string_view)
{
    return {{{}, "[DONE]"}};
}

std::string error(int status, std::string_view message)
{
    struct Kind
    {
        int status;
        std::string_view type;
        std::string_view code;
    };
    static constexpr Kind kinds[] = {
        {401, "invalid_request_error", "invalid_api_key"},
        {402, "insufficient_quota", "insufficient_quota"},
        {403, "permission_error", "model_not_allowed"},
        {404, "invalid_request_error", "model_not_found"},
        {408, "timeout", "request_timeout"},
        {429, "requests", "rate_limit_exceeded"},
        {503, "overloaded_error", "overloaded"},
        {529, "overloaded_error", "overloaded"},
    };
    const auto kind = std::ranges::find(kinds, status, &Kind::status);
    const bool known = kind != std::end(kinds);
    return "{\"error\":{\"message\":" + jsonText(message) + ",\"type\":" +
           jsonText(known           ? kind->type
                    : status >= 500 ? "server_error"
                                    : "invalid_request_error") +
           ",\"param\":null,\"code\":" + (known ? jsonText(kind->code) : "null") + "}}";
}

std::vector<StreamEvent> errorInside(const Answer &, const std::string &error)
{
    return {{{}, error}};
}

} // namespace

} // namespace openai

const Voice &openAiVoice()
{
    static constexpr Voice voice{"usage",     openai::usageOf, openai::numbers, openai::whole,      openai::events,
                                 openai::end, openai::chunk,   openai::error,   openai::errorInside};
    return voice;
}

} // namespace faulty
