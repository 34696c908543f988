#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/identity_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>
#include <server/relay/idempotency.h>

namespace beaver::http {

/// `/admin/accounts`.
class AccountHandlers
{
public:
    AccountHandlers(identity::IdentityService &identity, ledger::LedgerService &ledger, limits::LimitsService &limits,
                    relay::Idempotency &idempotency, const Clock &clock)
        : m_identity(identity)
        , m_ledger(ledger)
        , m_limits(limits)
        , m_idempotency(idempotency)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, identity::Account account, int status);

    identity::IdentityService &m_identity;
    ledger::LedgerService &m_ledger;
    limits::LimitsService &m_limits;
    relay::Idempotency &m_idempotency;
    const Clock &m_clock;
};

} // namespace beaver::http
