#pragma once

#include <server/http/dialects/bluesminds_usage.h>
#include <server/http/dialects/credit_admin.h>
#include <server/http/dialects/credit_keys.h>
#include <server/http/dialects/credit_models.h>
#include <server/http/dialects/credit_users.h>
#include <server/http/dialects/litellm_keys.h>
#include <server/http/dialects/litellm_models.h>
#include <server/http/dialects/litellm_spend.h>
#include <server/http/dialects/litellm_users.h>
#include <server/http/dialects/old_billing.h>
#include <server/http/dialects/openrouter_reads.h>
#include <server/http/docs/pages.h>
#include <server/http/rest/status.h>

#include <vector>

namespace beaver::app {

struct Shared;

/// The documentation, and the paths that clients of other systems ask; the handlers of one loop.
struct DialectHandlers
{
    DialectHandlers(const Shared &shared, routing::Checker &checker);

    http::GatewayContext context;
    http::DocsHandlers docs;
    http::StatusHandlers status;
    http::OpenRouterReads openRouter;
    http::OldBillingReads oldBilling;
    http::LiteLlmModels liteLlmModels;
    http::LiteLlmKeys liteLlmKeys;
    http::LiteLlmUsers liteLlmUsers;
    http::LiteLlmSpend liteLlmSpend;
    http::BluesMindsUsage bluesMindsUsage;
    http::CreditModels creditModels;
    http::CreditUsers creditUsers;
    http::CreditKeys creditKeys;
    http::CreditAdmin creditAdmin;
    bool liteLlmHeaders;
};

/// Their rows of the route table, before those that are there: some of them are parts of longer paths.
void addDialectRoutes(std::vector<http::Route> &routes, DialectHandlers &of);

/// The last step of making the table: the OpenAPI document is made of it.
void describeRoutes(const std::vector<http::Route> &routes, DialectHandlers &of);

} // namespace beaver::app
