#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::app {

/// A command's words, its own flags, and the flags of the configuration that stand behind them.
struct CommandLine
{
    std::vector<std::string> words;
    std::map<std::string, std::string, std::less<>> values; ///< `--email x` or `--email=x`, without the dashes
    std::set<std::string, std::less<>> flags;               ///< `--json`
    std::vector<std::string> configuration;

    /// `valued` and `plain`: the flags that are the command's own, without dashes.
    static CommandLine read(const std::vector<std::string> &arguments, const std::set<std::string, std::less<>> &valued,
                            const std::set<std::string, std::less<>> &plain);

    bool has(std::string_view flag) const { return flags.contains(flag); }
    std::optional<std::string> value(std::string_view name) const;
    /// Words divided by commas.
    std::vector<std::string> list(std::string_view name) const;
};

} // namespace beaver::app
