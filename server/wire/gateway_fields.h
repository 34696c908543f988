#pragma once

#include <server/wire/chat_request.h>
#include <shared/base/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace beaver::wire {

/// OpenRouter's `provider` object, as far as routing heeds it.
struct ProviderWishes
{
    std::vector<std::string> order;
    std::vector<std::string> only;
    std::vector<std::string> ignore;
    bool allowFallbacks = true;
    std::string sort;
};

/// What a request may tell the gateway itself, in OpenRouter's and the AI Gateway proxy's names. A provider never sees
/// it; OpenRouter gets its own `provider` object back.
struct GatewayFields
{
    std::vector<std::string> models; ///< `models`: tried in this order where the first can't be served
    std::optional<ProviderWishes> provider;
    std::string providerJson;              ///< `provider` as it came
    std::optional<bool> cache;             ///< `cache`
    std::optional<std::int64_t> cacheTtlS; ///< `cache_ttl`, 60 to 86400
    std::string sessionId;                 ///< `session_id`: calls of one session go to one endpoint
};

/// Whether any of these members is there.
bool hasGatewayFields(const ChatRequest &request);

/// Takes these members out of a body's top object. A body that isn't an object stays as it is: its decoder says so.
/// InvalidRequest names the field.
Result<GatewayFields> takeGatewayFields(std::string &body);

} // namespace beaver::wire
