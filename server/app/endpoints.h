#pragma once

#include <server/ops/options.h>
#include <server/projects/own_credentials.h>
#include <server/routing/types.h>

#include <memory>
#include <vector>

namespace beaver::app {

struct ConfiguredEndpoints
{
    std::vector<routing::StoredEndpoint> endpoints;
    std::vector<std::shared_ptr<const providers::Profile>> profiles;
};

/// The endpoints that the configuration names, under fixed ids: one for each provider with a key (`end_openai`), the
/// LiteLLM servers (`end_litellm_1`), and the built-in simulated one.
Result<ConfiguredEndpoints> configuredEndpoints(const ops::Options &options);

/// Where projects' own keys are used: at the providers that have an address of their own, or one in the configuration.
std::vector<projects::OwnTarget> ownTargets(const ops::Options &options,
                                            const std::vector<std::shared_ptr<const providers::Profile>> &profiles);

} // namespace beaver::app
