#include "arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace bench {

namespace {

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

} // namespace

Arguments::Arguments(int count, char **values, std::string_view about, std::span<const OptionSpec> options,
                     std::size_t words)
    : m_options(options)
{
    for (const OptionSpec &option : options)
        m_values.emplace_back(option.otherwise);
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = values[i];
        if (argument == "--help" || argument == "-h") {
            std::printf("%.*s\n", static_cast<int>(about.size()), about.data());
            for (const OptionSpec &option : options)
                std::printf("  --%-14s %s (%s)\n", std::string(option.name).c_str(), std::string(option.help).c_str(),
                            std::string(option.otherwise).c_str());
            std::exit(0);
        }
        if (!argument.starts_with("--")) {
            m_words.emplace_back(argument);
            if (m_words.size() > words)
                fail("one word too many: '" + std::string(argument) + "'; see --help");
            continue;
        }
        const std::size_t equals = argument.find('=');
        const std::string_view name = argument.substr(2, equals == std::string_view::npos ? equals : equals - 2);
        const auto option = std::ranges::find(options, name, &OptionSpec::name);
        if (option == options.end())
            fail("unknown option '" + std::string(argument) + "'; see --help");
        if (equals == std::string_view::npos && i + 1 == count)
            fail("--" + std::string(name) + " needs a value");
        const std::string_view value = equals == std::string_view::npos ? values[++i] : argument.substr(equals + 1);
        if (wholeNumber(option->otherwise) && !wholeNumber(value))
            fail("--" + std::string(name) + " takes a whole number, not '" + std::string(value) + "'");
        m_values[static_cast<std::size_t>(option - options.begin())] = value;
    }
}

std::string Arguments::text(std::string_view name) const
{
    const auto option = std::ranges::find(m_options, name, &OptionSpec::name);
    return m_values.at(static_cast<std::size_t>(option - m_options.begin()));
}

std::int64_t Arguments::number(std::string_view name) const
{
    return wholeNumber(text(name)).value_or(0);
}

void Arguments::fail(const std::string &what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(2);
}

} // namespace bench
