#pragma once

#include "exchange.h"

#include <optional>

namespace faulty {

/// The answer to one of the paths that observe and steer (`/_stats`, `/_reset`, …); nothing if the path isn't one.
/// `/_wait` blocks the calling thread.
std::optional<Plan> controlPlan(const Request &request, Services &services);

/// What those paths are, for `--help`.
std::string_view controlHelp();

} // namespace faulty
