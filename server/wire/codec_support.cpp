#include <server/wire/codec_support.h>
#include <shared/base/json_writer.h>
#include <shared/base/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t tokensOfMessage = 8; // role and separators
constexpr std::size_t keptUserText = 16 * 1024;
constexpr std::size_t piecesFrom = 32 * 1024; // a body that long isn't copied
constexpr std::size_t shownBytes = 60;        // bytes of the client's value that an error repeats

/// The beginning of what a client sent, for an error.
std::string shortened(std::string_view text)
{
    return std::string(beginningOf(text, shownBytes));
}

std::string quoted(std::string_view text)
{
    std::string out;
    appendJsonString(out, shortened(text));
    return out;
}

Error badBody(std::string message)
{
    return {ErrorCode::InvalidRequest, std::move(message), {}, "invalid_json", {}, 0};
}

} // namespace

namespace {

Result<dom::object> bodyOf(simdjson::simdjson_result<dom::element> parsed)
{
    dom::element root;
    if (const auto failure = std::move(parsed).get(root))
        return badBody(std::string("The body isn't a JSON document that can be read: ") +
                       simdjson::error_message(failure) + ".");
    dom::object object;
    if (root.get(object))
        return badBody("The body must be a JSON object.");
    if (auto unique = refuseRepeatedKeys(object); !unique)
        return unique.error();
    return object;
}

} // namespace

Result<dom::object> parseBody(std::string_view body)
{
    return bodyOf(parseJson(body));
}

Result<dom::object> parseOwnBody(const std::string &body)
{
    return bodyOf(parseOwnJson(body));
}

Result<dom::object> parseLongBody(const std::string &body)
{
    return bodyOf(parseLongJson(body));
}

Result<void> refuseRepeatedKeys(dom::object object, std::string_view where)
{
    std::unordered_set<std::string_view> keys;
    for (const auto field : object) {
        if (keys.insert(field.key).second)
            continue;
        std::string path(where);
        if (!path.empty())
            path += '.';
        path += field.key;
        return Error{ErrorCode::InvalidRequest,
                     "The key " + quoted(field.key) + " occurs twice; readers would disagree about which one counts.",
                     std::move(path),
                     "duplicate_key",
                     {},
                     0};
    }
    return {};
}

std::string_view memberText(const ChatRequest &request, std::size_t index)
{
    const auto &span = request.members[index];
    return std::string_view(request.body).substr(span.valueBegin, span.valueEnd - span.valueBegin);
}

void BodyPatch::replace(std::size_t member, std::string json)
{
    m_splices.push_back({m_request.members[member].valueBegin, m_request.members[member].valueEnd, std::move(json)});
}

void BodyPatch::add(std::string_view name, std::string_view json)
{
    appendJsonString(m_added, name);
    m_added.append(1, ':').append(json).append(1, ',');
}

OutgoingBody BodyPatch::apply()
{
    std::erase_if(m_splices, [this](const Splice &splice) {
        return std::string_view(m_request.body).substr(splice.begin, splice.end - splice.begin) == splice.text;
    });
    std::sort(m_splices.begin(), m_splices.end(), [](const Splice &a, const Splice &b) { return a.begin < b.begin; });
    const std::string &body = m_request.body;
    const std::size_t from = body.find('{') + 1;
    if (m_request.members.empty() && !m_added.empty())
        m_added.pop_back();
    const bool joins = body.size() < piecesFrom;
    std::string joined;
    OutgoingBody pieces;
    if (joins)
        joined.reserve(body.size() + m_added.size() + 64);
    std::size_t done = 0; // of the client's bytes
    const auto put = [&](std::size_t begin, std::string_view text, std::size_t end) {
        const std::string_view before = std::string_view(body).substr(done, begin - done);
        if (joins) {
            joined.append(before).append(text);
        } else {
            pieces.appendKept(before);
            pieces.append(text);
        }
        done = end;
    };
    put(from, m_added, from);
    for (const auto &splice : m_splices)
        put(splice.begin, splice.text, splice.end);
    put(body.size(), {}, body.size());
    return joins ? OutgoingBody(std::move(joined)) : std::move(pieces);
}

