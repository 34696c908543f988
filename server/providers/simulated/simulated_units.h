#pragma once

#include <server/wire/unit_request.h>

#include <optional>
#include <string>
#include <string_view>

namespace beaver::providers {

/// What the built-in provider answers to calls that aren't chats: `beaver/embed` gives each text a vector of length 1
/// that depends on its words alone (64 dimensions, or as many as are asked for), `beaver/moderate` flags nothing.
/// Empty: it doesn't do this kind.
std::optional<std::string> simulatedUnit(const wire::UnitRequest &request, std::string_view body,
                                         std::string_view model);

} // namespace beaver::providers
