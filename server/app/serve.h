#pragma once

#include <server/ops/options.h>

namespace beaver::app {

/// `beaverd serve`: builds the slices in their order, listens, serves until SIGTERM, drains. Returns the exit code.
int serve(const ops::Options &options);

} // namespace beaver::app
