#include "answer.h"

#include "dialects.h"
#include "text.h"

#include <simdjson.h>

#include <algorithm>

namespace faulty {

namespace {

constexpr std::int64_t mostTokens = 1'000'000;

struct Asked
{
    std::string model = "gpt-4o-mini";
    std::int64_t maxTokens = mostTokens;
    std::int64_t choices = 1;
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
    for (const char *name :
         {"/max_tokens", "/max_completion_tokens", "/max_output_tokens", "/generationConfig/maxOutputTokens"})
        if (root.at_pointer(name).get(number) == simdjson::SUCCESS && number >= 0)
            asked.maxTokens = std::min(asked.maxTokens, number);
    for (const char *name : {"/n", "/generationConfig/candidateCount"})
        if (root.at_pointer(name).get(number) == simdjson::SUCCESS)
            asked.choices = std::clamp<std::int64_t>(number, 1, 16);
    if (root["stream"].get(asked.stream) != simdjson::SUCCESS)
        asked.stream = false;
    if (root["stream_options"]["include_usage"].get(asked.includeUsage) != simdjson::SUCCESS)
        asked.includeUsage = false;
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

/// Gemini names model and kind of answer in the path: `/v1beta/models/gemini-2.5-flash:streamGenerateContent`.
void readGeminiPath(std::string_view path, Asked &asked)
{
    const std::size_t colon = path.rfind(':');
    const std::size_t slash = path.rfind('/', colon);
    asked.stream = path.substr(colon).starts_with(":stream");
    if (slash != std::string_view::npos)
        asked.model = percentDecoded(path.substr(slash + 1, colon - slash - 1)).value_or("?");
}

const Voice &voice(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Responses:
        return responsesVoice();
    case Dialect::Anthropic:
        return anthropicVoice();
    case Dialect::Gemini:
        return geminiVoice();
    case Dialect::OpenAi:
        break;
    }
    return openAiVoice();
}

std::string idFor(Dialect dialect, std::uint64_t number)
{
    static constexpr std::string_view prefixes[] = {"chatcmpl-faulty-", "resp_faulty_", "msg_faulty_", "faulty-"};
    return std::string(prefixes[static_cast<std::size_t>(dialect)]) + std::to_string(number);
}

} // namespace

Dialect dialectOf(std::string_view path)
{
    if (path.ends_with("/messages"))
        return Dialect::Anthropic;
    if (path.ends_with("/responses"))
        return Dialect::Responses;
    if (path.ends_with(":generateContent") || path.ends_with(":streamGenerateContent"))
        return Dialect::Gemini;
    return Dialect::OpenAi;
}

std::string Answer::text() const
{
    std::string all;
    for (const std::string &word : words)
        all += word;
    return all;
}

Answer answerFor(const Request &request, const Selection &selection, std::uint64_t number)
{
    Asked asked = readRequest(request.body);
    Answer answer;
    answer.dialect = dialectOf(selection.rest);
    if (answer.dialect == Dialect::Gemini)
        readGeminiPath(selection.rest, asked);
    answer.id = idFor(answer.dialect, number);
    answer.model = selection.text("model", asked.model);
    answer.legacy = selection.rest.ends_with("/completions") && !selection.rest.ends_with("/chat/completions");
    answer.stream = asked.stream;
    answer.includeUsage = asked.includeUsage || answer.dialect != Dialect::OpenAi;
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
    return voice(answer.dialect).usage(answer);
}

std::string usageJson(Dialect dialect, std::string_view prompt, std::string_view completion, std::string_view total)
{
    return voice(dialect).usageNumbers(prompt, completion, total);
}

std::string_view usageName(Dialect dialect)
{
    return voice(dialect).usageName;
}

std::string completionJson(const Answer &answer, std::string_view usage)
{
    return voice(answer.dialect).whole(answer, usage);
}

std::vector<StreamEvent> streamEvents(const Answer &answer, std::string_view usage)
{
    return voice(answer.dialect).events(answer, usage);
}

std::vector<StreamEvent> endEvents(const Answer &answer, std::string_view usage)
{
    return voice(answer.dialect).end(answer, usage);
}

StreamEvent chunkEvent(const Answer &answer, std::string_view text, std::string_view extra)
{
    return voice(answer.dialect).chunk(answer, text, extra);
}

std::string errorJson(Dialect dialect, int status, std::string_view message)
{
    return voice(dialect).error(status, message);
}

std::string errorJson(int status, std::string_view message)
{
    return errorJson(Dialect::OpenAi, status, message);
}

std::vector<StreamEvent> errorEvents(const Answer &answer, int status, std::string_view message)
{
    const Voice &speaks = voice(answer.dialect);
    return speaks.errorEvents(answer, speaks.error(status, message));
}

std::string member(std::string_view name, std::string_view value)
{
    return value.empty() ? std::string() : ",\"" + std::string(name) + "\":" + std::string(value);
}

} // namespace faulty