Error wrongType(std::string_view field, std::string_view given, std::string_view taken)
{
    return invalid(std::string(field), "Invalid type for '" + std::string(field) + "': " + std::string(taken) +
                                           " is expected, " + quoted(given) + " was given.");
}

Error cannotExpress(std::string_view field, std::string_view why)
{
    return invalid(std::string(field),
                   "'" + std::string(field) + "' can't be sent to this model's provider: " + std::string(why));
}

Error missing(std::string field, std::string_view taken)
{
    std::string message = "Missing or invalid '" + field + "': " + std::string(taken) + " is expected.";
    return invalid(std::move(field), std::move(message));
}

std::string elementPath(std::string_view list, std::size_t index)
{
    return std::string(list) + '[' + std::to_string(index) + ']';
}

std::optional<dom::element> presentMember(dom::object object, std::string_view name)
{
    dom::element value;
    if (object[name].get(value) || value.is_null())
        return std::nullopt;
    return value;
}

std::string_view textMember(dom::object object, std::string_view name)
{
    std::string_view text;
    return object[name].get(text) ? std::string_view() : text;
}

std::string_view textValue(dom::element value)
{
    std::string_view text;
    return value.get(text) ? std::string_view() : text;
}

std::int64_t wholeValue(dom::element value, std::int64_t otherwise)
{
    std::int64_t number = 0;
    return !value.is<std::int64_t>() || value.get(number) ? otherwise : number;
}

std::string jsonMember(dom::object object, std::string_view name)
{
    const auto value = presentMember(object, name);
    return value ? simdjson::minify(*value) : std::string();
}

Result<void> readText(dom::element value, std::string_view field, std::string &to)
{
    if (value.is_null())
        return {};
    std::string_view text;
    if (value.get(text))
        return wrongType(field, simdjson::minify(value), "a text");
    to = text;
    return {};
}

Result<void> readFlag(dom::element value, std::string_view field, bool &to)
{
    if (!value.is_null() && value.get(to))
        return wrongType(field, simdjson::minify(value), "true or false");
    return {};
}

Result<void> readFlag(dom::element value, std::string_view field, std::optional<bool> &to)
{
    if (value.is_null())
        return {};
    bool truth = false;
    if (auto read = readFlag(value, field, truth); !read)
        return read;
    to = truth;
    return {};
}

Result<void> readCount(dom::element value, std::string_view field, std::int64_t least, std::int64_t most,
                       std::optional<std::int64_t> &to)
{
    if (value.is_null())
        return {};
    std::int64_t number = 0;
    if (!value.is<std::int64_t>() || value.get(number) || number < least || number > most)
        return invalid(std::string(field), "Invalid value for '" + std::string(field) + "': a whole number from " +
                                               std::to_string(least) + " to " + std::to_string(most) +
                                               " is expected, " + shortened(simdjson::minify(value)) + " was given.");
    to = number;
    return {};
}

Result<void> readNumber(dom::element value, std::string_view field, double least, double most,
                        std::optional<double> &to)
{
    if (value.is_null())
        return {};
    double number = 0;
    if (value.get(number) || !(number >= least && number <= most))
        return invalid(std::string(field), "Invalid value for '" + std::string(field) + "': a number from " +
                                               numberJson(least) + " to " + numberJson(most) + " is expected, " +
                                               shortened(simdjson::minify(value)) + " was given.");
    to = number;
    return {};
}

Result<void> readTexts(dom::element value, std::string_view field, std::size_t most, std::vector<std::string> &to)
{
    if (value.is_null())
        return {};
    std::string_view text;
    if (!value.get(text)) {
        to.emplace_back(text);
        return {};
    }
    dom::array list;
    if (value.get(list) || list.size() > most)
        return wrongType(field, simdjson::minify(value),
                         "a text or a list of at most " + std::to_string(most) + " texts");
    for (const dom::element element : list) {
        if (element.get(text))
            return wrongType(field, simdjson::minify(element), "a list of texts");
        to.emplace_back(text);
    }
    return {};
}

std::string numberJson(double number)
{
    if (!std::isfinite(number))
        return "null";
    std::array<char, 40> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), written.ptr};
}

std::optional<DataUri> splitDataUri(std::string_view uri)
{
    if (!uri.starts_with("data:"))
        return std::nullopt;
    uri.remove_prefix(5);
    const std::size_t comma = uri.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = uri.substr(0, comma);
    if (!head.ends_with(";base64"))
        return std::nullopt;
    return DataUri{head.substr(0, head.find(';')), uri.substr(comma + 1)};
}

