#pragma once

#include <server/cache/reply_cache.h>
#include <server/catalog/catalogue_service.h>
#include <server/http/front/route_table.h>
#include <server/identity/identity_service.h>
#include <server/identity/people_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>
#include <server/relay/idempotency.h>
#include <server/routing/router.h>
#include <server/storage/database.h>
#include <server/usage/totals.h>
#include <server/usage/usage_sums.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// What other systems' reads are made of. All of it outlives the handlers.
struct GatewayContext
{
    storage::Database &database;
    catalog::CatalogueService &catalogue;
    routing::Router &router;
    identity::IdentityService &identity;
    ledger::LedgerService &ledger;
    limits::LimitsService &limits;
    relay::Idempotency &idempotency;
    cache::ReplyCache &cache;
    const Clock &clock;
    identity::PeopleService &people;
};

/// Start of the UTC day and of the week (Monday) that hold this time.
constexpr std::int64_t dayStart(std::int64_t ms)
{
    return ms - ms % usage::dayMs;
}
constexpr std::int64_t weekStart(std::int64_t ms)
{
    const std::int64_t days = ms / usage::dayMs; // 1970-01-01 was a Thursday
    return (days - (days + 3) % 7) * usage::dayMs;
}

/// Whose calls the caller may see summed up: its account's, for a key of one project that project's.
inline usage::Of ownUse(const Exchange &exchange)
{
    return {exchange.principal->account->id, {}, identity::confinedTo(*exchange.principal)};
}

/// Whether somebody serves this model at a known price.
inline bool isServed(const GatewayContext &context, const catalog::Model &model)
{
    return model.active && model.price.state != catalog::PriceState::Unknown && context.router.serves(model, {});
}

/// Whose sale prices an exchange shows: those of its account, or the gateway's.
inline catalog::Policy policyOf(const catalog::Snapshot &snapshot, const Exchange &exchange)
{
    return snapshot.policyOf(exchange.principal ? std::string_view(exchange.principal->account->pricingPolicy)
                                                : std::string_view());
}

/// Sale price of one unit, in 1e-21 USD.
inline Int128 salePrice(const catalog::Model &model, const catalog::Policy &policies, wire::Bucket bucket)
{
    const catalog::Policy &policy = policies.of(model);
    return static_cast<Int128>(policy.unitPrice(model.price, bucket, 0)) * (1'000'000 + policy.markupPpm(model));
}

} // namespace beaver::http
