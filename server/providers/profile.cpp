#include <server/providers/profile.h>
#include <simdjson.h>

namespace beaver::providers {

namespace {

namespace dom = simdjson::dom;

Result<void> readField(Profile &profile, std::string_view key, dom::element value)
{
    const auto wrong = [&] {
        return invalid(std::string(key), "providers.json: '" + std::string(key) + "' has a wrong type.");
    };
    const auto text = [&](std::string &to) -> Result<void> {
        std::string_view read;
        if (value.get(read))
            return wrong();
        to = read;
        return {};
    };
    const auto flag = [&](bool &to) -> Result<void> { return value.get(to) ? Result<void>(wrong()) : Result<void>(); };

    if (key == "name")
        return text(profile.name);
    if (key == "display_name")
        return text(profile.displayName);
    if (key == "base_url")
        return text(profile.baseUrl);
    if (key == "chat_path")
        return text(profile.chatPath);
    if (key == "max_tokens_field")
        return text(profile.maxTokensField);
    if (key == "asks_for_usage")
        return flag(profile.asksForUsage);
    if (key == "reasoning_beside_completion")
        return flag(profile.usage.reasoningBeside);
    if (key == "citations_as_input")
        return flag(profile.usage.citationsAsInput);
    return invalid(std::string(key), "providers.json: '" + std::string(key) + "' is not a field of a profile.");
}

} // namespace

Result<std::vector<Profile>> readProfiles(std::string_view json)
{
    dom::parser parser;
    dom::array list;
    if (parser.parse(simdjson::padded_string(json)).get(list))
        return invalid("providers.json", "providers.json: a list of objects is expected.");
    std::vector<Profile> profiles;
    for (const dom::element element : list) {
        dom::object object;
        if (element.get(object))
            return invalid("providers.json", "providers.json: a list of objects is expected.");
        Profile profile;
        for (const auto field : object) {
            if (auto read = readField(profile, field.key, field.value); !read)
                return read.error();
        }
        if (profile.name.empty() || profile.baseUrl.empty())
            return invalid("name", "providers.json: a profile needs 'name' and 'base_url'.");
        profiles.push_back(std::move(profile));
    }
    return profiles;
}

} // namespace beaver::providers
