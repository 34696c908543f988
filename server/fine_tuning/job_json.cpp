#include <server/fine_tuning/job_json.h>
#include <server/wire/json_scan.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::fine_tuning {

namespace dom = simdjson::dom;

std::string withTexts(std::string_view object, const std::vector<std::pair<std::string_view, std::string>> &texts)
{
    dom::object parsed;
    if (wire::parseJson(object).get(parsed))
        return {};
    const auto places = wire::scanObject(object);
    JsonWriter json;
    json.beginObject();
    std::size_t at = 0;
    for (const auto field : parsed) {
        const auto &place = places[at++];
        const auto text =
            std::find_if(texts.begin(), texts.end(), [&](const auto &one) { return one.first == field.key; });
        if (text != texts.end() && !field.value.is_null())
            json.field(field.key, text->second);
        else
            json.rawField(field.key, object.substr(place.valueBegin, place.valueEnd - place.valueBegin));
    }
    return json.endObject().take();
}

std::string textMember(std::string_view object, std::string_view name)
{
    dom::object parsed;
    std::string_view text;
    if (wire::parseJson(object).get(parsed) || parsed[name].get(text))
        return {};
    return std::string(text);
}

Result<JobWish> readJobWish(std::string_view body)
{
    dom::object parsed;
    if (wire::parseJson(body).get(parsed))
        return invalid("", "The body must be a JSON object.");
    JobWish wish;
    for (const auto &[name, to, needed] :
         {std::tuple(std::string_view("model"), &wish.model, true),
          std::tuple(std::string_view("training_file"), &wish.trainingFile, true),
          std::tuple(std::string_view("validation_file"), &wish.validationFile, false)}) {
        dom::element value;
        if (parsed[name].get(value) || value.is_null()) {
            if (needed)
                return invalid(std::string(name), "Missing required parameter: '" + std::string(name) + "'.");
            continue;
        }
        std::string_view text;
        if (value.get(text) || text.empty())
            return invalid(std::string(name), "'" + std::string(name) + "' takes a text.");
        *to = text;
    }
    return wish;
}

std::string uploadForm(std::string_view boundary, std::string_view purpose, std::string_view name,
                       std::string_view content)
{
    std::string safe(name);
    std::replace_if(
        safe.begin(), safe.end(), [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; },
        '_');
    const std::string open = "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"";
    std::string form = open + "purpose\"\r\n\r\n" + std::string(purpose) + "\r\n" + open + "file\"; filename=\"" +
                       safe + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    form.append(content).append("\r\n--").append(boundary).append("--\r\n");
    return form;
}

} // namespace beaver::fine_tuning
