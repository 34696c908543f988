#include <server/wire/codec_support.h>
#include <server/wire/gemini.h>
#include <server/wire/gemini_fields.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostCandidates = 8;

class GeminiDecoder
{
public:
    explicit GeminiDecoder(ChatRequest &request)
        : m_request(request)
        , m_scan(request)
    {}

    Result<void> member(std::size_t index, std::string_view key, dom::element value)
    {
        if (key == "model") {
            m_request.at.model = index; // the path names it; what stands here is taken out
            return {};
        }
        if (key == "contents")
            return contents(value);
        if (isGeminiField(key, "generationConfig")) {
            m_request.at.maxTokens = index;
            return generationConfig(value);
        }
        if (isGeminiField(key, "systemInstruction"))
            return systemInstruction(value);
        if (key == "tools")
            tools(value);
        m_scan.json(memberText(m_request, index)); // tools and the like go into the prompt as they stand
        return {};
    }

    Result<void> finish()
    {
        if (m_request.model.empty())
            return invalid("model", "The path must name a model: /v1beta/models/{model}:generateContent.");
        if (!m_contents)
            return invalid("contents", "You must provide 'contents': a list of at least one content.");
        m_scan.finish();
        return {};
    }

private:
    Result<void> contents(dom::element value)
    {
        dom::array list;
        dom::object single;
        if ((value.get(list) || list.size() == 0) && value.get(single))
            return invalid("contents", "Invalid value for 'contents': a list of at least one content is expected.");
        m_contents = true;
        return forEachGemini(value, [this](dom::element content, std::size_t index) {
            return this->content(content, "contents[" + std::to_string(index) + "]");
        });
    }

    Result<void> content(dom::element value, const std::string &name)
    {
        dom::object content;
        if (value.get(content))
            return wrongType(name, simdjson::minify(value), "an object with 'role' and 'parts'");
        std::string_view role = "user";
        if (const auto given = geminiField(content, "role");
            given && (given->get(role) || (role != "user" && role != "model" && role != "function")))
            return invalid(name + ".role", "Invalid value for '" + name + ".role': 'user' or 'model' is expected.");
        m_scan.beginMessage(role != "model");
        m_request.toolResultLast = false;
        return parts(content, name);
    }

    Result<void> parts(dom::object content, const std::string &name)
    {
        const auto value = geminiField(content, "parts");
        dom::array list;
        dom::object single;
        if (!value || ((value->get(list) || list.size() == 0) && value->get(single)))
            return invalid(name + ".parts",
                           "Invalid value for '" + name + ".parts': a list of at least one part is expected.");
        return forEachGemini(*value, [&](dom::element part, std::size_t index) {
            return this->part(part, name + ".parts[" + std::to_string(index) + "]");
        });
    }

    Result<void> part(dom::element value, const std::string &name)
    {
        dom::object part;
        if (value.get(part))
            return wrongType(name, simdjson::minify(value), "an object such as {\"text\":\"…\"}");
        for (const auto field : part) {
            std::string_view text;
            dom::object inner;
            if (field.key == "text") {
                if (field.value.get(text))
                    return wrongType(name + ".text", simdjson::minify(field.value), "a text");
                m_scan.text(text);
            } else if (isGeminiField(field.key, "inlineData")) {
                if (field.value.get(inner) || geminiText(inner, "data").empty() ||
                    geminiText(inner, "mimeType").empty())
                    return invalid(name + ".inlineData",
                                   "Invalid value for '" + name + ".inlineData': 'mimeType' and 'data' are expected.");
                if (geminiText(inner, "mimeType").starts_with("image/"))
                    m_scan.image();
                else
                    m_scan.media(geminiText(inner, "data"));
            } else if (isGeminiField(field.key, "fileData")) {
                m_scan.image();
            } else if (isGeminiField(field.key, "functionCall") || isGeminiField(field.key, "functionResponse")) {
                if (field.value.get(inner) || geminiText(inner, "name").empty())
                    return invalid(name + "." + std::string(field.key), "Invalid value for '" + name + "." +
                                                                            std::string(field.key) +
                                                                            "': an object with 'name' is expected.");
                m_request.toolResultLast |= isGeminiField(field.key, "functionResponse");
                m_scan.json(field.value);
            }
        }
        return {};
    }

    Result<void> systemInstruction(dom::element value)
    {
        std::string_view text;
        if (!value.get(text)) { // Google's own SDKs make a content of it; its server takes it, too
            m_scan.json(text);
            return {};
        }
        dom::object content;
        if (value.is_null())
            return {};
        if (value.get(content))
            return wrongType("systemInstruction", simdjson::minify(value), "a content with 'parts'");
        m_scan.json(value);
        return {};
    }

