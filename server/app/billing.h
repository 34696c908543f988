#pragma once

#include <server/http/rest/calls.h>
#include <server/http/rest/usage_reports.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// Usage, the request log and the documents of money; the handlers of one loop.
struct BillingHandlers
{
    explicit BillingHandlers(const Shared &shared);

    http::CallHandlers calls;
    http::UsageHandlers usage;
};

/// Their rows of the route table.
void addBillingRoutes(std::vector<http::Route> &routes, BillingHandlers &of);

} // namespace beaver::app
