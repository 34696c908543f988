#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/identity_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>
#include <server/relay/idempotency.h>

namespace beaver::http {

/// `/account/balance`, `/account/transactions`, `/admin/top-up`, `/admin/ledger/proof`.
class LedgerHandlers
{
public:
    LedgerHandlers(storage::Database &database, ledger::LedgerService &ledger, identity::IdentityService &identity,
                   limits::LimitsService &limits, relay::Idempotency &idempotency)
        : m_database(database)
        , m_ledger(ledger)
        , m_identity(identity)
        , m_limits(limits)
        , m_idempotency(idempotency)
    {}

    QCoro::Task<Result<Answer>> balance(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> transactions(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> topUp(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> proof(std::shared_ptr<Exchange> exchange);

private:
    storage::Database &m_database;
    ledger::LedgerService &m_ledger;
    identity::IdentityService &m_identity;
    limits::LimitsService &m_limits;
    relay::Idempotency &m_idempotency;
};

} // namespace beaver::http