std::optional<std::string> decodeBase64(std::string_view base64)
{
    std::string bytes;
    bytes.reserve(base64.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : base64) {
        std::uint32_t value = 0;
        if (c >= 'A' && c <= 'Z')
            value = static_cast<std::uint32_t>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = static_cast<std::uint32_t>(c - 'a') + 26;
        else if (c >= '0' && c <= '9')
            value = static_cast<std::uint32_t>(c - '0') + 52;
        else if (c == '+' || c == '/')
            value = c == '+' ? 62 : 63;
        else if (c == '=' || c == '\n' || c == '\r')
            continue;
        else
            return std::nullopt;
        bits = bits << 6 | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xff);
        }
    }
    return bytes;
}

std::string makeDataUri(std::string_view mediaType, std::string_view base64)
{
    std::string uri;
    uri.reserve(mediaType.size() + base64.size() + 16);
    return uri.append("data:").append(mediaType).append(";base64,").append(base64);
}

void setUrl(MediaPart &media, std::string_view uri)
{
    if (const auto split = splitDataUri(uri)) {
        media.mediaType = split->mediaType;
        media.data = split->data;
    } else {
        media.url = uri;
    }
}

std::string_view mediaTypeOfName(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{{
        {"pdf", "application/pdf"},
        {"txt", "text/plain"},
        {"md", "text/markdown"},
        {"csv", "text/csv"},
        {"json", "application/json"},
        {"html", "text/html"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"gif", "image/gif"},
        {"webp", "image/webp"},
        {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    }};
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos)
        return {};
    std::string end(name.substr(dot + 1));
    std::transform(end.begin(), end.end(), end.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    const auto *const found =
        std::find_if(types.begin(), types.end(), [&](const auto &type) { return type.first == end; });
    return found == types.end() ? std::string_view() : found->second;
}

std::optional<std::string> argumentsObject(const ToolCallPart &call)
{
    if (call.custom) {
        std::string json = "{\"input\":";
        appendJsonString(json, call.arguments);
        return json += '}';
    }
    if (call.arguments.find_first_not_of(" \t\r\n") == std::string::npos)
        return "{}";
    dom::object object;
    if (parseJson(call.arguments).get(object))
        return std::nullopt;
    return call.arguments;
}

std::string plainInput(std::string arguments)
{
    dom::object object;
    std::string_view input;
    if (parseJson(arguments).get(object) || object["input"].get(input))
        return arguments;
    return std::string(input);
}

std::string_view parametersSchema(const Tool &tool)
{
    if (tool.custom)
        return R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";
    if (tool.parameters.empty())
        return R"({"type":"object","properties":{}})";
    return tool.parameters;
}

std::string madeCallId(std::string_view prefix, std::string_view seed, std::int64_t number)
{
    // FNV-1a: ids must differ within a conversation, not resist anybody.
    std::uint64_t hash = 14695981039346656037ull;
    const auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ull; };
    for (const char c : seed)
        mix(static_cast<unsigned char>(c));
    for (int shift = 0; shift < 64; shift += 8)
        mix(static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> shift));
    constexpr std::string_view hex = "0123456789abcdef";
    std::string id(prefix);
    for (int shift = 60; shift >= 0; shift -= 4)
        id += hex[(hash >> shift) & 15];
    return id;
}

std::optional<std::int64_t> budgetOfEffort(std::string_view effort)
{
    if (effort == "minimal")
        return 1'024;
    if (effort == "low")
        return 2'048;
    if (effort == "medium")
        return 8'192;
    if (effort == "high")
        return 24'576;
    if (effort == "xhigh" || effort == "max")
        return 32'768;
    return std::nullopt;
}

std::string_view effortOfBudget(std::int64_t budgetTokens)
{
    if (budgetTokens <= 0)
        return {};
    return budgetTokens <= 4'096 ? "low" : budgetTokens <= 16'384 ? "medium" : "high";
}

std::optional<std::int64_t> maxTokensFor(const Request &request, const Target &target)
{
    auto maximum = request.maxTokens;
    if (target.maxTokens)
        maximum = std::min(maximum.value_or(*target.maxTokens), *target.maxTokens);
    if (maximum && target.modelMaxOutput > 0)
        maximum = std::min(*maximum, target.modelMaxOutput);
    return maximum;
}

