#pragma once

#include <server/ops/options.h>
#include <server/providers/profile.h>

#include <vector>

namespace beaver::app {

/// The endpoints that the configuration names: one for each provider with a key, and the built-in simulated one.
Result<std::vector<providers::Endpoint>> configuredEndpoints(const ops::Options &options);

} // namespace beaver::app
