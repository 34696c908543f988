#include <server/wire/unit_fields.h>

#include <algorithm>
#include <charconv>

namespace beaver::wire {

Error missingField(std::string_view name, std::string_view taken)
{
    return invalid(std::string(name), "You must provide '" + std::string(name) + "': " + std::string(taken) + ".");
}

Result<UnitFields> UnitFields::ofJson(std::string_view body)
{
    auto object = parseBody(body);
    if (!object)
        return object.error();
    UnitFields fields;
    fields.m_body = body;
    fields.m_object = *object;
    fields.m_members = scanObject(body);
    return fields;
}

Result<UnitFields> UnitFields::ofForm(std::string_view body, std::string_view boundary)
{
    auto parts = parseForm(body, boundary);
    if (!parts)
        return parts.error();
    UnitFields fields;
    fields.m_body = body;
    fields.m_form = true;
    fields.m_parts = std::move(*parts);
    return fields;
}

std::optional<simdjson::dom::element> UnitFields::element(std::string_view name) const
{
    return m_form ? std::nullopt : presentMember(m_object, name);
}

const FormPart *UnitFields::part(std::string_view name) const
{
    const auto found =
        std::ranges::find_if(m_parts, [&](const FormPart &part) { return !part.file && part.name == name; });
    return found == m_parts.end() ? nullptr : &*found;
}

std::vector<const FormPart *> UnitFields::files(std::string_view name) const
{
    std::vector<const FormPart *> found;
    for (const FormPart &part : m_parts) {
        const bool list = part.name.size() == name.size() + 2 && part.name.ends_with("[]");
        if (part.file && part.name.starts_with(name) && (part.name == name || list))
            found.push_back(&part);
    }
    return found;
}

UnitRequest::Span UnitFields::place(std::string_view name) const
{
    if (m_form) {
        const FormPart *found = part(name);
        return found ? UnitRequest::Span{found->begin, found->end} : UnitRequest::Span{};
    }
    std::size_t index = 0;
    for (const auto member : m_object) {
        if (member.key == name)
            return {m_members[index].valueBegin, m_members[index].valueEnd};
        ++index;
    }
    return {};
}

Result<void> UnitFields::text(std::string_view name, std::string &to) const
{
    if (!m_form) {
        const auto value = element(name);
        return value ? readText(*value, name, to) : Result<void>();
    }
    if (const FormPart *found = part(name))
        to = content(*found);
    return {};
}

Result<void> UnitFields::flag(std::string_view name, bool &to) const
{
    if (!m_form) {
        const auto value = element(name);
        return value ? readFlag(*value, name, to) : Result<void>();
    }
    const FormPart *found = part(name);
    if (!found)
        return {};
    const auto given = content(*found);
    to = given == "true" || given == "True" || given == "1"; // Python's str(True)
    if (!to && given != "false" && given != "False" && given != "0")
        return wrongType(name, given, "true or false");
    return {};
}

Result<void> UnitFields::count(std::string_view name, std::int64_t least, std::int64_t most,
                               std::optional<std::int64_t> &to) const
{
    if (!m_form) {
        const auto value = element(name);
        return value ? readCount(*value, name, least, most, to) : Result<void>();
    }
    const FormPart *found = part(name);
    if (!found)
        return {};
    const auto given = content(*found);
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (failure != std::errc() || end != given.data() + given.size() || value < least || value > most)
        return wrongType(name, given, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    to = value;
    return {};
}

Result<void> UnitFields::number(std::string_view name, double least, double most, std::optional<double> &to) const
{
    if (!m_form) {
        const auto value = element(name);
        return value ? readNumber(*value, name, least, most, to) : Result<void>();
    }
    const FormPart *found = part(name);
    if (!found)
        return {};
    const auto given = content(*found);
    double value = 0;
    const auto [end, failure] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (failure != std::errc() || end != given.data() + given.size() || !(value >= least && value <= most))
        return wrongType(name, given, "a number from " + numberJson(least) + " to " + numberJson(most));
    to = value;
    return {};
}

} // namespace beaver::wire