std::int64_t searchesOf(const simdjson::simdjson_result<simdjson::dom::element> &most)
{
    constexpr std::int64_t mostSearches = 1'000;
    std::int64_t searches = 0;
    return most.get(searches) ? 1 : std::clamp<std::int64_t>(searches, 1, mostSearches);
}

void PromptScan::beginMessage(bool user)
{
    m_user = user;
    if (user)
        m_request.lastUserText.clear();
    m_estimate.addTokens(tokensOfMessage);
}

void PromptScan::text(std::string_view text)
{
    const LongTexts::Text *aside = longTexts().find(text);
    if (aside)
        m_estimate.add(aside->estimate);
    else
        m_estimate.add(text);
    auto &kept = m_request.lastUserText;
    const std::size_t room = keptUserText - std::min(kept.size(), keptUserText);
    if (!m_user || room == 0)
        return;
    if (aside)
        kept.append(aside->decoded(room));
    else
        kept.append(beginningOf(text, room));
}

void PromptScan::json(std::string_view raw)
{
    if (const auto *aside = longTexts().find(raw)) {
        m_estimate.add(aside->estimate);
        return;
    }
    while (const auto name = longTexts().firstName(raw)) {
        const auto before = static_cast<std::size_t>(name->data() - raw.data());
        std::string text(*name);
        if (const auto *aside = longTexts().find(*name)) {
            text.clear();
            appendJsonString(text, aside->decoded());
            text = text.substr(1, text.size() - 2); // the name has its quotes
        }
        m_estimate.add(raw.substr(0, before));
        m_estimate.add(text);
        raw.remove_prefix(before + name->size());
    }
    m_estimate.add(raw);
}

void PromptScan::json(dom::element value)
{
    json(simdjson::minify(value));
}

void PromptScan::image()
{
    ++m_request.images;
    m_estimate.addTokens(tokensOfImage);
}

void PromptScan::media(std::string_view base64)
{
    const LongTexts::Text *aside = longTexts().find(base64);
    const std::size_t size = aside ? aside->decodedSize : base64.size();
    m_estimate.addTokens(static_cast<std::int64_t>(size / 8)); // base64 of compressed media or a document
}

void PromptScan::finish()
{
    m_request.inputTokens = m_estimate.tokens() + tokensOfPrompt;
}

namespace {

class RequestEstimate
{
public:
    void operator()(const TextPart &part) { m_estimate.add(part.text); }
    void operator()(const RefusalPart &part) { m_estimate.add(part.text); }
    void operator()(const MediaPart &part)
    {
        m_estimate.addTokens(part.kind == MediaPart::Kind::Image ? tokensOfImage
                                                                 : static_cast<std::int64_t>(part.data.size() / 8));
    }
    void operator()(const ReasoningPart &part)
    {
        m_estimate.add(part.text);
        m_estimate.addTokens(static_cast<std::int64_t>(part.encrypted.size() / 8));
    }
    void operator()(const ToolCallPart &part)
    {
        m_estimate.add(part.name);
        m_estimate.add(part.arguments);
        m_estimate.addTokens(tokensOfMessage);
    }
    void operator()(const ToolResultPart &part)
    {
        m_estimate.add(part.text);
        m_estimate.addTokens(tokensOfMessage);
        for (const auto &media : part.media)
            (*this)(media);
    }
    std::int64_t of(const Request &request)
    {
        for (const auto &message : request.messages) {
            m_estimate.addTokens(tokensOfMessage);
            for (const auto &part : message.parts)
                std::visit(*this, part);
        }
        for (const auto &tool : request.tools) {
            m_estimate.add(tool.name);
            m_estimate.add(tool.description);
            m_estimate.add(tool.parameters);
            m_estimate.addTokens(tokensOfMessage);
        }
        m_estimate.add(request.format.schema);
        return m_estimate.tokens() + tokensOfPrompt;
    }

private:
    TokenEstimate m_estimate;
};

} // namespace

std::int64_t estimateInputTokens(const Request &request)
{
    return RequestEstimate().of(request);
}

} // namespace beaver::wire
