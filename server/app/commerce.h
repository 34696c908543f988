#pragma once

#include <server/http/rest/limits.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// Plans, limits, prices and what is told of them: the handlers of one loop.
struct CommerceHandlers
{
    explicit CommerceHandlers(const Shared &shared);

    http::LimitHandlers limits;
};

/// Their rows of the route table.
void addCommerceRoutes(std::vector<http::Route> &routes, CommerceHandlers &of);

} // namespace beaver::app
