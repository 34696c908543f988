#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct OptionSpec
{
    std::string_view name;      ///< without the dashes
    std::string_view otherwise; ///< a number here makes it a number option
    std::string_view help;
};

/// `--name value` and `--name=value`, checked against a table. Ends the program after --help (0) and on anything wrong
/// (2).
class Arguments
{
public:
    /// `about`: first lines of --help. Words without dashes are allowed up to `words`.
    Arguments(int count, char **values, std::string_view about, std::span<const OptionSpec> options, std::size_t words);

    std::string text(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
    const std::vector<std::string> &words() const { return m_words; }

    [[noreturn]] static void fail(const std::string &what);

private:
    std::span<const OptionSpec> m_options;
    std::vector<std::string> m_values;
    std::vector<std::string> m_words;
};

} // namespace bench
