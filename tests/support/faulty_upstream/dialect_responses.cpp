// OpenAI's Responses.
#include "dialects.h"
#include "text.h"

namespace faulty {

namespace responses {

namespace {

std::string numbers(std::string_view prompt, std::string_view completion, std::string_view total)
{
    std::string usage = "{\"input_tokens\":";
    usage.append(prompt).append(",\"output_tokens\":").append(completion);
    return usage.append(",\"total_tokens\":").append(total) + "}";
}

std::string usageOf(const Answer &answer)
{
    return "{\"input_tokens\":" + std::to_string(answer.promptTokens) +
           ",\"input_tokens_details\":{\"cached_tokens\":" + std::to_string(answer.cachedTokens) +
           "},\"output_tokens\":" + std::to_string(answer.completionTokens) +
           ",\"output_tokens_details\":{\"reasoning_tokens\":" + std::to_string(answer.reasoningTokens) +
           "},\"total_tokens\":" + std::to_string(answer.promptTokens + answer.completionTokens) + "}";
}

std::string itemId(const Answer &answer)
{
    return "msg_" + answer.id;
}

std::string textPart(std::string_view text)
{
    return "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":" + jsonText(text) + "}";
}

std::string item(const Answer &answer, std::string_view status, const std::string &content)
{
    return "{\"id\":" + jsonText(itemId(answer)) + ",\"type\":\"message\",\"status\":" + jsonText(status) +
           ",\"content\":[" + content + "],\"role\":\"assistant\"}";
}

std::string response(const Answer &answer, std::string_view status, const std::string &output, std::string_view usage,
                     std::string_view error = "null")
{
    const bool incomplete = status == "incomplete";
    return "{\"id\":" + jsonText(answer.id) + ",\"object\":\"response\",\"created_at\":" + std::string(createdAt) +
           ",\"status\":" + jsonText(status) + ",\"error\":" + std::string(error) +
           ",\"incomplete_details\":" + (incomplete ? "{\"reason\":\"max_output_tokens\"}" : "null") +
           ",\"instructions\":null,\"max_output_tokens\":null,\"model\":" + jsonText(answer.model) + ",\"output\":[" +
           output +
           "],\"parallel_tool_calls\":true,\"previous_response_id\":null,\"store\":false,\"temperature\":1.0,"
           "\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
           "\"truncation\":\"disabled\",\"metadata\":{}" +
           member("usage", usage) + "}";
}

std::string_view statusOf(const Answer &answer)
{
    return answer.finish == "length" ? "incomplete" : "completed";
}

std::string whole(const Answer &answer, std::string_view usage)
{
    return response(answer, statusOf(answer), item(answer, statusOf(answer), textPart(answer.text())), usage);
}

StreamEvent event(std::string_view type, const std::string &members, std::size_t number)
{
    return {std::string(type),
            "{\"type\":" + jsonText(type) + members + ",\"sequence_number\":" + std::to_string(number) + "}"};
}

std::string place(const Answer &answer)
{
    return ",\"item_id\":" + jsonText(itemId(answer)) + ",\"output_index\":0,\"content_index\":0";
}

// Eight events stand around the words; the last one is the end marker.
constexpr std::size_t before = 4;
constexpr std::size_t after = 3;

StreamEvent chunk(const Answer &answer, std::string_view text, std::string_view extra)
{
    return event("response.output_text.delta", place(answer) + ",\"delta\":" + jsonText(text) + std::string(extra),
                 before);
}

std::vector<StreamEvent> events(const Answer &answer, std::string_view)
{
    std::vector<StreamEvent> list;
    const auto add = [&list](std::string_view type, const std::string &members) {
        list.push_back(event(type, members, list.size()));
    };
    add("response.created", ",\"response\":" + response(answer, "in_progress", {}, "null"));
    add("response.in_progress", ",\"response\":" + response(answer, "in_progress", {}, "null"));
    add("response.output_item.added", ",\"output_index\":0,\"item\":" + item(answer, "in_progress", {}));
    add("response.content_part.added", place(answer) + ",\"part\":" + textPart({}));
    for (const std::string &word : answer.words)
        add("response.output_text.delta", place(answer) + ",\"delta\":" + jsonText(word));
    add("response.output_text.done", place(answer) + ",\"text\":" + jsonText(answer.text()));
    add("response.content_part.done", place(answer) + ",\"part\":" + textPart(answer.text()));
    add("response.output_item.done",
        ",\"output_index\":0,\"item\":" + item(answer, statusOf(answer), textPart(answer.text())));
    return list;
}

std::vector<StreamEvent> end(const Answer &answer, std::string_view usage)
{
    const std::string all =
        response(answer, statusOf(answer), item(answer, statusOf(answer), textPart(answer.text())), usage);
    return {event(answer.finish == "length" ? "response.incomplete" : "response.completed", ",\"response\":" + all,
                  before + answer.words.size() + after)};
}

std::vector<StreamEvent> errorInside(const Answer &answer, const std::string &error)
{
    return {event("error",
                  ",\"code\":\"server_error\",\"message\":\"faulty upstream: an error inside the stream\","
                  "\"param\":null",
                  before),
            event("response.failed",
                  ",\"response\":" +
                      response(answer, "failed", {}, "null",
                               error.substr(sizeof("{\"error\":") - 1, error.size() - sizeof("{\"error\":"))),
                  before + 1)};
}

} // namespace

} // namespace responses

const Voice &responsesVoice()
{
    static constexpr auto error = [](int status, std::string_view message) {
        return openAiVoice().error(status, message);
    };
    static constexpr Voice voice{"usage",
                                 responses::usageOf,
                                 responses::numbers,
                                 responses::whole,
                                 responses::events,
                                 responses::end,
                                 responses::chunk,
                                 error,
                                 responses::errorInside};
    return voice;
}

} // namespace faulty
