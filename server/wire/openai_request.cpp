#include <server/wire/openai_request.h>
#include <server/wire/token_estimate.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <unordered_set>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostTokens = 100'000'000;
constexpr std::int64_t mostChoices = 128;
constexpr std::int64_t tokensOfImage = 1'700; // the dearest of one 1024 × 1024 image at high detail
constexpr std::int64_t tokensOfMessage = 8;   // role and separators
constexpr std::size_t keptUserText = 64 * 1024;

std::string quoted(std::string_view text)
{
    std::string shortened(text.substr(0, 60));
    std::string out;
    appendJsonString(out, shortened);
    return out;
}

Error wrongType(std::string_view field, std::string_view given, std::string_view taken)
{
    return invalid(std::string(field), "Invalid type for '" + std::string(field) + "': " + std::string(taken) +
                                           " is expected, " + quoted(given) + " was given.");
}

class Decoder
{
public:
    explicit Decoder(ChatRequest &request)
        : m_request(request)
    {}

    Result<void> member(std::size_t index, std::string_view key, dom::element value)
    {
        if (!m_keys.insert(key).second)
            return Error{ErrorCode::InvalidRequest,
                         "The key " + quoted(key) + " occurs twice; readers would disagree about which one counts.",
                         std::string(key),
                         "duplicate_key",
                         {},
                         0};
        auto &at = m_request.at;
        if (key == "model") {
            at.model = index;
            std::string_view text;
            if (value.get(text) || text.empty() || text.size() > 256)
                return wrongType(key, raw(index), "the id of a model (see GET /v1/models)");
            if (m_request.model.empty())
                m_request.model = text;
            return {};
        }
        if (key == "messages")
            return messages(value);
        if (key == "stream") {
            at.stream = index;
            return flag(index, key, value, m_request.stream);
        }
        if (key == "stream_options") {
            at.streamOptions = index;
            return streamOptions(index, value);
        }
        if (key == "max_tokens" || key == "max_completion_tokens") {
            const bool completion = key == "max_completion_tokens";
            (completion ? at.maxCompletionTokens : at.maxTokens) = index;
            std::optional<std::int64_t> maximum;
            if (auto read = count(index, key, value, mostTokens, maximum); !read)
                return read;
            if (completion || !m_request.maxTokens)
                m_request.maxTokens = maximum ? maximum : m_request.maxTokens;
            return {};
        }
        if (key == "n") {
            std::optional<std::int64_t> choices;
            if (auto read = count(index, key, value, mostChoices, choices); !read)
                return read;
            m_request.choices = choices.value_or(1);
            return {};
        }
        if (key == "tools")
            firstTool(value);
        if (key == "response_format") {
            std::string_view type;
            m_request.jsonSchema = !value["type"].get(type) && type.starts_with("json");
        }
        m_estimate.add(raw(index)); // tools, schemas and the like go into the prompt as they stand
        return {};
    }

    Result<void> finish()
    {
        if (m_request.model.empty())
            return invalid("model", "You must provide 'model': the id of a model (see GET /v1/models).");
        if (!m_messages)
            return invalid("messages", "You must provide 'messages': a list of at least one message.");
        m_request.inputTokens = m_estimate.tokens() + 16;
        return {};
    }

private:
    std::string_view raw(std::size_t index) const
    {
        const auto &member = m_request.members[index];
        return std::string_view(m_request.body).substr(member.valueBegin, member.valueEnd - member.valueBegin);
    }

    Result<void> flag(std::size_t index, std::string_view key, dom::element value, bool &to) const
    {
        if (value.is_null())
            return {};
        if (value.get(to))
            return wrongType(key, raw(index), "true or false");
        return {};
    }

    Result<void> count(std::size_t index, std::string_view key, dom::element value, std::int64_t most,
                       std::optional<std::int64_t> &to) const
    {
        if (value.is_null())
            return {};
        std::int64_t number = 0;
        if (!value.is<std::int64_t>() || value.get(number) || number < 1 || number > most)
            return invalid(std::string(key), "Invalid value for '" + std::string(key) + "': a whole number from 1 to " +
                                                 std::to_string(most) + " is expected, " +
                                                 std::string(raw(index).substr(0, 60)) + " was given.");
        to = number;
        return {};
    }

    Result<void> streamOptions(std::size_t index, dom::element value)
    {
        if (value.is_null())
            return {};
        dom::object options;
        if (value.get(options))
            return wrongType("stream_options", raw(index), "an object");
        dom::element include;
        if (!options["include_usage"].get(include) && !include.is_null() && include.get(m_request.includeUsage))
            return wrongType("stream_options.include_usage", raw(index), "true or false");
        return {};
    }

    Result<void> messages(dom::element value)
    {
        dom::array list;
        if (value.get(list) || list.size() == 0)
            return invalid("messages", "Invalid value for 'messages': a list of at least one message is expected.");
        m_messages = true;
        std::size_t index = 0;
        for (const dom::element message : list) {
            if (auto read = this->message(index++, message); !read)
                return read;
        }
        return {};
    }

