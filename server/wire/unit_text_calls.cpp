#include <server/wire/unit_fields.h>

#include <algorithm>

namespace beaver::wire {

namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t mostInputs = 2048; ///< OpenAI's
constexpr std::int64_t mostDocuments = 10'000;
constexpr std::int64_t mostDimensions = 65'536;
constexpr std::int64_t tokensOfPicture = 1'700;
/// Cohere: one search unit is a query with up to 100 documents; a document with its query is cut every 500 tokens.
constexpr std::int64_t documentsPerSearch = 100;
constexpr std::int64_t tokensPerDocument = 500;

std::int64_t estimated(std::string_view text)
{
    TokenEstimate estimate;
    estimate.add(text);
    return estimate.tokens();
}

Error noTextInput(std::string_view field)
{
    return invalid(std::string(field), "Invalid type for '" + std::string(field) +
                                           "': a text, a list of texts, a list of token ids or a list of such lists is "
                                           "expected.");
}

bool isTokenId(dom::element value)
{
    std::int64_t id = 0;
    return value.is<std::int64_t>() && !value.get(id) && id >= 0;
}

/// Token ids of one item; −1: something else is among them, or there is none.
std::int64_t countTokenIds(dom::array ids)
{
    std::int64_t count = 0; // size() isn't exact for the longest
    for (const dom::element id : ids) {
        if (!isTokenId(id))
            return -1;
        ++count;
    }
    return count > 0 ? count : -1;
}

} // namespace

Result<TextInput> readTextInput(dom::element value, std::string_view field, std::int64_t mostItems)
{
    TextInput input;
    std::string_view text;
    if (!value.get(text)) {
        input.tokens = estimated(text);
        input.items = 1;
        return input;
    }
    dom::array list;
    if (value.get(list) || list.size() == 0)
        return noTextInput(field);
    if (isTokenId(*list.begin())) {
        input.tokens = countTokenIds(list);
        input.items = 1;
        input.exact = true;
        return input.tokens < 0 ? Result<TextInput>(noTextInput(field)) : Result<TextInput>(input);
    }
    TokenEstimate estimate;
    input.exact = (*list.begin()).is<dom::array>();
    for (const dom::element item : list) {
        if (++input.items > mostItems)
            return invalid(std::string(field),
                           "'" + std::string(field) + "' takes at most " + std::to_string(mostItems) + " items.");
        dom::array ids;
        if (input.exact) {
            const std::int64_t count = item.get(ids) ? -1 : countTokenIds(ids);
            if (count < 0)
                return noTextInput(field);
            input.tokens += count;
        } else {
            if (item.get(text))
                return noTextInput(field);
            estimate.add(text);
            estimate.addTokens(1);
        }
    }
    if (!input.exact)
        input.tokens = estimate.tokens();
    return input;
}

Result<void> readEmbeddingsCall(const UnitFields &fields, UnitRequest &request)
{
    const auto value = fields.element("input");
    if (!value)
        return missingField("input", "a text, or a list of them");
    const auto input = readTextInput(*value, "input", mostInputs);
    if (!input)
        return input.error();
    if (auto read = fields.text("encoding_format", request.format); !read)
        return read;
    std::optional<std::int64_t> dimensions;
    if (auto read = fields.count("dimensions", 1, mostDimensions, dimensions); !read)
        return read;
    request.dimensions = dimensions.value_or(0);
    request.inputTokens = input->tokens;
    request.exactInput = input->exact;
    request.worst[Bucket::Input] = input->exact ? input->tokens : withMargin(input->tokens);
    return {};
}

