#include "dialect_support.h"

#include "fixtures.h"

#include <server/wire/sse.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>

namespace beaver::tests {

using namespace wire;

std::vector<Recording> recordings(const std::vector<std::string> &providers, const std::string &prefix)
{
    const std::string root = std::string(BEAVER_SHARED_DATA) + "/data/fixtures/";
    const std::string index = readFile(root + "index.json");
    std::vector<Recording> found;
    simdjson::dom::parser parser;
    simdjson::dom::array list;
    if (index.empty() || parser.parse(simdjson::padded_string(index)).get(list))
        return found;
    for (const simdjson::dom::element entry : list) {
        Recording recording;
        recording.provider = std::string(std::string_view(entry["provider"]));
        recording.name = std::string(std::string_view(entry["case"]));
        if (std::find(providers.begin(), providers.end(), recording.provider) == providers.end() ||
            !recording.name.starts_with(prefix))
            continue;
        recording.status = static_cast<int>(std::int64_t(entry["status"]));
        recording.stream = bool(entry["stream"]);
        const std::string folder = root + std::string(std::string_view(entry["path"])) + '/';
        recording.request = readFile(folder + "request.json");
        recording.response = readFile(folder + std::string(std::string_view(entry["response"])));
        simdjson::dom::parser metaParser;
        const simdjson::padded_string meta(readFile(folder + "meta.json"));
        std::string_view url;
        if (!metaParser.parse(meta)["url"].get(url))
            recording.url = url;
        found.push_back(std::move(recording));
    }
    return found;
}

namespace {

const char *nameOf(FinishReason reason)
{
    constexpr std::array names{"none", "stop", "stop sequence", "length", "tool calls", "content filter", "error"};
    return names[static_cast<std::size_t>(reason)];
}

struct Said
{
    std::string text, reasoning, encrypted, refusal, citations, media, finish;
    std::map<std::int64_t, std::string> calls;
};

} // namespace

std::string said(const std::vector<Event> &events)
{
    std::map<std::int64_t, Said> choices;
    for (const auto &event : events) {
        Said &choice = choices[event.choice];
        switch (event.kind) {
        case Event::Kind::Text:
            choice.text += event.text;
            break;
        case Event::Kind::Reasoning:
            choice.reasoning += event.text;
            choice.encrypted += event.encrypted;
            break;
        case Event::Kind::Refusal:
            choice.refusal += event.text;
            break;
        case Event::Kind::ToolCall:
            choice.calls[event.part] = (event.custom ? "custom " : "") + event.name + ' ';
            break;
        case Event::Kind::ToolArguments:
            choice.calls[event.part] += event.text;
            break;
        case Event::Kind::Citation:
            choice.citations += event.name + " <" + event.url + ">;";
            break;
        case Event::Kind::Media:
            choice.media += event.mediaType + ' ' + event.text + ';';
            break;
        case Event::Kind::Finish:
            choice.finish += nameOf(event.finish);
            break;
        }
    }
    std::string lines;
    const auto line = [&lines](const std::string &name, const std::string &value) {
        if (!value.empty())
            lines += name + ": " + value + '\n';
    };
    for (const auto &[index, choice] : choices) {
        const std::string of = index == 0 ? std::string() : std::to_string(index) + ' ';
        line(of + "reasoning", choice.reasoning);
        line(of + "encrypted", choice.encrypted);
        line(of + "text", choice.text);
        line(of + "refusal", choice.refusal);
        for (const auto &[part, call] : choice.calls)
            line(of + "call", call);
        line(of + "citations", choice.citations);
        line(of + "media", choice.media);
        line(of + "finish", choice.finish);
    }
    return lines;
}

namespace {

std::string describedMedia(const MediaPart &media)
{
    constexpr std::array kinds{"image", "audio", "file"};
    return std::string(kinds[static_cast<std::size_t>(media.kind)]) + " type=" + media.mediaType +
           " data=" + media.data + " url=" + media.url + " id=" + media.fileId + " name=" + media.name +
           " detail=" + media.detail;
}

struct PartText
{
    std::string operator()(const TextPart &part) const { return "text " + part.text; }
    std::string operator()(const MediaPart &part) const { return describedMedia(part); }
    std::string operator()(const RefusalPart &part) const { return "refusal " + part.text; }
    std::string operator()(const ReasoningPart &part) const
    {
        return "reasoning " + part.text + " signature=" + part.signature + " encrypted=" + part.encrypted +
               " id=" + part.id;
    }
    std::string operator()(const ToolCallPart &part) const
    {
        return (part.custom ? "custom call " : "call ") + part.id + ' ' + part.name + ' ' + part.arguments +
               (part.signature.empty() ? "" : " signature=" + part.signature);
    }
    std::string operator()(const ToolResultPart &part) const
    {
        std::string text = "result " + part.callId + (part.isError ? " error " : " ") + part.text;
        for (const auto &media : part.media)
            text += " [" + describedMedia(media) + ']';
        return text;
    }
};

std::string shown(bool value)
{
    return value ? "true" : "false";
}
std::string shown(std::int64_t value)
{
    return std::to_string(value);
}
std::string shown(double value)
{
    return std::to_string(value);
}

} // namespace

std::string described(const Request &request)
{
    std::string lines;
    const auto line = [&lines](const std::string &name, const std::string &value) {
        if (!value.empty())
            lines += name + ": " + value + '\n';
    };
    const auto given = [&line](const std::string &name, const auto &value) {
        if (value)
            line(name, shown(*value));
    };
    constexpr std::array roles{"system", "user", "assistant"};
    for (const auto &message : request.messages) {
        line("message", std::string(roles[static_cast<std::size_t>(message.role)]) + ' ' + message.name);
        for (const auto &part : message.parts)
            line("  part", std::visit(PartText(), part));
    }
    for (const auto &tool : request.tools)
        line(tool.custom ? "custom tool" : "tool", tool.name + " — " + tool.description + " — " + tool.parameters +
                                                       (tool.strict ? (*tool.strict ? " strict" : " loose") : ""));
    constexpr std::array choices{"", "auto", "none", "required", "named "};
    line("tool choice", choices[static_cast<std::size_t>(request.toolChoice.kind)] + request.toolChoice.name);
    given("parallel", request.parallelToolCalls);
    given("max tokens", request.maxTokens);
    given("temperature", request.temperature);
    given("top p", request.topP);
    given("top k", request.topK);
    given("seed", request.seed);
    given("presence penalty", request.presencePenalty);
    given("frequency penalty", request.frequencyPenalty);
    for (const auto &stop : request.stop)
        line("stop", stop);
    if (request.choices != 1)
        line("choices", std::to_string(request.choices));
    if (request.logprobs)
        line("logprobs", "true");
    given("top logprobs", request.topLogprobs);
    constexpr std::array formats{"", "json", "schema "};
    line("format", formats[static_cast<std::size_t>(request.format.kind)] + request.format.name +
                       request.format.description + request.format.schema +
                       (request.format.strict ? (*request.format.strict ? " strict" : " loose") : ""));
    line("effort", request.thinking.effort);
    given("budget", request.thinking.budgetTokens);
    if (request.thinking.shown)
        line("thinking", "shown");
    line("user", request.user);
    line("service tier", request.serviceTier);
    line("verbosity", request.verbosity);
    line("cache key", request.promptCacheKey);
    line("stream", request.stream ? "true" : "");
    return lines;
}

std::string counted(const Usage &usage)
{
    std::string text;
    for (std::size_t at = 0; at < bucketCount; ++at) {
        const auto bucket = static_cast<Bucket>(at);
        if (usage[bucket] == 0 || bucket == Bucket::Requests || bucket == Bucket::Searches)
            continue;
        text += (text.empty() ? "" : " ") + std::string(bucketName(bucket)) + '=' + std::to_string(usage[bucket]);
    }
    return text;
}

TextPart aText(std::string text)
{
    TextPart part;
    part.text = std::move(text);
    return part;
}

MediaPart aPicture(std::string mediaType, std::string data)
{
    MediaPart part;
    part.mediaType = std::move(mediaType);
    part.data = std::move(data);
    return part;
}

MediaPart aLink(std::string url)
{
    MediaPart part;
    part.url = std::move(url);
    return part;
}

ToolCallPart aCall(std::string id, std::string name, std::string arguments, std::string signature)
{
    ToolCallPart part;
    part.id = std::move(id);
    part.name = std::move(name);
    part.arguments = std::move(arguments);
    part.signature = std::move(signature);
    return part;
}

ToolResultPart aResult(std::string callId, std::string text, bool isError)
{
    ToolResultPart part;
    part.callId = std::move(callId);
    part.text = std::move(text);
    part.isError = isError;
    return part;
}

Tool aTool(std::string name, std::string description, std::string parameters)
{
    Tool tool;
    tool.name = std::move(name);
    tool.description = std::move(description);
    tool.parameters = std::move(parameters);
    return tool;
}

AnswerIdentity identity(std::string id, std::string model, std::vector<std::string> customTools)
{
    AnswerIdentity identity;
    identity.id = std::move(id);
    identity.model = std::move(model);
    identity.createdS = 1'700'000'000;
    identity.customTools = std::move(customTools);
    return identity;
}

std::vector<Event> readStream(AnswerReader &reader, const std::string &bytes, std::size_t piece)
{
    SseSplitter splitter;
    std::vector<Event> events;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        splitter.feed(std::string_view(bytes).substr(at, piece));
        while (const auto frame = splitter.next())
            reader.frame(*frame, events);
    }
    return events;
}

std::string writeStream(AnswerWriter &writer, const std::vector<Event> &events, const AnswerTotals &totals)
{
    std::string out;
    for (const auto &event : events)
        writer.write(event, out);
    writer.end(totals, {}, out);
    return out;
}

std::vector<std::string> dataOf(const std::string &stream)
{
    SseSplitter splitter;
    splitter.feed(stream);
    std::vector<std::string> data;
    while (const auto frame = splitter.next()) {
        if (frame->hasData)
            data.emplace_back(frame->data);
    }
    return data;
}

} // namespace beaver::tests
