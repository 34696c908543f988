#include <server/batches/batch_input.h>
#include <server/wire/json_scan.h>

namespace beaver::batches {

namespace {

namespace dom = simdjson::dom;

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

Error refused(InputError &to, std::string code, std::string message, std::string param = {})
{
    to = {std::move(code), std::move(message), std::move(param), 0};
    return invalid(to.param, to.message);
}

Error missing(InputError &to, const std::string &param)
{
    return refused(to, "missing_required_parameter", "Missing required parameter: '" + param + "'.", param);
}

} // namespace

Result<InputLine> readInputLine(std::string_view text, std::string_view endpoint, InputError &error)
{
    dom::object object;
    if (wire::parseJson(text).get(object))
        return refused(error, "invalid_json_line", "This line is not parseable as valid JSON.");
    const auto members = wire::scanObject(text);
    InputLine line;
    bool hasId = false;
    bool hasMethod = false;
    bool hasUrl = false;
    bool hasBody = false;
    std::size_t at = 0;
    for (const auto field : object) {
        const auto &place = members[at++];
        std::string_view value;
        bool *seen = field.key == "custom_id" ? &hasId
                     : field.key == "method"  ? &hasMethod
                     : field.key == "url"     ? &hasUrl
                     : field.key == "body"    ? &hasBody
                                              : nullptr;
        if (!seen)
            continue;
        const std::string name(field.key);
        if (*seen)
            return refused(error, "invalid_json_line", "'" + name + "' stands twice in this line.", name);
        *seen = true;
        if (field.key == "body") {
            if (!field.value.is_object())
                return refused(error, "invalid_type", "'body' takes a JSON object.", name);
            line.body = text.substr(place.valueBegin, place.valueEnd - place.valueBegin);
            continue;
        }
        if (field.value.get(value) || value.empty())
            return refused(error, "invalid_type", "'" + name + "' takes a text that isn't empty.", name);
        if (field.key == "custom_id") {
            if (value.size() > longestCustomId)
                return refused(error, "invalid_custom_id",
                               "'custom_id' takes at most " + std::to_string(longestCustomId) + " bytes.", name);
            line.customId = value;
        } else if (field.key == "method" && value != "POST") {
            return refused(error, "invalid_method", "'method' takes 'POST'.", name);
        } else if (field.key == "url" && value != endpoint) {
            return refused(error, "mismatched_url",
                           "The URL of this line is not the endpoint of the batch, '" + std::string(endpoint) + "'.",
                           name);
        }
    }
    if (!hasId)
        return missing(error, "custom_id");
    if (!hasMethod)
        return missing(error, "method");
    if (!hasUrl)
        return missing(error, "url");
    if (!hasBody)
        return missing(error, "body");
    return line;
}

Result<Input> readInput(const files::FileFolder &folder, const files::FileId &file, std::string_view endpoint,
                        std::size_t longestLine)
{
    Input input;
    std::uint32_t number = 0;
    const auto note = [&](InputError error) {
        error.line = number;
        input.errors.push_back(std::move(error));
        return input.errors.size() < mostInputErrors;
    };
    const auto read = folder.forEachLine(file, longestLine + 1, [&](std::int64_t offset, std::string_view text) {
        ++number;
        if (isBlank(text))
            return true;
        if (text.size() > longestLine)
            return note({"line_too_long", "A line takes at most " + std::to_string(longestLine) + " bytes.", {}, 0});
        if (input.lines.size() == mostLines) {
            note({"too_many_tasks", "A batch takes at most " + std::to_string(mostLines) + " lines.", {}, 0});
            return false;
        }
        InputError error;
        auto line = readInputLine(text, endpoint, error);
        if (!line)
            return note(std::move(error));
        const auto [known, first] = input.byCustomId.try_emplace(std::move(line->customId), input.lines.size());
        if (!first)
            return note({"duplicate_custom_id",
                         "The custom_id of this line stands in line " +
                             std::to_string(input.lines[known->second].number) + " already.",
                         "custom_id", 0});
        input.lines.push_back({offset, static_cast<std::uint32_t>(text.size()), number});
        return true;
    });
    if (!read)
        return read.error();
    if (input.lines.empty() && input.errors.empty())
        input.errors.push_back({"empty_file", "The input file has no lines.", {}, 0});
    return input;
}

} // namespace beaver::batches
