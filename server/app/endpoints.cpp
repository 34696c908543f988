#include <server/app/endpoints.h>

#include <algorithm>

namespace beaver::app {

Result<std::vector<providers::Endpoint>> configuredEndpoints(const ops::Options &options)
{
    const auto profiles = providers::readProfiles(providers::builtInProfiles());
    if (!profiles)
        return profiles.error();
    std::vector<providers::Endpoint> endpoints;
    for (const auto &profile : *profiles) {
        std::string prefix = profile.name;
        std::transform(prefix.begin(), prefix.end(), prefix.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; });
        if (!options.isSet(prefix + "_API_KEY"))
            continue;
        providers::Endpoint endpoint;
        endpoint.id = EndpointId("end_" + profile.name);
        endpoint.profile = std::make_shared<const providers::Profile>(profile);
        endpoint.baseUrl = options.isSet(prefix + "_BASE_URL") ? options.text(prefix + "_BASE_URL") : profile.baseUrl;
        while (endpoint.baseUrl.ends_with('/'))
            endpoint.baseUrl.pop_back();
        endpoint.credential = options.secret(prefix + "_API_KEY");
        if (profile.name == "openrouter") {
            if (options.isSet("OPENROUTER_SITE_URL"))
                endpoint.extraHeaders.push_back("HTTP-Referer: " + options.text("OPENROUTER_SITE_URL"));
            if (options.isSet("OPENROUTER_SITE_NAME"))
                endpoint.extraHeaders.push_back("X-Title: " + options.text("OPENROUTER_SITE_NAME"));
        }
        endpoints.push_back(std::move(endpoint));
    }
    auto simulated = std::make_shared<providers::Profile>();
    simulated->name = "simulated";
    simulated->displayName = "Simulated";
    endpoints.push_back({EndpointId("end_simulated"), std::move(simulated), {}, {}, {}});
    return endpoints;
}

} // namespace beaver::app