    Result<void> generationConfig(dom::element value)
    {
        if (value.is_null())
            return {};
        dom::object config;
        if (value.get(config))
            return wrongType("generationConfig", simdjson::minify(value), "an object");
        if (auto unique = refuseRepeatedKeys(config, "generationConfig"); !unique)
            return unique;
        if (auto unique = refuseBothSpellings(config, "generationConfig"); !unique)
            return unique;
        if (const auto most = geminiField(config, "maxOutputTokens")) {
            if (auto read =
                    readGeminiCount(*most, "generationConfig.maxOutputTokens", 1, mostMaxTokens, m_request.maxTokens);
                !read)
                return read;
        }
        if (const auto count = geminiField(config, "candidateCount")) {
            std::optional<std::int64_t> choices;
            if (auto read = readGeminiCount(*count, "generationConfig.candidateCount", 1, mostCandidates, choices);
                !read)
                return read;
            m_request.choices = choices.value_or(1);
        }
        for (const std::string_view schema : {"responseSchema", "responseJsonSchema"}) {
            if (const auto given = geminiField(config, schema)) {
                m_request.jsonSchema = true;
                m_scan.json(*given);
            }
        }
        m_request.jsonSchema |= geminiText(config, "responseMimeType") == "application/json";
        return {};
    }

    void tools(dom::element value)
    {
        (void)forEachGemini(value, [this](dom::element tool, std::size_t) -> Result<void> {
            dom::object object;
            dom::object declaration;
            if (tool.get(object))
                return {};
            if (geminiField(object, "googleSearch") || geminiField(object, "googleSearchRetrieval"))
                m_request.searches = 1;
            const auto declarations = geminiField(object, "functionDeclarations");
            dom::array list;
            if (declarations && !declarations->get(list) && list.size() > 0 && !(*list.begin()).get(declaration) &&
                m_request.firstTool.empty())
                m_request.firstTool = geminiText(declaration, "name");
            return {};
        });
    }

    ChatRequest &m_request;
    PromptScan m_scan;
    bool m_contents = false;
};

/// `config`, an object, with the maximum in it. Its keys may be escaped, so they are compared parsed.
std::string withMaximum(std::string config, const std::string &maximum)
{
    dom::object object;
    if (parseJson(config).get(object))
        return "{\"maxOutputTokens\":" + maximum + "}";
    const auto members = scanObject(config);
    std::size_t index = 0;
    for (const auto field : object) {
        if (isGeminiField(field.key, "maxOutputTokens")) {
            const auto &member = members[index];
            return config.replace(member.valueBegin, member.valueEnd - member.valueBegin, maximum);
        }
        ++index;
    }
    return "{\"maxOutputTokens\":" + maximum + (members.empty() ? "" : ",") + config.substr(1);
}

} // namespace

Result<ChatRequest> decodeGemini(std::string body, std::string_view model, bool stream)
{
    ChatRequest request;
    request.dialect = Dialect::Gemini;
    request.body = std::move(body);
    request.model = model;
    request.stream = stream;
    request.includeUsage = true;
    auto object = parseLongBody(request.body);
    if (!object)
        return object.error();
    if (auto unique = refuseBothSpellings(*object); !unique)
        return unique.error();
    request.members = scanParsed(request.body);

    GeminiDecoder decoder(request);
    std::size_t index = 0;
    for (const auto field : *object) {
        if (auto read = decoder.member(index++, field.key, field.value); !read)
            return read.error();
    }
    if (auto finished = decoder.finish(); !finished)
        return finished.error();
    return request;
}

OutgoingBody patchGemini(const ChatRequest &request, const UpstreamPatch &patch)
{
    BodyPatch body(request);
    std::size_t added = 0;
    if (patch.maxTokens) {
        const std::string maximum =
            std::to_string(std::min(*patch.maxTokens, request.maxTokens.value_or(mostMaxTokens)));
        if (request.at.maxTokens) {
            body.replace(*request.at.maxTokens,
                         withMaximum(std::string(memberText(request, *request.at.maxTokens)), maximum));
        } else {
            body.add("generationConfig", "{\"maxOutputTokens\":" + maximum + "}");
            added = 1;
        }
    }
    if (!request.at.model)
        return body.apply();
    std::string out = body.apply().text();
    eraseMember(out, scanObject(out), *request.at.model + added);
    return out;
}

} // namespace beaver::wire
