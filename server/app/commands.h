#pragma once

#include <string>
#include <vector>

namespace beaver::app {

/// Carries out the command line (without the program's name) and returns the exit code: 0 done, 1 failed, 2 not
/// understood.
int run(const std::vector<std::string> &arguments);

} // namespace beaver::app
