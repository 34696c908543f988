#pragma once

#include <server/ops/options.h>

#include <string>
#include <vector>

namespace beaver::app {

/// Every option of `beaverd`.
const std::vector<ops::OptionDeclaration> &optionDeclarations();

/// Reads flags, environment and the `.env` file of the working directory, and checks what contradicts itself.
Result<ops::Options> readConfiguration(const std::vector<std::string> &arguments);

} // namespace beaver::app
