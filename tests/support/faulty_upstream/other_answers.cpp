#include "other_answers.h"

#include "text.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

namespace faulty {

namespace other {

namespace {

/// What a JSON body or a form says of these.
struct Asked
{
    std::string model = "gpt-4o-mini";
    std::string format; ///< encoding_format or response_format
    std::size_t inputs = 1;
    std::int64_t count = 1;
};

std::string formField(const std::string &body, std::string_view name)
{
    const std::string head = "name=\"" + std::string(name) + "\"";
    const std::size_t found = body.find(head);
    const std::size_t start = found == std::string::npos ? found : body.find("\r\n\r\n", found);
    if (start == std::string::npos)
        return {};
    return body.substr(start + 4, body.find("\r\n", start + 4) - start - 4);
}

Asked readAsked(const Exchange &exchange)
{
    const std::string &body = exchange.request.body;
    Asked asked;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(body).get(root) != simdjson::SUCCESS || !root.is_object()) {
        if (std::string model = formField(body, "model"); !model.empty())
            asked.model = std::move(model);
        asked.format = formField(body, "response_format");
        asked.count = wholeNumber(formField(body, "n"), 1, 16).value_or(1);
        return asked;
    }
    std::string_view text;
    if (root["model"].get(text) == simdjson::SUCCESS)
        asked.model = text;
    for (const char *name : {"encoding_format", "response_format"})
        if (root[name].get(text) == simdjson::SUCCESS)
            asked.format = text;
    if (root["n"].get(asked.count) != simdjson::SUCCESS)
        asked.count = 1;
    for (const char *name : {"input", "documents", "requests"}) {
        simdjson::dom::array list;
        if (root[name].get(list) == simdjson::SUCCESS)
            asked.inputs = list.size();
    }
    asked.count = std::clamp<std::int64_t>(asked.count, 1, 16);
    asked.inputs = std::min<std::size_t>(asked.inputs, 4096);
    return asked;
}

/// `make(0),make(1),…`
template <typename Make> std::string listOf(std::size_t count, Make make)
{
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += (i == 0 ? "" : ",") + make(std::to_string(i));
    return list;
}

std::string prompt(const Exchange &exchange)
{
    return std::to_string(exchange.selection.number("prompt", 12));
}

std::string words(const Exchange &exchange)
{
    return answerOf(exchange).text();
}

Plan embeddings(const Exchange &exchange)
{
    const Asked asked = readAsked(exchange);
    const std::string vector = asked.format == "base64" ? "\"AAAAPwAAgL4AAAA+AAAAAA==\"" : "[0.5,-0.25,0.125,0.0]";
    return jsonPlan(
        200, "{\"object\":\"list\",\"data\":[" +
                 listOf(asked.inputs,
                        [&](const std::string &index) {
                            return "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":" + vector + "}";
                        }) +
                 "],\"model\":" + jsonText(exchange.selection.text("model", asked.model)) +
                 ",\"usage\":{\"prompt_tokens\":" + prompt(exchange) + ",\"total_tokens\":" + prompt(exchange) + "}}");
}

Plan geminiEmbedding(const Exchange &)
{
    return jsonPlan(200, "{\"embedding\":{\"values\":[0.5,-0.25,0.125,0.0]}}");
}

Plan geminiEmbeddings(const Exchange &exchange)
{
    return jsonPlan(200, "{\"embeddings\":[" + listOf(readAsked(exchange).inputs, [](const std::string &) {
                             return std::string("{\"values\":[0.5,-0.25,0.125,0.0]}");
                         }) + "]}");
}

Plan moderations(const Exchange &exchange)
{
    const Asked asked = readAsked(exchange);
    return jsonPlan(200, "{\"id\":\"modr-faulty-" + std::to_string(exchange.number) +
                             "\",\"model\":" + jsonText(asked.model) + ",\"results\":[" +
                             listOf(asked.inputs,
                                    [](const std::string &) {
                                        return std::string("{\"flagged\":false,\"categories\":{\"violence\":false},"
                                                           "\"category_scores\":{\"violence\":0.01}}");
                                    }) +
                             "]}");
}

Plan rerank(const Exchange &exchange)
{
    return jsonPlan(
        200,
        "{\"id\":\"rerank-faulty\",\"results\":[" + listOf(readAsked(exchange).inputs, [](const std::string &index) {
            return "{\"index\":" + index + ",\"relevance_score\":0.5}";
        }) + "],\"meta\":{\"billed_units\":{\"search_units\":1}}}");
}

// A picture of one dot.
constexpr std::string_view png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

Plan images(const Exchange &exchange)
{
    const Asked asked = readAsked(exchange);
    const bool counts = asked.model.find("gpt-image") != std::string::npos; // priced by token
    return jsonPlan(200, "{\"created\":1700000000,\"data\":[" +
                             listOf(static_cast<std::size_t>(asked.count),
                                    [](const std::string &) { return "{\"b64_json\":\"" + std::string(png) + "\"}"; }) +
                             "]" +
                             (counts ? ",\"usage\":{\"total_tokens\":1012,\"input_tokens\":12,\"output_tokens\":1000,"
                                       "\"input_tokens_details\":{\"text_tokens\":12,\"image_tokens\":0}}"
                                     : "") +
                             "}");
}

// Half a second of silence: 8,000 samples of 8 bits a second.
std::string wav()
{
    const std::string silence(4000, '\x80');
    const auto little = [](std::uint32_t value, int bytes) {
        std::string out;
        for (; bytes > 0; --bytes, value >>= 8)
            out += static_cast<char>(value & 0xff);
        return out;
    };
    return "RIFF" + little(36 + 4000, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(1, 2) + little(8000, 4) +
           little(8000, 4) + little(1, 2) + little(8, 2) + "data" + little(4000, 4) + silence;
}

Plan speech(const Exchange &exchange)
{
    const bool asWav = readAsked(exchange).format == "wav";
    return textPlan(200, asWav ? "audio/wav" : "audio/mpeg", wav());
}

Plan transcription(const Exchange &exchange)
{
    const std::string format = readAsked(exchange).format;
    const std::string text = words(exchange);
    if (format == "text")
        return textPlan(200, "text/plain", text + "\n");
    if (format == "srt" || format == "vtt")
        return textPlan(200, "text/plain", "1\n00:00:00,000 --> 00:00:01,000\n" + text + "\n");
    std::string json = "{\"text\":" + jsonText(text);
    if (format == "verbose_json")
        json += ",\"task\":\"transcribe\",\"language\":\"english\",\"duration\":1.0,\"segments\":[]";
    return jsonPlan(200, json + ",\"usage\":{\"type\":\"duration\",\"seconds\":1}}");
}

Plan anthropicCount(const Exchange &exchange)
{
    return jsonPlan(200, "{\"input_tokens\":" + prompt(exchange) + "}");
}

Plan responsesCount(const Exchange &exchange)
{
    return jsonPlan(200, "{\"object\":\"response.input_tokens\",\"input_tokens\":" + prompt(exchange) + "}");
}

Plan geminiCount(const Exchange &exchange)
{
    return jsonPlan(200, "{\"totalTokens\":" + prompt(exchange) +
                             ",\"promptTokensDetails\":[{\"modality\":\"TEXT\","
                             "\"tokenCount\":" +
                             prompt(exchange) + "}]}");
}

Plan models(const Exchange &exchange)
{
    const std::string first = exchange.selection.text("model", "gpt-4o-mini");
    const std::string names[] = {first, "gpt-4o"};
    if (exchange.selection.rest.find("/v1beta") != std::string::npos)
        return jsonPlan(200, "{\"models\":[" + listOf(2, [&](const std::string &index) {
                                 return "{\"name\":" + jsonText("models/" + names[index == "1"]) +
                                        ",\"displayName\":\"A model\",\"inputTokenLimit\":128000,"
                                        "\"outputTokenLimit\":16000,"
                                        "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}";
                             }) + "]}");
    if (!exchange.request.header("anthropic-version").empty())
        return jsonPlan(200,
                        "{\"data\":[" +
                            listOf(2,
                                   [&](const std::string &index) {
                                       return "{\"type\":\"model\",\"id\":" + jsonText(names[index == "1"]) +
                                              ",\"display_name\":\"A model\",\"created_at\":\"2026-01-01T00:00:00Z\"}";
                                   }) +
                            "],\"has_more\":false,\"first_id\":" + jsonText(names[0]) +
                            ",\"last_id\":" + jsonText(names[1]) + "}");
    return jsonPlan(200, "{\"object\":\"list\",\"data\":[" + listOf(2, [&](const std::string &index) {
                             return "{\"id\":" + jsonText(names[index == "1"]) +
                                    ",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"faulty-upstream\"}";
                         }) + "]}");
}

Plan readiness(const Exchange &)
{
    return jsonPlan(200, "{\"status\":\"connected\",\"db\":\"Not connected\"}");
}

Plan keyInfo(const Exchange &)
{
    return jsonPlan(200, "{\"data\":{\"label\":\"faulty\",\"limit\":null,\"usage\":0}}");
}

struct Path
{
    std::string_view end;
    Plan (*answer)(const Exchange &exchange);
};

constexpr Path paths[] = {
    {"/embeddings", embeddings},
    {":embedContent", geminiEmbedding},
    {":batchEmbedContents", geminiEmbeddings},
    {"/moderations", moderations},
    {"/rerank", rerank},
    {"/images/generations", images},
    {"/images/edits", images},
    {"/images/variations", images},
    {"/audio/speech", speech},
    {"/audio/transcriptions", transcription},
    {"/audio/translations", transcription},
    {"/messages/count_tokens", anthropicCount},
    {"/responses/input_tokens", responsesCount},
    {":countTokens", geminiCount},
    {"/models", models},
    {"/health/readiness", readiness},
    {"/health/liveliness", readiness},
    {"/key", keyInfo},
};

} // namespace

} // namespace other

std::optional<Plan> otherAnswer(const Exchange &exchange)
{
    for (const other::Path &path : other::paths)
        if (exchange.selection.rest.ends_with(path.end))
            return path.answer(exchange);
    return std::nullopt;
}

} // namespace faulty
