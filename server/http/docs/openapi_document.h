#pragma once

#include <server/http/front/route_table.h>
#include <shared/base/result.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// One file of resources/openapi/.
struct OpenApiFragment
{
    std::string_view name;
    std::string_view json;
};

/// The fragments as they were compiled in.
std::span<const OpenApiFragment> openApiFragments();

/// The OpenAPI 3.1 document of the service. Methods, paths, parameters of paths, who may call and the errors that
/// follow from that come from the route table, so they can't lie; what a table can't say (texts, queries, bodies) comes
/// from the fragments. `x-beaver-undescribed` lists routes without a description, `x-beaver-without-route` descriptions
/// without a route; both are empty in a sound build. Fails only for a fragment that is no JSON.
Result<std::string> openApiDocument(const std::vector<Route> &routes, std::span<const OpenApiFragment> fragments,
                                    std::string_view version);

} // namespace beaver::http
