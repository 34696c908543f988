#pragma once

#include <server/http/front/exchange.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/routing/endpoint_rules.h>
#include <server/routing/router.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

/// The fields of `POST` and `PATCH /admin/endpoints`, but `provider`. What is wrong is noted in `body`.
routing::EndpointPatch readEndpointPatch(JsonBody &body);
/// An endpoint with its health, as an object.
void writeEndpointView(JsonWriter &json, const routing::EndpointView &view);
/// Its models: texts, or `{"model", "upstream_model"}`.
std::vector<routing::ModelRule> readModelRules(JsonBody &body, std::string_view name, const std::string &raw);

} // namespace beaver::http
