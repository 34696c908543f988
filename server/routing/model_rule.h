#pragma once

#include <server/routing/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::routing {

/// What the stars of `pattern` stand for in `text`, the earlier ones as short as they can be; empty where it doesn't
/// match.
std::optional<std::vector<std::string_view>> matchPattern(std::string_view pattern, std::string_view text);

struct UpstreamName
{
    std::string name;
    bool byPattern = false; ///< of a rule with stars: a server that lists its models may not have this one
};

/// What an endpoint with these settings calls the model; empty where it doesn't serve it. An exact rule goes before
/// patterns, those in their order.
std::optional<UpstreamName> upstreamName(const EndpointSettings &settings, const catalog::Model &model);

/// `pattern`, or `pattern=upstream`.
std::string ruleText(const ModelRule &rule);
std::optional<ModelRule> ruleFromText(std::string_view text);

} // namespace beaver::routing
