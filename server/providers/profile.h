#pragma once

#include <server/wire/dialect.h>
#include <server/wire/openai_usage.h>
#include <shared/base/ids.h>
#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::providers {

/// Which header carries the credential.
enum class AuthStyle : std::uint8_t {
    Bearer,       ///< `Authorization: Bearer …`
    ApiKey,       ///< `x-api-key`, with `anthropic-version`
    GoogleApiKey, ///< `x-goog-api-key`
};

/// What is particular about a provider; data, from resources/providers.json.
struct Profile
{
    std::string name; ///< `openai`, `deepseek`, …
    std::string displayName;
    std::string baseUrl; ///< the provider's own, overridden by an endpoint's; empty: each endpoint says its own
    wire::Dialect dialect = wire::Dialect::OpenAiChat; ///< what `chat` speaks
    AuthStyle auth = AuthStyle::Bearer;
    /// Below the base URL, by capability (`chat`, `chat_stream` where a stream has its own, `embeddings`, …); `{model}`
    /// stands for the model. What isn't here the provider can't do.
    std::map<std::string, std::string, std::less<>> paths;
    std::string healthPath;                    ///< a GET that costs nothing; empty: `models`
    std::string maxTokensField = "max_tokens"; ///< what to write where a request names no maximum
    bool asksForUsage =
        true; ///< sends `stream_options.include_usage` (false: usage comes anyway, the option is refused)
    bool routesItself = false; ///< has providers of its own, and takes OpenRouter's `provider` object about them
    wire::UsageStyle usage;

    bool serves(std::string_view capability) const { return paths.find(capability) != paths.end(); }
};

/// Reads the list; an unknown field or a missing name is an error that names it.
Result<std::vector<Profile>> readProfiles(std::string_view json);
/// resources/providers.json.
std::string_view builtInProfiles();
/// Of the built-in provider, which needs no network.
Profile simulatedProfile();

/// Milliseconds; 0: the gateway's own (BEAVER_UPSTREAM_…_MS, BEAVER_HEDGE_MS).
struct EndpointTimeouts
{
    std::int64_t connectMs = 0;
    std::int64_t firstByteMs = 0;
    std::int64_t silenceMs = 0;
    std::int64_t wholeMs = 0;
    std::int64_t hedgeMs = 0; ///< without a first byte for so long, another endpoint is asked too

    bool operator==(const EndpointTimeouts &) const = default;
};

/// One base URL with its credential. Immutable once in a pool: a change makes a new one with the next revision.
struct Endpoint
{
    EndpointId id;
    std::shared_ptr<const Profile> profile;
    std::string baseUrl; ///< without a slash at its end
    Secret credential;
    std::vector<std::string> extraHeaders; ///< whole lines, e.g. OpenRouter's attribution
    EndpointTimeouts timeouts;
    std::uint64_t revision = 0; ///< what was made from an older one must be made anew
};

/// Where a capability of the endpoint is called; empty where it has none. A base URL may end in the version that the
/// path begins with (`https://host/v1` and `/v1/messages`): it is said once.
std::string callUrl(const Endpoint &endpoint, std::string_view capability, std::string_view upstreamModel = {},
                    bool stream = false);
/// The free question whether it is there; empty where there is none to ask.
std::string healthUrl(const Endpoint &endpoint);
/// Header lines with the credential (none where it has none), then the endpoint's own.
std::vector<std::string> endpointHeaders(const Endpoint &endpoint);

} // namespace beaver::providers
