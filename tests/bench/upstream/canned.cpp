#include "canned.h"

#include <cstdio>

namespace bench {

namespace {

constexpr std::string_view answerText = "A beaver fells a tree, drags it to the stream and builds on what the last "
                                        "beaver left; the dam holds because every "
                                        "stick is where it was put and nobody takes one out without putting one in.";

std::string wholeAnswer(const std::string &json)
{
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\ncontent-length: " +
           std::to_string(json.size()) + "\r\n\r\n" + json;
}

std::string usage(std::uint64_t completionTokens)
{
    return "{\"prompt_tokens\":42,\"completion_tokens\":" + std::to_string(completionTokens) +
           ",\"total_tokens\":" + std::to_string(42 + completionTokens) +
           ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":"
           "{\"reasoning_tokens\":0,\"audio_tokens\":0}}";
}

void appendHttpChunk(std::string &out, std::string_view bytes)
{
    char size[32];
    out.append(size, static_cast<std::size_t>(std::snprintf(size, sizeof size, "%zx\r\n", bytes.size())));
    out.append(bytes).append("\r\n");
}

std::string frame(std::string_view choices, const std::string &more)
{
    std::string text = "data: {\"id\":\"chatcmpl-end\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                       "\"model\":\"gpt-4o-mini\",\"choices\":";
    return text.append(choices).append(more) + "}\n\n";
}

bool hasFlag(std::string_view body, std::string_view name)
{
    const std::size_t found = body.find(name);
    if (found == std::string_view::npos)
        return false;
    const std::size_t value = body.find_first_not_of(": ", found + name.size());
    return value != std::string_view::npos && body.substr(value, 4) == "true";
}

std::string openAiAnswer()
{
    return wholeAnswer("{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
                       "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                       "\"assistant\",\"content\":\"" +
                       std::string(answerText) +
                       "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":" + usage(48) +
                       ",\"system_fingerprint\":\"fp_bench\"}");
}

std::string anthropicMessage(const std::string &content, std::string_view stopReason, std::uint64_t outputTokens)
{
    return "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
           "\"claude-haiku-4-5-20251001\",\"content\":" +
           content + ",\"stop_reason\":" + std::string(stopReason) +
           ",\"stop_sequence\":null,\"usage\":{\"input_tokens\":42,\"cache_creation_input_tokens\":0,"
           "\"cache_read_input_tokens\":0,\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,"
           "\"ephemeral_1h_input_tokens\":0},\"output_tokens\":" +
           std::to_string(outputTokens) + ",\"service_tier\":\"standard\"}}";
}

std::string anthropicAnswer()
{
    return wholeAnswer(
        anthropicMessage("[{\"type\":\"text\",\"text\":\"" + std::string(answerText) + "\"}]", "\"end_turn\"", 48));
}

std::string anthropicEvent(std::string_view type, std::string_view fields)
{
    return "event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) + "\"" + std::string(fields) +
           "}\n\n";
}

} // namespace

Ask readAsk(std::string_view path, std::string_view body)
{
    Ask ask;
    ask.anthropic = path.ends_with("/messages");
    ask.stream = hasFlag(body, "\"stream\"");
    ask.usage = hasFlag(body, "\"include_usage\"");
    ask.wish = readWish(body);
    return ask;
}

const std::string &cannedAnswer(const Ask &ask)
{
    static const std::string openAi = openAiAnswer();
    static const std::string anthropic = anthropicAnswer();
    return ask.anthropic ? anthropic : openAi;
}

const std::string &cannedModels()
{
    static const std::string answer =
        wholeAnswer("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o-mini\",\"object\":\"model\","
                    "\"created\":1700000000,\"owned_by\":\"bench\"},{\"id\":\"claude-haiku-4-5-20251001\","
                    "\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"bench\"}]}");
    return answer;
}

void appendStreamStart(std::string &out, const Ask &ask)
{
    out += "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n"
           "x-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n";
    if (!ask.anthropic)
        return;
    appendHttpChunk(out, anthropicEvent("message_start", ",\"message\":" + anthropicMessage("[]", "null", 1)) +
                             anthropicEvent("content_block_start",
                                            ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}") +
                             anthropicEvent("ping", ""));
}

void appendStreamChunk(std::string &out, const Ask &ask, const ChunkMark &mark)
{
    std::string event;
    if (ask.anthropic)
        appendAnthropicChunk(event, mark);
    else
        appendChunk(event, mark);
    appendHttpChunk(out, event);
}

void appendStreamEnd(std::string &out, const Ask &ask)
{
    if (ask.anthropic) {
        appendHttpChunk(out, anthropicEvent("content_block_stop", ",\"index\":0"));
        appendHttpChunk(
            out, anthropicEvent("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                                 "\"usage\":{\"output_tokens\":" +
                                                     std::to_string(ask.wish.chunks) + "}"));
        appendHttpChunk(out, anthropicEvent("message_stop", ""));
    } else {
        appendHttpChunk(out, frame("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", ""));
        if (ask.usage)
            appendHttpChunk(out, frame("[]", ",\"usage\":" + usage(ask.wish.chunks)));
        appendHttpChunk(out, "data: [DONE]\n\n");
    }
    out += "0\r\n\r\n";
}

} // namespace bench
