#include <server/catalog/variants.h>

#include <algorithm>
#include <array>

namespace beaver::catalog {

namespace {

constexpr std::array<std::string_view, 5> qualities{"low", "medium", "high", "standard", "hd"};

bool isDigits(std::string_view text)
{
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// `1024x1792` of `1024-x-1792`; empty: it is no size.
std::string sizeOfSegment(std::string_view segment)
{
    constexpr std::string_view by = "-x-";
    const auto at = segment.find(by);
    if (at == std::string_view::npos)
        return {};
    const auto width = segment.substr(0, at);
    const auto height = segment.substr(at + by.size());
    return isDigits(width) && isDigits(height) ? std::string(width) + "x" + std::string(height) : std::string();
}

} // namespace

std::optional<VariantName> variantName(std::string_view id)
{
    VariantName name;
    std::string_view previous;
    std::string before; // of the size: the provider's folder
    while (!id.empty()) {
        const auto slash = id.find('/');
        if (slash == std::string_view::npos)
            return std::nullopt; // the last segment is the model
        const auto segment = id.substr(0, slash);
        id.remove_prefix(slash + 1);
        name.size = sizeOfSegment(segment);
        if (!name.size.empty()) {
            if (std::ranges::find(qualities, previous) != qualities.end())
                name.quality = previous;
            else if (!previous.empty())
                before.append(previous).append("/");
            name.model = before + std::string(id);
            return name;
        }
        if (!previous.empty())
            before.append(previous).append("/");
        previous = segment;
    }
    return std::nullopt;
}

} // namespace beaver::catalog
