#pragma once

#include <server/http/docs/pages.h>
#include <server/http/rest/status.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// The documentation, and the paths that clients of other systems ask; the handlers of one loop.
struct DialectHandlers
{
    explicit DialectHandlers(const Shared &shared);

    http::DocsHandlers docs;
    http::StatusHandlers status;
};

/// Their rows of the route table.
void addDialectRoutes(std::vector<http::Route> &routes, DialectHandlers &of);

/// The last step of making the table: the OpenAPI document is made of it.
void describeRoutes(const std::vector<http::Route> &routes, DialectHandlers &of);

} // namespace beaver::app
