#include <server/wire/unit_embeddings.h>
#include <server/wire/unit_fields.h>
#include <shared/base/json_writer.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;
namespace ondemand = simdjson::ondemand;

constexpr std::string_view base64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64Of(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t given = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t byte = 0; byte < 3; ++byte)
            group = group << 8 | (byte < given ? static_cast<unsigned char>(bytes[at + byte]) : 0U);
        for (std::size_t place = 0; place < 4; ++place)
            text += place <= given ? base64Characters[group >> (18 - 6 * place) & 63] : '=';
    }
    return text;
}

std::string numbersJson(const std::vector<float> &vector)
{
    std::string json = "[";
    for (const float value : vector) {
        std::array<char, 32> text{};
        const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
        json.append(json.size() > 1 ? "," : "").append(text.data(), written.ptr);
    }
    return json += ']';
}

std::optional<std::vector<float>> numbersOf(ondemand::array array)
{
    std::vector<float> vector;
    for (auto item : array) {
        double number = 0;
        if (item.get_double().get(number) || !std::isfinite(static_cast<float>(number)))
            return std::nullopt;
        vector.push_back(static_cast<float>(number));
    }
    return vector;
}

/// Bytes of an answer to put in place of others, in their order.
struct VectorSplice
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string json;
};

std::string spliced(const std::string &text, const std::vector<VectorSplice> &splices)
{
    std::string out;
    out.reserve(text.size());
    std::size_t from = 0;
    for (const VectorSplice &splice : splices) {
        out.append(text, from, splice.begin - from).append(splice.json);
        from = splice.end;
    }
    return out.append(text, from);
}

/// One vector in the other encoding, where it isn't in the wanted one. False: it is neither.
bool recode(ondemand::value value, bool wantBase64, std::string_view text, std::vector<VectorSplice> &splices)
{
    const char *start = text.data();
    ondemand::json_type type{};
    if (value.type().get(type))
        return false;
    if (type == ondemand::json_type::string) {
        const std::string_view token = value.raw_json_token();
        const auto begin = static_cast<std::size_t>(token.data() - start);
        std::string_view base64;
        if (value.get_string().get(base64))
            return false;
        if (wantBase64)
            return true;
        const auto vector = base64ToFloats(base64);
        if (!vector)
            return false;
        // Base64 has nothing that JSON escapes, but for `\/`: then the string in the answer is longer than what it
        // says.
        const auto end = token.find('"', 1);
        if (end == std::string_view::npos)
            return false;
        splices.push_back({begin, begin + end + 1, numbersJson(*vector)});
        return true;
    }
    if (type != ondemand::json_type::array)
        return false;
    if (wantBase64) {
        const auto begin = static_cast<std::size_t>(value.raw_json_token().data() - start);
        ondemand::array array;
        const auto vector = value.get_array().get(array) ? std::nullopt : numbersOf(array);
        if (!vector)
            return false;
        // Numbers alone stand in it, so that its end is the first bracket.
        const auto end = text.find(']', begin) + 1;
        splices.push_back({begin, end, '"' + floatsToBase64(*vector) + '"'});
    }
    return true;
}

} // namespace

