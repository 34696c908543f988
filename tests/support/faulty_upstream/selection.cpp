#include "selection.h"

#include "text.h"

#include <optional>

namespace faulty {

namespace {

// Where the prefix ends: the first slash, or the second one when the first belongs to `case=provider/name`.
std::size_t prefixEnd(std::string_view path)
{
    std::size_t end = path.find('/', 1);
    const std::size_t chosen = path.substr(0, end).rfind(";case=");
    if (end == std::string_view::npos || chosen == std::string_view::npos)
        return end;
    const std::string_view value = path.substr(chosen + 6, end - chosen - 6);
    const bool complete = value.find('.') != std::string_view::npos || value.find('%') != std::string_view::npos ||
                          value.find(';') != std::string_view::npos;
    return complete ? end : path.find('/', end + 1);
}

} // namespace

std::int64_t Selection::number(std::string_view name, std::int64_t otherwise) const
{
    const auto found = options.find(std::string(name));
    return found == options.end() ? otherwise : wholeNumber(found->second, 0, INT64_MAX).value_or(otherwise);
}

std::string Selection::text(std::string_view name, std::string_view otherwise) const
{
    const auto found = options.find(std::string(name));
    return found == options.end() ? std::string(otherwise) : found->second;
}

bool Selection::has(std::string_view name) const
{
    return options.contains(std::string(name));
}

Selection parseSelection(std::string_view path)
{
    Selection selection;
    if (path.size() < 2 || path.front() != '/') {
        selection.error = "the path must start with /<behaviour>/v1";
        return selection;
    }
    const std::size_t end = prefixEnd(path);
    selection.prefix = path.substr(0, end);
    selection.rest = end == std::string_view::npos ? "/" : path.substr(end);

    std::string_view left = std::string_view(selection.prefix).substr(1);
    selection.behaviour = left.substr(0, left.find(';'));
    left.remove_prefix(selection.behaviour.size());
    while (!left.empty()) {
        left.remove_prefix(1);
        const std::string_view option = left.substr(0, left.find(';'));
        left.remove_prefix(option.size());
        if (option.empty())
            continue;
        const std::size_t equals = option.find('=');
        const std::string name(option.substr(0, equals));
        const auto value = percentDecoded(equals == std::string_view::npos ? "1" : option.substr(equals + 1));
        if (!value) {
            selection.error = "option '" + name + "': broken %-escape";
            return selection;
        }
        selection.options[name] = *value;
    }
    return selection;
}

Selection askedSelection(const Selection &selection, std::string_view body)
{
    static constexpr std::string_view mark = "[[do ";
    const std::size_t start = body.find(mark);
    const std::size_t end = start == std::string_view::npos ? start : body.find("]]", start);
    const std::string_view asked =
        end == std::string_view::npos ? "ok" : body.substr(start + mark.size(), end - start - mark.size());
    return parseSelection("/" + std::string(asked) + selection.rest);
}

} // namespace faulty
