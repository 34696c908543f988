#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::fuzz {

/// What a fuzz target brings. The driver makes inputs from its seeds and calls it with each; a crash, a sanitizer's
/// report or an input that takes too long fails.
struct Target
{
    std::string_view name; ///< also of the corpus' folder
    std::vector<std::string> seeds;
    /// `random` is for decisions of the target's own (where to cut): the same for the same input.
    void (*tryOne)(std::string_view input, std::mt19937 &random) = nullptr;
};

/// `--seconds N` (10), `--seed N` (1), `--once FILE…` for an input that failed. Every run of one seed tries the same
/// inputs in the same order. An input that crashes is left in `crash-<name>` in the working directory.
int run(const Target &target, int argc, char **argv);

} // namespace beaver::fuzz
