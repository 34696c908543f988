#pragma once

#include <server/limits/limits_service.h>

#include <optional>
#include <string_view>
#include <vector>

namespace beaver::limits {

/// The plans that a new gateway begins with (`BEAVER_PLANS`), in their order; the last is
/// `unlimited`. Empty when there is no such preset.
std::optional<std::vector<Plan>> presetPlans(std::string_view preset);

} // namespace beaver::limits
