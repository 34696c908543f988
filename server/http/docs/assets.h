#pragma once

#include <optional>
#include <string_view>

namespace beaver::http {

/// A file of the pages /docs and /redoc, from inside the program.
struct Asset
{
    std::string_view content;
    std::string_view type;
};

/// By the file's name in resources/docs/.
std::optional<Asset> findAsset(std::string_view name);

} // namespace beaver::http
