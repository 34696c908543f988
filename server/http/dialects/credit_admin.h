#pragma once

#include <server/http/dialects/gateway_context.h>
#include <server/routing/checker.h>

namespace beaver::http {

/// The credit gateway's `/admin/…`: its accounts are named by one of their API keys, by their number or by e-mail.
class CreditAdmin
{
public:
    CreditAdmin(const GatewayContext &context, routing::Checker &checker)
        : m_context(context)
        , m_checker(checker)
    {}

    QCoro::Task<Result<Answer>> addCredits(std::shared_ptr<Exchange> exchange);
    /// A page of accounts with what they have and their keys (previews).
    QCoro::Task<Result<Answer>> balances(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> monitor(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> setLimit(std::shared_ptr<Exchange> exchange);
    /// Asks every endpoint anew what it serves.
    QCoro::Task<Result<Answer>> refreshModels(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> cacheStatus(std::shared_ptr<Exchange> exchange);

private:
    struct Named
    {
        std::optional<std::string> key, user, email;
    };
    /// The account that a body names; NotFound, or InvalidRequest where it names none.
    QCoro::Task<Result<identity::Account>> find(std::shared_ptr<Exchange> exchange, Named named);
    QCoro::Task<Result<std::string>> creditsBody(std::shared_ptr<Exchange> exchange, identity::Account account,
                                                 std::int64_t added, std::int64_t credits);

    const GatewayContext &m_context;
    routing::Checker &m_checker;
};

} // namespace beaver::http
