#pragma once

#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::ops {

/// One option, declared once: its environment name, what it means, its default and bounds. The flag is made of the
/// name: `BEAVER_LISTEN` is `--listen`, `DATABASE_URL` is `--database-url`.
struct OptionDeclaration
{
    enum class Type : std::uint8_t { Text, Number, Choice } type = Type::Text;
    std::string name;
    std::string help;
    std::string defaultValue;
    bool secret = false;    ///< never printed; not taken as a flag, where everybody on the machine could read it
    std::int64_t least = 0; ///< of a Number
    std::int64_t most = 0;
    std::vector<std::string> choices; ///< of a Choice
    bool numbered = false;            ///< a family, declared by its pattern: `NAME_n_URL` for NAME_1_URL, NAME_2_URL, …
};

std::string flagOf(std::string_view name);

/// The values of all options: flags before environment before `.env` before defaults.
class Options
{
public:
    /// `families`: a declaration with a number in its name stands for as many as are set. `arguments` are `--flag
    /// value`, `--flag=value`. An unknown flag, a missing value, a value out of bounds or a malformed line of the
    /// `.env` file is an error that names it and says what it takes. `.env` may hold names that aren't ours.
    static Result<Options> read(const std::vector<OptionDeclaration> &families,
                                const std::vector<std::string> &arguments,
                                const std::map<std::string, std::string> &environment, std::string_view dotEnv);

    const std::string &text(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
    Secret secret(std::string_view name) const { return Secret(text(name)); }
    std::vector<std::string> list(std::string_view name) const; ///< comma-separated
    bool isSet(std::string_view name) const;                    ///< by other than its default, and not empty

    /// The numbers (1 to 999, ascending) under which a member of a numbered family is set.
    std::vector<int> numbers(std::string_view pattern) const;

    static std::string help(const std::vector<OptionDeclaration> &declarations);

private:
    struct Value
    {
        std::string text;
        bool set = false;
    };
    std::map<std::string, Value, std::less<>> m_values;
};

} // namespace beaver::ops
