// Anthropic's Messages.
#include "dialects.h"
#include "text.h"

#include <algorithm>

namespace faulty {

namespace anthropic {

namespace {

std::string_view stopReason(std::string_view finish)
{
    return finish.empty()               ? ""
           : finish == "length"         ? "max_tokens"
           : finish == "tool_calls"     ? "tool_use"
           : finish == "content_filter" ? "refusal"
                                        : "end_turn";
}

std::string numbers(std::string_view prompt, std::string_view completion, std::string_view)
{
    return "{\"input_tokens\":" + std::string(prompt) + ",\"output_tokens\":" + std::string(completion) + "}";
}

std::string counts(const Answer &answer, std::int64_t output)
{
    const bool part = answer.cachedTokens <= answer.promptTokens;
    return "{\"input_tokens\":" +
           std::to_string(part ? answer.promptTokens - answer.cachedTokens : answer.promptTokens) +
           ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":" + std::to_string(answer.cachedTokens) +
           ",\"output_tokens\":" + std::to_string(output) +
           (answer.reasoningTokens > 0
                ? ",\"output_tokens_details\":{\"thinking_tokens\":" + std::to_string(answer.reasoningTokens) + "}"
                : std::string()) +
           "}";
}

std::string usageOf(const Answer &answer)
{
    return counts(answer, answer.completionTokens);
}

std::string message(const Answer &answer, std::string_view content, std::string_view stop, std::string_view usage)
{
    return "{\"id\":" + jsonText(answer.id) +
           ",\"type\":\"message\",\"role\":\"assistant\",\"model\":" + jsonText(answer.model) + ",\"content\":[" +
           std::string(content) + "],\"stop_reason\":" + (stop.empty() ? "null" : jsonText(stop)) +
           ",\"stop_sequence\":null" + member("usage", usage) + "}";
}

std::string whole(const Answer &answer, std::string_view usage)
{
    return message(answer, "{\"type\":\"text\",\"text\":" + jsonText(answer.text()) + "}", stopReason(answer.finish),
                   usage);
}

StreamEvent chunk(const Answer &, std::string_view text, std::string_view extra)
{
    return {"content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
                                   "\"text\":" +
                                       jsonText(text) + "}" + std::string(extra) + "}"};
}

std::vector<StreamEvent> events(const Answer &answer, std::string_view usage)
{
    // The opening knows the input; a usage that lies does so from the start.
    const std::string opening = usage == usageOf(answer) ? counts(answer, 1) : std::string(usage);
    std::vector<StreamEvent> list{
        {"message_start", "{\"type\":\"message_start\",\"message\":" + message(answer, {}, {}, opening) + "}"},
        {"content_block_start",
         "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"},
        {"ping", "{\"type\": \"ping\"}"}};
    for (const std::string &word : answer.words)
        list.push_back(chunk(answer, word, {}));
    list.push_back({"content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"});
    list.push_back({"message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":" +
                                         (answer.finish.empty() ? "null" : jsonText(stopReason(answer.finish))) +
                                         ",\"stop_sequence\":null}" + member("usage", usage) + "}"});
    return list;
}

std::vector<StreamEvent> end(const Answer &, std::string_view)
{
    return {{"message_stop", "{\"type\":\"message_stop\"}"}};
}

std::string error(int status, std::string_view message)
{
    struct Kind
    {
        int status;
        std::string_view type;
    };
    static constexpr Kind kinds[] = {
        {401, "authentication_error"}, {402, "billing_error"},    {403, "permission_error"}, {404, "not_found_error"},
        {413, "request_too_large"},    {429, "rate_limit_error"}, {504, "timeout_error"},    {529, "overloaded_error"},
    };
    const auto kind = std::ranges::find(kinds, status, &Kind::status);
    return "{\"type\":\"error\",\"error\":{\"type\":" +
           jsonText(kind != std::end(kinds) ? kind->type
                    : status >= 500         ? "api_error"
                                            : "invalid_request_error") +
           ",\"message\":" + jsonText(message) + "},\"request_id\":\"req_faulty\"}";
}

std::vector<StreamEvent> errorInside(const Answer &, const std::string &error)
{
    return {{"error", error}};
}

} // namespace

} // namespace anthropic

const Voice &anthropicVoice()
{
    static constexpr Voice voice{"usage",          anthropic::usageOf, anthropic::numbers,
                                 anthropic::whole, anthropic::events,  anthropic::end,
                                 anthropic::chunk, anthropic::error,   anthropic::errorInside};
    return voice;
}

} // namespace faulty
