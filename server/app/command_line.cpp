#include <server/app/command_line.h>

namespace beaver::app {

CommandLine CommandLine::read(const std::vector<std::string> &arguments,
                              const std::set<std::string, std::less<>> &valued,
                              const std::set<std::string, std::less<>> &plain)
{
    CommandLine line;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string &argument = arguments[at];
        if (!argument.starts_with("--")) {
            line.words.push_back(argument);
            continue;
        }
        const std::size_t equals = argument.find('=');
        const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
        if (plain.contains(name)) {
            line.flags.insert(name);
            continue;
        }
        const bool own = valued.contains(name);
        if (!own)
            line.configuration.push_back(argument);
        const bool follows = equals == std::string::npos && at + 1 < arguments.size();
        if (own)
            line.values[name] = follows                       ? arguments[++at]
                                : equals == std::string::npos ? ""
                                                              : argument.substr(equals + 1);
        else if (follows)
            line.configuration.push_back(arguments[++at]);
    }
    return line;
}

std::optional<std::string> CommandLine::value(std::string_view name) const
{
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> CommandLine::list(std::string_view name) const
{
    std::vector<std::string> all;
    std::string left = value(name).value_or("");
    while (!left.empty()) {
        const std::size_t comma = left.find(',');
        if (comma != 0)
            all.push_back(left.substr(0, comma));
        left = comma == std::string::npos ? std::string() : left.substr(comma + 1);
    }
    return all;
}

} // namespace beaver::app
