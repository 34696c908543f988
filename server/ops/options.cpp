#include <server/ops/options.h>

#include <algorithm>
#include <cassert>
#include <charconv>

namespace beaver::ops {

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r";
    const std::size_t from = text.find_first_not_of(space);
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(space) - from + 1);
}

/// `NAME=value` lines; `#` begins a comment, a value may stand in quotes.
Result<std::map<std::string, std::string>> readDotEnv(std::string_view text)
{
    std::map<std::string, std::string> values;
    for (int number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line = trimmed(line);
        if (line.empty() || line.front() == '#')
            continue;
        if (line.starts_with("export "))
            line.remove_prefix(7);
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return invalid(".env", ".env, line " + std::to_string(number) + ": NAME=value is expected.");
        std::string_view value = trimmed(line.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
            value.find(value.front(), 1) != value.npos)
            value = value.substr(1, value.find(value.front(), 1) - 1);
        else if (const std::size_t comment = value.find(" #"); comment != value.npos)
            value = trimmed(value.substr(0, comment));
        values[std::string(trimmed(line.substr(0, equals)))] = value;
    }
    return values;
}

Result<void> check(const OptionDeclaration &option, const std::string &value)
{
    const std::string shown = option.secret ? "the value given" : "'" + value + "'";
    if (option.type == OptionDeclaration::Type::Number) {
        std::int64_t number = 0;
        const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (failure != std::errc() || end != value.data() + value.size() || number < option.least ||
            number > option.most)
            return invalid(option.name, option.name + " takes a whole number from " + std::to_string(option.least) +
                                            " to " + std::to_string(option.most) + ", not " + shown + ".");
    }
    if (option.type == OptionDeclaration::Type::Choice &&
        std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
        std::string choices;
        for (const auto &choice : option.choices)
            choices.append(choices.empty() ? "" : ", ").append(choice);
        return invalid(option.name, option.name + " takes one of " + choices + ", not " + shown + ".");
    }
    return {};
}

/// The number of a name that fits a family's pattern; 0 where it doesn't.
int numberIn(std::string_view pattern, std::string_view name)
{
    const std::size_t place = pattern.find("_n_") + 1;
    const std::string_view end = pattern.substr(place + 1);
    if (name.size() <= place + end.size() || name.substr(0, place) != pattern.substr(0, place) || !name.ends_with(end))
        return 0;
    const std::string_view digits = name.substr(place, name.size() - place - end.size());
    int number = 0;
    const auto [rest, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = failure == std::errc() && rest == digits.data() + digits.size();
    return whole && digits.front() != '0' && digits.front() != '-' && number <= 999 ? number : 0;
}

std::string numberedName(std::string_view pattern, int number)
{
    const std::size_t place = pattern.find("_n_") + 1;
    return std::string(pattern.substr(0, place)) + std::to_string(number) + std::string(pattern.substr(place + 1));
}

/// Families become one declaration for each of their names in the environment or the file.
std::vector<OptionDeclaration> expanded(const std::vector<OptionDeclaration> &declarations,
                                        const std::map<std::string, std::string> &environment,
                                        const std::map<std::string, std::string> &file)
{
    std::vector<OptionDeclaration> all;
    for (const auto &option : declarations) {
        if (!option.numbered) {
            all.push_back(option);
            continue;
        }
        std::map<int, bool> numbers;
        for (const auto *source : {&file, &environment}) {
            for (const auto &[name, value] : *source) {
                if (const int number = numberIn(option.name, name))
                    numbers[number] = true;
            }
        }
        for (const auto &[number, set] : numbers) {
            auto member = option;
            member.name = numberedName(option.name, number);
            all.push_back(std::move(member));
        }
    }
    return all;
}

} // namespace

std::string flagOf(std::string_view name)
{
    if (name.starts_with("BEAVER_"))
        name.remove_prefix(7);
    std::string flag = "--";
    for (const char c : name)
        flag += c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    return flag;
}

Result<Options> Options::read(const std::vector<OptionDeclaration> &families, const std::vector<std::string> &arguments,
                              const std::map<std::string, std::string> &environment, std::string_view dotEnv)
{
    const auto file = readDotEnv(dotEnv);
    if (!file)
        return file.error();

    const auto declarations = expanded(families, environment, *file);
    Options options;
    for (const auto &option : declarations) {
        Value value{option.defaultValue, false};
        for (const auto *source : {&*file, &environment}) {
            const auto found = source->find(option.name);
            if (found != source->end() && !found->second.empty())
                value = {found->second, true};
        }
        options.m_values[option.name] = std::move(value);
    }
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string &argument = arguments[at];
        const std::size_t equals = argument.find('=');
        const std::string flag = argument.substr(0, equals);
        const auto option = std::find_if(declarations.begin(), declarations.end(), [&](const auto &declared) {
            return !declared.secret && flagOf(declared.name) == flag;
        });
        if (option == declarations.end()) {
            const bool secret = std::any_of(declarations.begin(), declarations.end(),
                                            [&](const auto &declared) { return flagOf(declared.name) == flag; });
            return invalid(
                flag,
                secret
                    ? flag + " would show a secret to everybody on this machine; set it in the environment or in .env."
                    : "There is no option " + flag + ". 'beaverd serve --help' lists them.");
        }
        if (equals == std::string::npos && at + 1 >= arguments.size())
            return invalid(flag, flag + " needs a value.");
        options.m_values[option->name] = {equals == std::string::npos ? arguments[++at] : argument.substr(equals + 1),
                                          true};
    }
    for (const auto &option : declarations) {
        const std::string &value = options.m_values[option.name].text;
        if (value.empty() && option.defaultValue.empty())
            continue;
        if (auto sound = check(option, value); !sound)
            return sound.error();
    }
    return options;
}

const std::string &Options::text(std::string_view name) const
{
    const auto found = m_values.find(name);
    assert(found != m_values.end());
    return found->second.text;
}

std::int64_t Options::number(std::string_view name) const
{
    const std::string &value = text(name);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::vector<std::string> Options::list(std::string_view name) const
{
    std::vector<std::string> items;
    std::string_view left = text(name);
    while (!left.empty()) {
        const std::string_view item = left.substr(0, left.find(','));
        left.remove_prefix(std::min(item.size() + 1, left.size()));
        if (!trimmed(item).empty())
            items.emplace_back(trimmed(item));
    }
    return items;
}

bool Options::isSet(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found != m_values.end() && found->second.set && !found->second.text.empty();
}

std::vector<int> Options::numbers(std::string_view pattern) const
{
    std::vector<int> found;
    for (const auto &[name, value] : m_values) {
        const int number = numberIn(pattern, name);
        if (number > 0 && value.set && !value.text.empty())
            found.push_back(number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string Options::help(const std::vector<OptionDeclaration> &declarations)
{
    std::string text;
    for (const auto &option : declarations) {
        text += "  " + option.name + (option.secret || option.numbered ? "" : "  (" + flagOf(option.name) + ")") +
                "\n      " + option.help;
        if (option.type == OptionDeclaration::Type::Number)
            text += " From " + std::to_string(option.least) + " to " + std::to_string(option.most) + ".";
        for (std::size_t at = 0; at < option.choices.size(); ++at)
            text += (at == 0 ? " One of " : ", ") + option.choices[at] + (at + 1 == option.choices.size() ? "." : "");
        text += "\n      Default: " + (option.defaultValue.empty() ? "none" : option.defaultValue) + "\n";
    }
    return text;
}

} // namespace beaver::ops
