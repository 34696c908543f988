#include <server/http/rest/json_body.h>
#include <server/wire/json_scan.h>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

std::optional<std::string> readText(std::string_view raw)
{
    std::string_view text;
    if (wire::parseJson(raw).get(text))
        return std::nullopt;
    return std::string(text);
}

} // namespace

JsonBody::JsonBody(std::string_view json)
{
    dom::object object;
    if (wire::parseJson(json).get(object)) {
        m_error = Error{ErrorCode::InvalidRequest, "The body must be a JSON object.", {}, "invalid_json", {}, 0};
        return;
    }
    const auto members = wire::scanObject(json);
    std::size_t index = 0;
    for (const auto field : object) {
        const auto &member = members[index++];
        const bool first =
            m_fields
                .emplace(field.key,
                         Field{std::string(json.substr(member.valueBegin, member.valueEnd - member.valueBegin))})
                .second;
        if (!first)
            fail(field.key, "The field occurs twice.");
    }
}

void JsonBody::fail(std::string_view name, std::string message)
{
    if (!m_error)
        m_error = invalid(std::string(name.substr(0, 80)),
                          "'" + std::string(name.substr(0, 80)) + "': " + std::move(message));
}

const std::string *JsonBody::take(std::string_view name)
{
    const auto found = m_fields.find(name);
    if (found == m_fields.end())
        return nullptr;
    found->second.asked = true;
    return found->second.raw == "null" ? nullptr : &found->second.raw;
}

bool JsonBody::saysNull(std::string_view name)
{
    const auto found = m_fields.find(name);
    if (found == m_fields.end() || found->second.raw != "null")
        return false;
    found->second.asked = true;
    return true;
}

std::string JsonBody::text(std::string_view name)
{
    auto read = optionalText(name);
    if (!read)
        fail(name, "This field is required: a text.");
    return read.value_or(std::string());
}

std::optional<std::string> JsonBody::optionalText(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    auto text = readText(*raw);
    if (!text)
        fail(name, "A text is expected, " + raw->substr(0, 60) + " was given.");
    return text;
}

std::optional<std::string> JsonBody::optionalTextOrNumber(std::string_view name)
{
    const auto field = m_fields.find(name);
    if (field == m_fields.end() || field->second.raw.starts_with('"'))
        return optionalText(name);
    const auto number = optionalNumber(name);
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

std::optional<bool> JsonBody::optionalFlag(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    if (*raw != "true" && *raw != "false")
        fail(name, "true or false is expected, " + raw->substr(0, 60) + " was given.");
    return *raw == "true";
}

std::optional<std::int64_t> JsonBody::optionalNumber(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    std::int64_t number = 0;
    dom::element element;
    if (wire::parseJson(*raw).get(element) || !element.is<std::int64_t>() || element.get(number)) {
        fail(name, "A whole number is expected, " + raw->substr(0, 60) + " was given.");
        return std::nullopt;
    }
    return number;
}

Money JsonBody::money(std::string_view name)
{
    const auto amount = optionalMoney(name);
    if (!amount)
        fail(name, "This field is required: an amount in USD.");
    return amount.value_or(Money());
}

std::optional<Money> JsonBody::optionalMoney(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    const auto amount = Money::parse(raw->starts_with('"') ? readText(*raw).value_or(std::string()) : *raw);
    if (!amount)
        fail(name, "An amount in USD with at most 9 decimals is expected, " + raw->substr(0, 60) + " was given.");
    return amount;
}

std::optional<std::vector<std::string>> JsonBody::optionalTexts(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    dom::array list;
    std::vector<std::string> texts;
    bool sound = !wire::parseJson(*raw).get(list);
    if (sound) {
        for (const dom::element element : list) {
            std::string_view text;
            sound = sound && !element.get(text);
            texts.emplace_back(text);
        }
    }
    if (!sound)
        fail(name, "A list of texts is expected, " + raw->substr(0, 60) + " was given.");
    return texts;
}

std::map<std::string, std::int64_t> JsonBody::optionalCounts(std::string_view name)
{
    std::map<std::string, std::int64_t> counts;
    const std::string *raw = take(name);
    if (!raw)
        return counts;
    dom::object object;
    bool sound = !wire::parseJson(*raw).get(object);
    if (sound) {
        for (const auto field : object) {
            std::int64_t count = 0;
            sound = sound && field.value.is<std::int64_t>() && !field.value.get(count) && count >= 0;
            counts[std::string(field.key)] = count;
        }
    }
    if (!sound)
        fail(name, "An object of whole numbers is expected, " + raw->substr(0, 60) + " was given.");
    return counts;
}

std::optional<std::map<std::string, std::string>> JsonBody::optionalTextMap(std::string_view name)
{
    const std::string *raw = take(name);
    if (!raw)
        return std::nullopt;
    std::map<std::string, std::string> texts;
    dom::object object;
    bool sound = !wire::parseJson(*raw).get(object);
    if (sound) {
        for (const auto field : object) {
            std::string_view text;
            sound = sound && !field.value.get(text);
            texts[std::string(field.key)] = text;
        }
    }
    if (!sound)
        fail(name, "An object of texts is expected, " + raw->substr(0, 60) + " was given.");
    return texts;
}

std::optional<std::string> JsonBody::optionalJson(std::string_view name)
{
    const std::string *raw = take(name);
    return raw ? std::optional(*raw) : std::nullopt;
}

Result<void> JsonBody::finish()
{
    if (!m_error) {
        for (const auto &[name, field] : m_fields) {
            if (!field.asked)
                fail(name, "This path doesn't know the field.");
        }
    }
    return m_error ? Result<void>(*m_error) : Result<void>();
}

} // namespace beaver::http
