#include "behaviours.h"

#include "text.h"

#include <algorithm>
#include <array>

namespace faulty {

namespace {

constexpr Option common[] = {
    {"tokens", "words in the answer, one a token and one a chunk (16)", true},
    {"prompt", "usage: prompt_tokens (12)", true},
    {"cached", "usage: cached_tokens (0)", true},
    {"reasoning", "usage: reasoning_tokens (0)", true},
    {"text", "the answer's text instead of numbered words", false},
    {"finish", "finish_reason (stop; length if max_tokens cut it)", false},
    {"model", "the model's name in the answer (as asked)", false},
    {"delay_ms", "wait before the first byte (0)", true},
    {"chunk_ms", "wait between two chunks (0)", true},
    {"split", "cut the body into TCP writes, and chunks, of N bytes (whole events)", true},
    {"framing", "length, chunked or close (JSON length, SSE chunked)", false},
    {"close", "close the connection after the answer", true},
    {"gate", "wait before the first byte until POST /_release?gate=NAME", false},
    {"chunk_gate", "the same after the first chunk", false},
    {"fail", "only the first N POST requests to this exact prefix misbehave, later ones are ok", true},
    {"ok_first", "the first N POST requests to this exact prefix are ok, later ones misbehave", true},
    {"tag", "ignored: makes prefixes that count apart", false},
};

std::array<std::span<const Behaviour>, 8> subjects()
{
    return {ordinaryBehaviours(), connectionBehaviours(), framingBehaviours(), headerBehaviours(),
            encodingBehaviours(), contentBehaviours(),    sseBehaviours(),     usageBehaviours()};
}

bool isStatus(std::string_view name)
{
    return name.size() == 3 && wholeNumber(name, 400, 599).has_value();
}

// `options` is "name=default …"; a default that is a number wants a number.
bool ownOption(std::string_view options, std::string_view name, bool &isNumber)
{
    while (!options.empty()) {
        const std::string_view option = options.substr(0, options.find(' '));
        options.remove_prefix(std::min(options.size(), option.size() + 1));
        const std::size_t equals = option.find('=');
        if (option.substr(0, equals) != name)
            continue;
        isNumber = equals != std::string_view::npos && wholeNumber(option.substr(equals + 1), 0, INT64_MAX).has_value();
        return true;
    }
    return false;
}

} // namespace

std::span<const Option> commonOptions()
{
    return common;
}

const Behaviour *findBehaviour(std::string_view name)
{
    if (isStatus(name))
        name = "status";
    for (const std::span<const Behaviour> subject : subjects()) {
        const auto found = std::ranges::find(subject, name, &Behaviour::name);
        if (found != subject.end())
            return &*found;
    }
    return nullptr;
}

std::string checkOptions(const Behaviour &behaviour, const Selection &selection)
{
    for (const auto &[name, value] : selection.options) {
        const auto shared = std::ranges::find(common, name, &Option::name);
        bool isNumber = shared != std::end(common) && shared->isNumber;
        if (shared == std::end(common) && !ownOption(behaviour.options, name, isNumber))
            return "behaviour '" + std::string(behaviour.name) + "' has no option '" + name + "'; see --list";
        if (isNumber && !wholeNumber(value, 0, 1'000'000'000'000))
            return "option '" + name + "' takes a whole number, not '" + value + "'";
    }
    const std::string framing = selection.text("framing", "length");
    if (framing != "length" && framing != "chunked" && framing != "close")
        return "option 'framing' takes length, chunked or close, not '" + framing + "'";
    return {};
}

std::string behaviourList()
{
    const auto line = [](std::string_view left, std::string_view right) {
        std::string text = "  " + std::string(left);
        text.resize(std::max<std::size_t>(text.size() + 2, 44), ' ');
        return text.append(right) + "\n";
    };
    std::string list = "Behaviours: /<behaviour>[;option=value…]/v1/…  (own options with their defaults)\n";
    for (const std::span<const Behaviour> subject : subjects())
        for (const Behaviour &behaviour : subject) {
            std::string name(behaviour.name);
            for (const char character :
                 behaviour.options.empty() ? std::string() : " " + std::string(behaviour.options))
                name += character == ' ' ? ';' : character;
            list += line(name, behaviour.what);
        }
    list += line("400 … 599", "short for status;code=N");
    list += "Options of all:\n";
    for (const Option &option : common)
        list += line(option.name, option.what);
    return list;
}

} // namespace faulty
