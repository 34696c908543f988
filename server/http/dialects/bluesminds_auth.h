#pragma once

#include <server/http/rest/auth.h>

namespace beaver::http {

/// BluesMinds' `/api/auth/…`: the same accounts and sign-ins; who signs in gets a cookie.
class BluesMindsAuthHandlers
{
public:
    BluesMindsAuthHandlers(identity::IdentityService &identity, identity::PeopleService &people,
                           ledger::LedgerService &ledger, limits::LimitsService &limits, SignInSettings settings)
        : m_identity(identity)
        , m_people(people)
        , m_ledger(ledger)
        , m_limits(limits)
        , m_settings(settings)
    {}

    QCoro::Task<Result<Answer>> signUp(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> login(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> logout(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> me(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeMe(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn, int status);
    QCoro::Task<Result<Answer>> showUser(std::shared_ptr<Exchange> exchange, identity::Account account);

    identity::IdentityService &m_identity;
    identity::PeopleService &m_people;
    ledger::LedgerService &m_ledger;
    limits::LimitsService &m_limits;
    const SignInSettings m_settings;
};

} // namespace beaver::http
