#include <server/app/endpoints.h>
#include <server/routing/endpoint_rules.h>

#include <algorithm>

namespace beaver::app {

namespace {

constexpr int litellmPriority = 200; ///< after the providers themselves, where both are configured

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; });
    return text;
}

routing::StoredEndpoint endpoint(std::string id, std::string name, const std::string &provider, Secret credential)
{
    routing::StoredEndpoint made;
    made.id = EndpointId(std::move(id));
    made.settings.name = std::move(name);
    made.settings.provider = provider;
    made.credential = std::move(credential);
    made.credentialHint = routing::credentialHint(made.credential);
    made.fromEnvironment = true;
    return made;
}

/// What tells OpenRouter whose calls they are.
std::vector<std::string> siteHeaders(const providers::Profile &profile, const ops::Options &options)
{
    std::vector<std::string> headers;
    if (profile.name != "openrouter")
        return headers;
    if (options.isSet("OPENROUTER_SITE_URL"))
        headers.push_back("HTTP-Referer: " + options.text("OPENROUTER_SITE_URL"));
    if (options.isSet("OPENROUTER_SITE_NAME"))
        headers.push_back("X-Title: " + options.text("OPENROUTER_SITE_NAME"));
    return headers;
}

Result<void> addProvider(std::vector<routing::StoredEndpoint> &to, const providers::Profile &profile,
                         const ops::Options &options)
{
    const std::string key = upper(profile.name) + "_API_KEY";
    const std::string base = upper(profile.name) + "_BASE_URL";
    if (!options.isSet(key))
        return {};
    auto made = endpoint("end_" + profile.name, profile.displayName, profile.name, options.secret(key));
    const auto url = routing::checkBaseUrl(base, options.isSet(base) ? options.text(base) : profile.baseUrl);
    if (!url)
        return url.error();
    made.settings.baseUrl = *url;
    made.settings.headers = siteHeaders(profile, options);
    to.push_back(std::move(made));
    return {};
}

Result<void> addLiteLlm(std::vector<routing::StoredEndpoint> &to, const ops::Options &options)
{
    for (const int number : options.numbers("LITELLM_SERVER_n_URL")) {
        const std::string prefix = "LITELLM_SERVER_" + std::to_string(number);
        const std::string key = prefix + "_KEY";
        auto made = endpoint("end_litellm_" + std::to_string(number), "LiteLLM " + std::to_string(number), "litellm",
                             options.isSet(key) ? options.secret(key) : Secret());
        const auto url = routing::checkBaseUrl(prefix + "_URL", options.text(prefix + "_URL"));
        if (!url)
            return url.error();
        made.settings.baseUrl = *url;
        made.settings.models = {{"*", {}}};
        made.settings.priority = litellmPriority;
        to.push_back(std::move(made));
    }
    for (const int number : options.numbers("LITELLM_SERVER_n_KEY")) {
        const std::string url = "LITELLM_SERVER_" + std::to_string(number) + "_URL";
        if (!options.isSet(url))
            return invalid(url, "LITELLM_SERVER_" + std::to_string(number) + "_KEY needs " + url + ": where it is.");
    }
    return {};
}

} // namespace

Result<ConfiguredEndpoints> configuredEndpoints(const ops::Options &options)
{
    auto profiles = providers::readProfiles(providers::builtInProfiles());
    if (!profiles)
        return profiles.error();
    ConfiguredEndpoints found;
    for (auto &profile : *profiles) {
        if (!profile.baseUrl.empty()) {
            if (auto added = addProvider(found.endpoints, profile, options); !added)
                return added.error();
        }
        found.profiles.push_back(std::make_shared<const providers::Profile>(std::move(profile)));
    }
    if (auto added = addLiteLlm(found.endpoints, options); !added)
        return added.error();
    const auto simulated = std::make_shared<const providers::Profile>(providers::simulatedProfile());
    found.endpoints.push_back(endpoint("end_simulated", simulated->displayName, simulated->name, {}));
    found.profiles.push_back(simulated);
    return found;
}

std::vector<projects::OwnTarget> ownTargets(const ops::Options &options,
                                            const std::vector<std::shared_ptr<const providers::Profile>> &profiles)
{
    std::vector<projects::OwnTarget> targets;
    for (const auto &profile : profiles) {
        if (profile->baseUrl.empty())
            continue;
        const std::string base = upper(profile->name) + "_BASE_URL";
        // One that can't be called stops the start elsewhere, where a key of the operator's own stands beside it.
        const auto url = routing::checkBaseUrl(base, options.isSet(base) ? options.text(base) : profile->baseUrl);
        if (url)
            targets.push_back({profile, *url, siteHeaders(*profile, options)});
    }
    return targets;
}

} // namespace beaver::app