std::string floatsToBase64(const std::vector<float> &vector)
{
    std::string bytes;
    bytes.reserve(vector.size() * 4);
    for (const float value : vector) {
        const auto word = std::bit_cast<std::uint32_t>(value);
        for (int shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(word >> shift & 0xff);
    }
    return base64Of(bytes);
}

std::optional<std::vector<float>> base64ToFloats(std::string_view base64)
{
    const auto bytes = decodeBase64(base64);
    if (!bytes || bytes->empty() || bytes->size() % 4 != 0)
        return std::nullopt;
    std::vector<float> vector;
    vector.reserve(bytes->size() / 4);
    for (std::size_t at = 0; at < bytes->size(); at += 4) {
        std::uint32_t word = 0;
        for (std::size_t byte = 4; byte-- > 0;)
            word = word << 8 | static_cast<unsigned char>((*bytes)[at + byte]);
        const auto value = std::bit_cast<float>(word);
        if (!std::isfinite(value))
            return std::nullopt;
        vector.push_back(value);
    }
    return vector;
}

std::optional<std::string> encodeEmbeddings(const UnitRequest &request, std::string answer)
{
    const bool wantBase64 = request.format == "base64";
    const bool ours = wantBase64 || request.format.empty() || request.format == "float";
    const simdjson::padded_string padded(answer);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::array data;
    if (parser.iterate(padded).get(document) || document["data"].get_array().get(data))
        return std::nullopt;
    std::vector<VectorSplice> splices;
    for (auto item : data) {
        ondemand::value vector;
        if (item["embedding"].get(vector))
            return std::nullopt;
        if (ours && !recode(vector, wantBase64, {padded.data(), padded.size()}, splices))
            return std::nullopt;
    }
    return splices.empty() ? std::move(answer) : spliced(answer, splices);
}

std::string geminiEmbeddingsPath(std::string_view upstreamModel)
{
    return "/models/" + std::string(upstreamModel) + ":batchEmbedContents";
}

Result<std::string> writeGeminiEmbeddings(const UnitRequest &request, std::string_view upstreamModel)
{
    if (request.exactInput)
        return cannotExpress("input", "it takes text only, no token ids.");
    const auto fields = UnitFields::ofJson(request.body);
    if (!fields)
        return fields.error();
    std::string taskType;
    if (auto read = fields->text("task_type", taskType); !read)
        return read.error();
    const auto input = fields->element("input");
    if (!input)
        return missingField("input", "a text, or a list of them");
    const std::string model = "models/" + std::string(upstreamModel);
    JsonWriter json;
    json.beginObject().key("requests").beginArray();
    const auto add = [&](std::string_view text) {
        json.beginObject().field("model", model).key("content").beginObject().key("parts").beginArray();
        json.beginObject().field("text", text).endObject().endArray().endObject();
        if (request.dimensions > 0)
            json.field("outputDimensionality", request.dimensions);
        if (!taskType.empty())
            json.field("taskType", taskType);
        json.endObject();
    };
    std::string_view text;
    dom::array list;
    if (!input->get(text)) {
        add(text);
    } else if (!input->get(list)) {
        for (const dom::element item : list) {
            if (!item.get(text))
                add(text);
        }
    }
    return json.endArray().endObject().take();
}

std::optional<EmbeddingsAnswer> readGeminiEmbeddings(const UnitRequest &request, std::string_view answer)
{
    const simdjson::padded_string padded(answer);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::array embeddings;
    if (parser.iterate(padded).get(document) || document["embeddings"].get_array().get(embeddings))
        return std::nullopt;
    EmbeddingsAnswer made;
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    std::int64_t index = 0;
    for (auto item : embeddings) {
        ondemand::array values;
        if (item["values"].get_array().get(values))
            return std::nullopt;
        const auto vector = numbersOf(values);
        if (!vector || vector->empty())
            return std::nullopt;
        json.beginObject().field("object", "embedding").field("index", index++);
        if (request.format == "base64")
            json.field("embedding", floatsToBase64(*vector));
        else
            json.rawField("embedding", numbersJson(*vector));
        json.endObject();
    }
    if (index == 0)
        return std::nullopt;
    std::int64_t tokens = 0;
    const bool reported =
        !document["usageMetadata"]["promptTokenCount"].get_int64().get(tokens) && tokens > 0 && tokens < 1'000'000'000;
    if (!reported)
        tokens = request.inputTokens;
    made.usage[Bucket::Input] = tokens;
    made.usage[Bucket::Requests] = 1;
    made.usage.estimated = !reported;
    json.endArray().field("model", request.model).key("usage").beginObject();
    json.field("prompt_tokens", tokens).field("total_tokens", tokens).endObject();
    made.body = json.endObject().take();
    return made;
}

} // namespace beaver::wire
