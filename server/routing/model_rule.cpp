#include <server/routing/model_rule.h>

namespace beaver::routing {

namespace {

constexpr std::size_t longestRule = 300;
constexpr int mostStars = 4;

/// The upstream's stars take the pattern's, one after the other; those left over stand for nothing.
std::string filled(std::string_view upstream, const std::vector<std::string_view> &stars)
{
    std::string name;
    std::size_t used = 0;
    for (const char character : upstream) {
        if (character != '*')
            name += character;
        else if (used < stars.size())
            name += stars[used++];
    }
    return name;
}

bool matchFrom(std::string_view pattern, std::string_view text, std::vector<std::string_view> &stars)
{
    const std::size_t star = pattern.find('*');
    if (star == pattern.npos)
        return pattern == text;
    if (!text.starts_with(pattern.substr(0, star)))
        return false;
    pattern.remove_prefix(star + 1);
    text.remove_prefix(star);
    for (std::size_t length = 0; length <= text.size(); ++length) {
        stars.push_back(text.substr(0, length));
        if (matchFrom(pattern, text.substr(length), stars))
            return true;
        stars.pop_back();
    }
    return false;
}

bool isSoundName(std::string_view name)
{
    int stars = 0;
    for (const char character : name) {
        if (character <= ' ' || character == 0x7f || character == '=')
            return false;
        stars += character == '*' ? 1 : 0;
    }
    return !name.empty() && stars <= mostStars;
}

} // namespace

std::optional<std::vector<std::string_view>> matchPattern(std::string_view pattern, std::string_view text)
{
    std::vector<std::string_view> stars;
    if (!matchFrom(pattern, text, stars))
        return std::nullopt;
    return stars;
}

std::optional<UpstreamName> upstreamName(const EndpointSettings &settings, const catalog::Model &model)
{
    const bool own = model.provider == settings.provider;
    const std::string &called = own ? model.upstreamModel : model.id;
    if (settings.models.empty())
        return own ? std::optional(UpstreamName{called, false}) : std::nullopt;
    for (const ModelRule &rule : settings.models) {
        if (rule.pattern == model.id)
            return UpstreamName{rule.upstream.empty() ? called : rule.upstream, false};
    }
    for (const ModelRule &rule : settings.models) {
        if (rule.pattern.find('*') == std::string::npos)
            continue;
        if (const auto stars = matchPattern(rule.pattern, model.id))
            return UpstreamName{rule.upstream.empty() ? called : filled(rule.upstream, *stars), true};
    }
    return std::nullopt;
}

std::string ruleText(const ModelRule &rule)
{
    return rule.upstream.empty() ? rule.pattern : rule.pattern + "=" + rule.upstream;
}

std::optional<ModelRule> ruleFromText(std::string_view text)
{
    if (text.size() > longestRule)
        return std::nullopt;
    const std::size_t equals = text.find('=');
    ModelRule rule{std::string(text.substr(0, equals)), {}};
    if (equals != text.npos) {
        rule.upstream = text.substr(equals + 1);
        if (!isSoundName(rule.upstream))
            return std::nullopt;
    }
    if (!isSoundName(rule.pattern))
        return std::nullopt;
    return rule;
}

} // namespace beaver::routing
