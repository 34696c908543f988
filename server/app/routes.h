#pragma once

#include <server/app/billing.h>
#include <server/app/commerce.h>
#include <server/app/dialects.h>
#include <server/app/jobs.h>
#include <server/app/people.h>
#include <server/app/tenants.h>
#include <server/http/dialects/bluesminds_servers.h>
#include <server/http/front/route_table.h>
#include <server/http/llm/chat_socket.h>
#include <server/http/llm/model_calls.h>
#include <server/http/rest/accounts.h>
#include <server/http/rest/cache.h>
#include <server/http/rest/catalog_admin.h>
#include <server/http/rest/endpoints.h>
#include <server/http/rest/health.h>
#include <server/http/rest/ledger.h>
#include <server/http/rest/metrics.h>
#include <server/http/rest/models.h>
#include <server/http/rest/receipts.h>

namespace beaver::app {

/// All handlers of one loop.
struct Handlers
{
    http::ModelCallHandlers calls;
    http::ModelHandlers models;
    http::ReceiptHandlers receipts;
    http::AccountHandlers accounts;
    http::LedgerHandlers ledger;
    http::HealthHandlers health;
    http::MetricsHandler metrics;
    http::EndpointHandlers endpoints;
    http::CatalogAdminHandlers catalogAdmin;
    http::CacheHandlers cache;
    http::BluesMindsServerHandlers bluesMindsServers;
    http::ChatSocketHandlers chatSocket;
};

/// The route table: method, path, who may call, handler, one row each.
http::RouteTable makeRoutes(Handlers &of, JobHandlers &jobs, PeopleHandlers &people, CommerceHandlers &commerce,
                            BillingHandlers &billing, TenantHandlers &tenants, DialectHandlers &dialects,
                            std::size_t chatBodyLimit);

} // namespace beaver::app
