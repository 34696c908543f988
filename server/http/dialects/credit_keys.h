#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// The credit gateway's `/user/api-keys`: environment-tagged keys, with numbers for ids.
class CreditKeys
{
public:
    explicit CreditKeys(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> change(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> usage(std::shared_ptr<Exchange> exchange);

private:
    const GatewayContext &m_context;
};

} // namespace beaver::http
