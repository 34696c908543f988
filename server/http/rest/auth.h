#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/people_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>

namespace beaver::http {

/// What the sign-in paths answer with, beside their bodies.
struct SignInSettings
{
    bool secureCookies = false; ///< browsers keep them for TLS alone
};

/// `/auth/…` and `/users/me`: registration, sign-in, and what people do about their own account. auth.cpp has the
/// sign-ins, registration.cpp what comes before them, own_account.cpp what comes after.
class AuthHandlers
{
public:
    AuthHandlers(identity::IdentityService &identity, identity::PeopleService &people, ledger::LedgerService &ledger,
                 limits::LimitsService &limits, SignInSettings settings)
        : m_identity(identity)
        , m_people(people)
        , m_ledger(ledger)
        , m_limits(limits)
        , m_settings(settings)
    {}

    QCoro::Task<Result<Answer>> login(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> refresh(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> logout(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> logoutAll(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> registerAccount(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> verifyEmail(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> resendVerification(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> forgotPassword(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> resetPassword(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> me(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeMe(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> deleteMe(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changePassword(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setUpSecondFactor(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> enableSecondFactor(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> disableSecondFactor(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> newRecoveryCodes(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> sessions(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> endSession(std::shared_ptr<Exchange> exchange);

    /// The answer to a sign-in: tokens and the account; its cookie where it has one; 401 with a challenge where a
    /// second factor is wanted.
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn);

private:
    QCoro::Task<Result<Answer>> showRegistered(std::shared_ptr<Exchange> exchange, identity::Registered registered);
    QCoro::Task<Result<Answer>> changeSecondFactor(std::shared_ptr<Exchange> exchange,
                                                   identity::PeopleService::FactorChange wanted);
    QCoro::Task<Result<Answer>> showAccount(std::shared_ptr<Exchange> exchange, identity::Account account);

    identity::IdentityService &m_identity;
    identity::PeopleService &m_people;
    ledger::LedgerService &m_ledger;
    limits::LimitsService &m_limits;
    const SignInSettings m_settings;
};

} // namespace beaver::http
