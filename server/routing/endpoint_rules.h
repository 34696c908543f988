#pragma once

#include <server/routing/types.h>
#include <shared/base/result.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace beaver::routing {

/// What an administrator changes; what is empty stays.
struct EndpointPatch
{
    std::optional<std::string> name;
    std::optional<std::string> baseUrl;
    std::optional<Secret> credential; ///< an empty one takes it away
    std::optional<std::vector<ModelRule>> models;
    std::optional<std::int64_t> priority;
    std::optional<std::int64_t> weight;
    std::optional<std::int64_t> maxConcurrency;
    std::optional<std::int64_t> queueLength;
    std::optional<std::int64_t> costPercent;
    std::optional<std::string> region;
    std::optional<std::map<std::string, std::string>> headers;
    std::optional<std::map<std::string, std::int64_t>> timeouts; ///< connect_ms, first_byte_ms, silence_ms, whole_ms
    std::optional<EndpointStatus> status;
};

/// Checks each field and writes it into `endpoint`; an error names the field. A credential never follows to another
/// server: a base URL elsewhere takes a new one.
Result<void> applyPatch(const EndpointPatch &patch, StoredEndpoint &endpoint);

/// Without a slash at its end. http or https with a host, which may be a private one (Ollama beside us is the point);
/// no credentials, query or fragment, no link-local address (a cloud's metadata).
Result<std::string> checkBaseUrl(std::string_view field, const std::string &url);

/// The last four characters of one that is long enough not to be given away by them.
std::string credentialHint(const Secret &credential);

} // namespace beaver::routing
