#include <server/wire/codec_support.h>
#include <server/wire/gemini_fields.h>

#include <charconv>
#include <cmath>

namespace beaver::wire {

namespace dom = simdjson::dom;

bool isGeminiField(std::string_view key, std::string_view name)
{
    if (key.size() <= name.size())
        return key == name; // the second spelling is the longer one
    std::size_t at = 0;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') {
            if (key.size() < at + 2 || key[at] != '_' || key[at + 1] != c - 'A' + 'a')
                return false;
            at += 2;
        } else if (at >= key.size() || key[at++] != c) {
            return false;
        }
    }
    return at == key.size();
}

std::optional<dom::element> geminiField(dom::object object, std::string_view name)
{
    for (const auto field : object) {
        if (isGeminiField(field.key, name))
            return field.value.is_null() ? std::nullopt : std::optional(field.value);
    }
    return std::nullopt;
}

std::string_view geminiText(dom::object object, std::string_view name)
{
    const auto value = geminiField(object, name);
    std::string_view text;
    return !value || value->get(text) ? std::string_view() : text;
}

Result<void> refuseBothSpellings(dom::object object, std::string_view where)
{
    for (const auto field : object) {
        if (field.key.find('_') == std::string_view::npos)
            continue;
        for (const auto other : object) {
            if (other.key == field.key || !isGeminiField(field.key, other.key))
                continue;
            std::string path(where);
            if (!path.empty())
                path += '.';
            path += other.key;
            return Error{ErrorCode::InvalidRequest,
                         "'" + path + "' occurs in two spellings; readers would disagree about which one counts.",
                         path,
                         "duplicate_key",
                         {},
                         0};
        }
    }
    return {};
}

Result<void> readGeminiCount(dom::element value, std::string_view field, std::int64_t least, std::int64_t most,
                             std::optional<std::int64_t> &to)
{
    const auto takes = [&](std::int64_t number) { return number >= least && number <= most; };
    std::string_view text;
    std::int64_t number = 0;
    if (!value.get(text)) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec == std::errc() && read.ptr == text.data() + text.size() && takes(number)) {
            to = number;
            return {};
        }
    }
    double real = 0;
    if (value.is<double>() && !value.get(real) && std::floor(real) == real && std::abs(real) < 1e15 &&
        takes(static_cast<std::int64_t>(real))) {
        to = static_cast<std::int64_t>(real);
        return {};
    }
    return readCount(value, field, least, most, to);
}

} // namespace beaver::wire
