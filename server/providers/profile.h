#pragma once

#include <server/wire/openai_usage.h>
#include <shared/base/ids.h>
#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::providers {

/// What is particular about a provider of the OpenAI dialect; data, from resources/providers.json.
struct Profile
{
    std::string name; ///< `openai`, `deepseek`, …
    std::string displayName;
    std::string baseUrl; ///< the provider's own; `<NAME>_BASE_URL` overrides it
    std::string chatPath = "/chat/completions";
    std::string maxTokensField = "max_tokens"; ///< what to write where a request names no maximum
    bool asksForUsage =
        true; ///< sends `stream_options.include_usage` (false: usage comes anyway, the option is refused)
    wire::UsageStyle usage;
};

/// Reads the list; an unknown field or a missing name is an error that names it.
Result<std::vector<Profile>> readProfiles(std::string_view json);
/// resources/providers.json.
std::string_view builtInProfiles();

/// One base URL with its credential.
struct Endpoint
{
    EndpointId id;
    std::shared_ptr<const Profile> profile;
    std::string baseUrl; ///< without a slash at its end
    Secret credential;
    std::vector<std::string> extraHeaders; ///< whole lines, e.g. OpenRouter's attribution
};

} // namespace beaver::providers