    Result<void> message(std::size_t index, dom::element value)
    {
        const std::string name = "messages[" + std::to_string(index) + "]";
        dom::object message;
        if (value.get(message))
            return invalid(name, "Invalid type for '" + name + "': an object with 'role' and 'content' is expected.");
        std::string_view role;
        if (message["role"].get(role))
            return invalid(name + ".role",
                           "Missing or invalid '" + name + ".role': a text such as 'user' is expected.");
        m_request.toolResultLast = role == "tool";
        const bool user = role == "user";
        if (user)
            m_request.lastUserText.clear();
        m_estimate.addTokens(tokensOfMessage);
        for (const auto field : message) {
            if (field.key == "content")
                content(field.value, user);
            else if (field.key != "role")
                m_estimate.add(simdjson::minify(field.value)); // tool calls, names
        }
        return {};
    }

    void content(dom::element value, bool user)
    {
        std::string_view text;
        if (!value.get(text)) {
            addText(text, user);
            return;
        }
        dom::array parts;
        if (value.get(parts))
            return;
        for (const dom::element part : parts) {
            std::string_view type;
            if (part["type"].get(type))
                continue;
            if (!part["text"].get(text)) {
                addText(text, user);
            } else if (type != "image_url" &&
                       (!part["input_audio"]["data"].get(text) || !part["file"]["file_data"].get(text))) {
                m_estimate.addTokens(
                    static_cast<std::int64_t>(text.size() / 8)); // base64 of compressed media or a document
            } else {
                m_estimate.addTokens(tokensOfImage);
            }
        }
    }

    void addText(std::string_view text, bool user)
    {
        m_estimate.add(text);
        auto &kept = m_request.lastUserText;
        if (user && kept.size() < keptUserText)
            kept.append(text.substr(0, keptUserText - kept.size()));
    }

    void firstTool(dom::element value)
    {
        std::string_view name;
        if (!value.at_pointer("/0/function/name").get(name))
            m_request.firstTool = name;
    }

    ChatRequest &m_request;
    TokenEstimate m_estimate;
    std::unordered_set<std::string_view> m_keys;
    bool m_messages = false;
};

} // namespace

Result<ChatRequest> decodeOpenAiChat(std::string body, std::string_view model)
{
    ChatRequest request;
    request.body = std::move(body);
    request.model = model;
    dom::element root;
    if (const auto failure = parseJson(request.body).get(root)) {
        return Error{ErrorCode::InvalidRequest,
                     std::string("The body isn't a JSON document that can be read: ") +
                         simdjson::error_message(failure) + ".",
                     {},
                     "invalid_json",
                     {},
                     0};
    }
    dom::object object;
    if (root.get(object))
        return Error{ErrorCode::InvalidRequest, "The body must be a JSON object.", {}, "invalid_json", {}, 0};
    request.members = scanObject(request.body);

    Decoder decoder(request);
    std::size_t index = 0;
    for (const auto field : object) {
        if (auto read = decoder.member(index++, field.key, field.value); !read)
            return read.error();
    }
    if (auto finished = decoder.finish(); !finished)
        return finished.error();
    return request;
}

std::string patchOpenAiChat(const ChatRequest &request, const UpstreamPatch &patch)
{
    struct Splice
    {
        std::size_t begin, end;
        std::string text;
    };
    std::vector<Splice> splices;
    std::string added; // members that the body lacks, each with its comma
    const auto replace = [&](std::size_t member, std::string text) {
        splices.push_back({request.members[member].valueBegin, request.members[member].valueEnd, std::move(text)});
    };

    std::string model;
    appendJsonString(model, patch.model);
    if (request.at.model)
        replace(*request.at.model, std::move(model));
    else
        added += "\"model\":" + model + ",";

    if (request.stream && patch.askForUsage && !request.includeUsage) {
        if (request.at.streamOptions) {
            // Keep what else stands in there.
            const auto &member = request.members[*request.at.streamOptions];
            std::string options = request.body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
            const auto inner = scanObject(options);
            for (std::size_t at = inner.size(); at-- > 0;) {
                if (std::string_view(options).substr(inner[at].keyBegin).starts_with("\"include_usage\""))
                    options.replace(inner[at].valueBegin, inner[at].valueEnd - inner[at].valueBegin, "true");
            }
            if (options.find("\"include_usage\"") == std::string::npos)
                options = inner.empty() ? "{\"include_usage\":true}" : "{\"include_usage\":true," + options.substr(1);
            replace(*request.at.streamOptions, std::move(options));
        } else {
            added += "\"stream_options\":{\"include_usage\":true},";
        }
    }
    if (patch.maxTokens) {
        const std::string maximum = std::to_string(*patch.maxTokens);
        if (request.at.maxTokens)
            replace(*request.at.maxTokens, maximum);
        if (request.at.maxCompletionTokens)
            replace(*request.at.maxCompletionTokens, maximum);
        if (!request.at.maxTokens && !request.at.maxCompletionTokens)
            added += '"' + std::string(patch.maxTokensField) + "\":" + maximum + ',';
    }

    std::sort(splices.begin(), splices.end(), [](const Splice &a, const Splice &b) { return a.begin < b.begin; });
    const std::size_t brace = request.body.find('{') + 1;
    std::string out;
    out.reserve(request.body.size() + added.size() + 64);
    out.append(request.body, 0, brace);
    if (request.members.empty() && !added.empty())
        added.pop_back();
    out += added;
    std::size_t from = brace;
    for (const auto &splice : splices) {
        out.append(request.body, from, splice.begin - from);
        out += splice.text;
        from = splice.end;
    }
    out.append(request.body, from);
    return out;
}

} // namespace beaver::wire
