#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// The credit gateway's `/user/…`: balance, monitoring, limits and profile of the caller's account, counted in credits.
class CreditUsers
{
public:
    explicit CreditUsers(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> balance(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> monitor(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> limit(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> profile(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> changeProfile(std::shared_ptr<Exchange> exchange);
    /// With the account's password, or the word DELETE_ACCOUNT.
    QCoro::Task<Result<Answer>> removeAccount(std::shared_ptr<Exchange> exchange);

private:
    /// What each of these answers begins with: who it is, by which key, and what there is.
    struct User
    {
        std::int64_t number = 0;
        std::string key; ///< preview; empty: a signed-in person without keys
        ledger::Balance balance;
    };
    QCoro::Task<Result<User>> userOf(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> showProfile(std::shared_ptr<Exchange> exchange, identity::Account account);

    const GatewayContext &m_context;
};

} // namespace beaver::http
