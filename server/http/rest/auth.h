#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/identity_service.h>
#include <server/ledger/ledger_service.h>

namespace beaver::http {

/// `/auth/login`, `/auth/refresh`, `/auth/logout`, `/auth/me`.
class AuthHandlers
{
public:
    AuthHandlers(identity::IdentityService &identity, ledger::LedgerService &ledger)
        : m_identity(identity)
        , m_ledger(ledger)
    {}

    QCoro::Task<Result<Answer>> login(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> refresh(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> logout(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> me(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn);

    identity::IdentityService &m_identity;
    ledger::LedgerService &m_ledger;
};

} // namespace beaver::http
