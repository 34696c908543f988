#include <server/wire/codec_support.h>
#include <server/wire/responses.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

class ResponsesDecoder
{
public:
    explicit ResponsesDecoder(ChatRequest &request)
        : m_request(request)
        , m_scan(request)
    {}

    Result<void> member(std::size_t index, std::string_view key, dom::element value)
    {
        auto &at = m_request.at;
        if (key == "model") {
            at.model = index;
            std::string_view text;
            if (value.get(text) || text.empty() || text.size() > 256)
                return wrongType(key, memberText(m_request, index), "the id of a model (see GET /v1/models)");
            m_request.model = text;
            return {};
        }
        if (key == "stream") {
            at.stream = index;
            return readFlag(value, key, m_request.stream);
        }
        if (key == "max_output_tokens") {
            at.maxTokens = index;
            return readCount(value, key, leastOutputTokens, mostMaxTokens, m_request.maxTokens);
        }
        if (value.is_null())
            return {};
        if (key == "input")
            return input(value);
        if (key == "previous_response_id" || key == "conversation" || key == "prompt") {
            m_hasInput = true; // what is stored elsewhere is the input
            return {};
        }
        if (key == "instructions" && !value.is_string())
            return wrongType(key, memberText(m_request, index), "a text");
        if (key == "tools")
            tools(value);
        if (key == "max_tool_calls")
            m_mostSearches = searchesOf(dom::element(value));
        if (key == "text") {
            std::string_view type;
            m_request.jsonSchema = !value["format"]["type"].get(type) && type.starts_with("json");
        }
        m_scan.json(memberText(m_request, index)); // instructions, tools and schemas go into the prompt as they stand
        return {};
    }

    Result<void> finish()
    {
        if (m_request.model.empty())
            return missing("model", "the id of a model (see GET /v1/models)");
        if (!m_hasInput)
            return missing("input", "a text or a list of at least one item");
        m_request.searches *= m_mostSearches;
        m_scan.finish();
        return {};
    }

private:
    static Error missing(std::string field, const std::string &taken)
    {
        return {ErrorCode::InvalidRequest,
                "Missing required parameter: '" + field + "', " + taken + '.',
                field,
                "missing_required_parameter",
                {},
                0};
    }

    Result<void> input(dom::element value)
    {
        std::string_view text;
        dom::array items;
        if (!value.get(text)) {
            m_scan.beginMessage(true);
            m_scan.text(text);
        } else if (value.get(items) || items.size() == 0) {
            return wrongType("input", simdjson::minify(value), "a text or a list of at least one item");
        } else {
            std::size_t index = 0;
            for (const dom::element item : items) {
                if (auto read = this->item("input[" + std::to_string(index++) + "]", item); !read)
                    return read;
            }
        }
        m_hasInput = true;
        return {};
    }

    Result<void> item(const std::string &name, dom::element value)
    {
        dom::object item;
        if (value.get(item))
            return wrongType(name, simdjson::minify(value), "an object");
        const std::string_view type = textMember(item, "type");
        m_request.toolResultLast = type.ends_with("_output");
        if (type.empty() || type == "message")
            return message(name, item);
        m_scan.beginMessage(false);
        for (const auto field : item) {
            std::string_view text;
            if (field.key == "encrypted_content" && !field.value.get(text))
                m_scan.media(text);
            else if (field.key == "output" && !field.value.is_string())
                parts(field.value);
            else if (field.key != "id" && field.key != "type")
                m_scan.json(field.value); // calls, results, summaries
        }
        return {};
    }

    Result<void> message(const std::string &name, dom::object item)
    {
        const std::string_view role = textMember(item, "role");
        if (role != "user" && role != "assistant" && role != "system" && role != "developer")
            return invalid(name + ".role", "Invalid value for '" + name +
                                               ".role': 'user', 'assistant', 'system' or 'developer' is expected.");
        m_scan.beginMessage(role == "user");
        const auto content = presentMember(item, "content");
        std::string_view text;
        dom::array list;
        if (!content || (content->get(text) && content->get(list)))
            return invalid(name + ".content",
                           "Invalid value for '" + name + ".content': a text or a list of parts is expected.");
        if (!content->get(text))
            m_scan.text(text);
        else
            parts(*content);
        return {};
    }

    void parts(dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return;
        for (const dom::element element : list) {
            dom::object part;
            if (element.get(part))
                continue;
            const std::string_view type = textMember(part, "type");
            std::string_view data;
            const bool image = type == "input_image";
            if (!image && (!part["file_data"].get(data) || !part["input_audio"]["data"].get(data)))
                m_scan.media(data);
            else if (image || type == "input_file")
                m_scan.image(); // a file's size isn't known
            else
                m_scan.text(textMember(part, type == "refusal" ? "refusal" : "text"));
        }
    }

    /// The name of the first one, and whether one of them searches the web.
    void tools(dom::element value)
    {
        dom::array list;
        if (value.get(list))
            return;
        for (const dom::element element : list) {
            dom::object tool;
            if (element.get(tool))
                continue;
            if (m_request.firstTool.empty())
                m_request.firstTool = textMember(tool, "name");
            if (textMember(tool, "type").starts_with("web_search"))
                m_request.searches = 1;
        }
    }

    ChatRequest &m_request;
    PromptScan m_scan;
    bool m_hasInput = false;
    std::int64_t m_mostSearches = 1;
};

} // namespace

Result<ChatRequest> decodeResponses(std::string body)
{
    ChatRequest request;
    request.dialect = Dialect::Responses;
    request.body = std::move(body);
    request.includeUsage = true;
    auto object = parseLongBody(request.body);
    if (!object)
        return object.error();
    request.members = scanParsed(request.body);

    ResponsesDecoder decoder(request);
    std::size_t index = 0;
    for (const auto field : *object) {
        if (auto read = decoder.member(index++, field.key, field.value); !read)
            return read.error();
    }
    if (auto finished = decoder.finish(); !finished)
        return finished.error();
    return request;
}

OutgoingBody patchResponses(const ChatRequest &request, const UpstreamPatch &patch)
{
    BodyPatch body(request);
    std::string model;
    appendJsonString(model, patch.model);
    if (request.at.model)
        body.replace(*request.at.model, std::move(model));
    else
        body.add("model", model);
    if (patch.maxTokens) {
        const std::string maximum =
            std::to_string(std::min(*patch.maxTokens, request.maxTokens.value_or(mostMaxTokens)));
        if (request.at.maxTokens)
            body.replace(*request.at.maxTokens, maximum);
        else
            body.add("max_output_tokens", maximum);
    }
    return body.apply();
}

} // namespace beaver::wire
