#include "answer.h"

#include "text.h"

#include <simdjson.h>

#include <algorithm>

namespace faulty {

namespace {

constexpr std::int64_t created = 1'700'000'000;
constexpr std::int64_t mostTokens = 1'000'000;

struct Asked
{
    std::string model = "gpt-4o-mini";
    std::int64_t maxTokens = mostTokens;
    std::int64_t choices = 1;
    std::int64_t inputs = 1;
    bool stream = false;
    bool includeUsage = false;
};

Asked readRequest(const std::string &body)
{
    Asked asked;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(body).get(root) != simdjson::SUCCESS || !root.is_object())
        return asked;
    std::string_view text;
    std::int64_t number = 0;
    if (root["model"].get(text) == simdjson::SUCCESS)
        asked.model = text;
    for (const char *name : {"max_tokens", "max_completion_tokens"})
        if (root[name].get(number) == simdjson::SUCCESS && number >= 0)
            asked.maxTokens = std::min(asked.maxTokens, number);
    if (root["n"].get(number) == simdjson::SUCCESS)
        asked.choices = std::clamp<std::int64_t>(number, 1, 16);
    if (root["stream"].get(asked.stream) != simdjson::SUCCESS)
        asked.stream = false;
    if (root["stream_options"]["include_usage"].get(asked.includeUsage) != simdjson::SUCCESS)
        asked.includeUsage = false;
    simdjson::dom::array inputs;
    if (root["input"].get(inputs) == simdjson::SUCCESS)
        asked.inputs = static_cast<std::int64_t>(inputs.size());
    return asked;
}

std::vector<std::string> splitWords(const std::string &text)
{
    std::vector<std::string> words;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(' ', start + 1), text.size());
        words.push_back(text.substr(start, end - start));
        start = end;
    }
    return words;
}

std::string envelope(const Answer &answer, std::string_view object)
{
    return "{\"id\":" + jsonText(answer.id) + ",\"object\":" + jsonText(object) +
           ",\"created\":" + std::to_string(created) + ",\"model\":" + jsonText(answer.model);
}

std::string streamChoice(const Answer &answer, std::int64_t index, const std::string &delta, const std::string &finish)
{
    const std::string start = "{\"index\":" + std::to_string(index);
    const std::string end = ",\"finish_reason\":" + finish + "}";
    return answer.legacy ? start + ",\"text\":" + (delta.empty() ? "\"\"" : delta) + ",\"logprobs\":null" + end
                         : start + ",\"delta\":" + (delta.empty() ? "{}" : "{\"content\":" + delta + "}") + end;
}

} // namespace

Answer answerFor(const Request &request, const Selection &selection, std::uint64_t number)
{
    const Asked asked = readRequest(request.body);
    Answer answer;
    answer.id = "chatcmpl-faulty-" + std::to_string(number);
    answer.model = selection.text("model", asked.model);
    answer.legacy = selection.rest.ends_with("/completions") && !selection.rest.ends_with("/chat/completions");
    answer.stream = asked.stream;
    answer.includeUsage = asked.includeUsage;
    answer.choices = asked.choices;
    if (selection.has("text")) {
        answer.words = splitWords(selection.text("text"));
    } else {
        const std::int64_t tokens = std::min(selection.number("tokens", 16), mostTokens);
        for (std::int64_t i = 0; i < tokens; ++i)
            answer.words.push_back((i == 0 ? "w" : " w") + std::to_string(i));
    }
    const bool cutShort = static_cast<std::int64_t>(answer.words.size()) > asked.maxTokens;
    if (cutShort)
        answer.words.resize(static_cast<std::size_t>(asked.maxTokens));
    answer.finish = selection.text("finish", cutShort ? "length" : "stop");
    answer.promptTokens = selection.number("prompt", 12);
    answer.cachedTokens = selection.number("cached", 0);
    answer.reasoningTokens = selection.number("reasoning", 0);
    answer.completionTokens = static_cast<std::int64_t>(answer.words.size()) * answer.choices + answer.reasoningTokens;
    return answer;
}

std::string usageJson(const Answer &answer)
{
    return "{\"prompt_tokens\":" + std::to_string(answer.promptTokens) +
           ",\"completion_tokens\":" + std::to_string(answer.completionTokens) +
           ",\"total_tokens\":" + std::to_string(answer.promptTokens + answer.completionTokens) +
           ",\"prompt_tokens_details\":{\"cached_tokens\":" + std::to_string(answer.cachedTokens) +
           ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":" +
           std::to_string(answer.reasoningTokens) + ",\"audio_tokens\":0}}";
}

std::string completionJson(const Answer &answer, std::string_view usage)
{
    std::string text;
    for (const std::string &word : answer.words)
        text += word;
    std::string choices;
    for (std::int64_t i = 0; i < answer.choices; ++i) {
        choices += (i == 0 ? "{\"index\":" : ",{\"index\":") + std::to_string(i);
        choices += answer.legacy
                       ? ",\"text\":" + jsonText(text)
                       : ",\"message\":{\"role\":\"assistant\",\"content\":" + jsonText(text) + ",\"refusal\":null}";
        choices += ",\"logprobs\":null,\"finish_reason\":" + jsonText(answer.finish) + "}";
    }
    std::string out = envelope(answer, answer.legacy ? "text_completion" : "chat.completion");
    out += ",\"choices\":[" + choices + "]";
    if (!usage.empty())
        out.append(",\"usage\":").append(usage);
    return out + ",\"system_fingerprint\":\"fp_faulty\"}";
}

std::string chunkJson(const Answer &answer, std::string_view text, std::string_view extra)
{
    std::string out = envelope(answer, answer.legacy ? "text_completion" : "chat.completion.chunk");
    out += ",\"choices\":[" + streamChoice(answer, 0, jsonText(text), "null") + "]";
    return out.append(extra) + "}";
}

std::vector<std::string> streamPayloads(const Answer &answer, std::string_view usage)
{
    const std::string start = envelope(answer, answer.legacy ? "text_completion" : "chat.completion.chunk");
    const std::string end = answer.includeUsage ? ",\"usage\":null}" : "}";
    std::vector<std::string> payloads;
    const auto add = [&](const std::string &choice) {
        payloads.push_back(start + ",\"choices\":[" + choice + "]" + end);
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
        payloads.push_back(start + ",\"choices\":[],\"usage\":" + std::string(usage) + "}");
    return payloads;
}

std::string embeddingsJson(const Request &request, const Selection &selection)
{
    const Asked asked = readRequest(request.body);
    std::string data;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(asked.inputs, 4096); ++i)
        data += (i == 0 ? "{" : ",{") +
                ("\"object\":\"embedding\",\"index\":" + std::to_string(i) + ",\"embedding\":[0.5,-0.25,0.125,0.0]}");
    const std::string tokens = std::to_string(selection.number("prompt", 12));
    return "{\"object\":\"list\",\"data\":[" + data + "],\"model\":" + jsonText(selection.text("model", asked.model)) +
           ",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}";
}

std::string modelsJson(const Selection &selection)
{
    std::string data;
    for (const std::string &model : {selection.text("model", "gpt-4o-mini"), std::string("gpt-4o")})
        data += (data.empty() ? "{\"id\":" : ",{\"id\":") + jsonText(model) +
                ",\"object\":\"model\",\"created\":" + std::to_string(created) + ",\"owned_by\":\"faulty-upstream\"}";
    return "{\"object\":\"list\",\"data\":[" + data + "]}";
}

std::string errorJson(int status, std::string_view message)
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

} // namespace faulty