Result<void> readModerationsCall(const UnitFields &fields, UnitRequest &request)
{
    const auto value = fields.element("input");
    if (!value)
        return missingField("input", "a text, or a list of texts and images");
    dom::array list;
    dom::object part;
    if (!value->get(list) && list.size() > 0 && !(*list.begin()).get(part)) {
        TokenEstimate estimate;
        for (const dom::element item : list) {
            if (item.get(part))
                return invalid("input", "Invalid type for 'input': a text, a list of texts, or a list of objects of "
                                        "type 'text' and 'image_url' is expected.");
            const auto text = textMember(part, "text");
            estimate.add(text);
            estimate.addTokens(text.empty() ? tokensOfPicture : 1);
        }
        request.inputTokens = estimate.tokens();
    } else {
        const auto input = readTextInput(*value, "input", mostInputs);
        if (!input)
            return input.error();
        request.inputTokens = input->tokens;
    }
    request.worst[Bucket::Input] = withMargin(request.inputTokens);
    return {};
}

Result<void> readRerankCall(const UnitFields &fields, UnitRequest &request)
{
    std::string query;
    if (auto read = fields.text("query", query); !read)
        return read;
    if (query.empty())
        return missingField("query", "the text to compare the documents with");
    const auto value = fields.element("documents");
    if (!value)
        return missingField("documents", "a list of texts, or of objects with 'text'");
    dom::array documents;
    if (value->get(documents) || documents.size() == 0)
        return wrongType("documents", simdjson::minify(*value), "a list of at least one text");
    if (static_cast<std::int64_t>(documents.size()) > mostDocuments)
        return invalid("documents", "'documents' takes at most " + std::to_string(mostDocuments) + " items.");

    const std::int64_t queryTokens = estimated(query);
    std::int64_t pieces = 0;
    for (const dom::element document : documents) {
        std::string_view text;
        dom::object object;
        if (document.get(text) && document.get(object))
            return wrongType("documents", simdjson::minify(document), "a list of texts, or of objects");
        const std::int64_t tokens =
            queryTokens + (document.get(text) ? estimated(simdjson::minify(document)) : estimated(text));
        request.inputTokens += tokens;
        pieces += std::max<std::int64_t>(1, (tokens + tokens / 4 + tokensPerDocument - 1) / tokensPerDocument);
    }
    request.worst[Bucket::Input] = withMargin(request.inputTokens);
    request.worst[Bucket::Searches] = (pieces + documentsPerSearch - 1) / documentsPerSearch;
    return {};
}

Result<void> readCompletionCall(const UnitFields &fields, UnitRequest &request)
{
    TextInput input{1, 1, true}; // without a prompt it begins from the end of a document: one token
    if (const auto value = fields.element("prompt")) {
        const auto read = readTextInput(*value, "prompt", mostInputs);
        if (!read)
            return read.error();
        input = *read;
    }
    std::string suffix;
    std::optional<std::int64_t> maximum;
    std::optional<std::int64_t> choices;
    std::optional<std::int64_t> best;
    for (const auto &read : {fields.text("suffix", suffix), fields.flag("stream", request.stream),
                             fields.count("max_tokens", 0, mostMaxTokens, maximum), fields.count("n", 1, 128, choices),
                             fields.count("best_of", 1, 128, best)}) {
        if (!read)
            return read;
    }
    if (const auto options = fields.element("stream_options")) {
        dom::object object;
        if (options->get(object))
            return wrongType("stream_options", simdjson::minify(*options), "an object");
        dom::element include;
        if (!object["include_usage"].get(include)) {
            if (auto read = readFlag(include, "stream_options.include_usage", request.includeUsage); !read)
                return read;
        }
    }
    request.at.streamOptions = fields.place("stream_options");
    request.at.maxTokens = fields.place("max_tokens");
    request.noMaximum = !maximum;
    const std::int64_t made = std::max(choices.value_or(1), best.value_or(1)) * input.items;
    request.inputTokens = input.tokens + estimated(suffix);
    request.exactInput = input.exact && suffix.empty();
    request.worst[Bucket::Input] = request.exactInput ? request.inputTokens : withMargin(request.inputTokens);
    request.worst[Bucket::Output] = maximum.value_or(completionMaxTokens) * made;
    return {};
}

} // namespace beaver::wire
