#pragma once

#include "exchange.h"

#include <optional>
#include <string>
#include <string_view>

namespace faulty {

/// The recorded exchange `<folder>/<provider>/<name>` as an answer: status and headers of meta.json, the body byte for
/// byte (each SSE event one part). `name` is `provider/name` or `provider.name`. Nothing: `error` says why.
std::optional<Plan> loadFixture(const std::string &folder, std::string_view name, std::string &error);

} // namespace faulty
