#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// The credit gateway's open lists: `/models` (OpenRouter's form) and `/models/providers`.
class CreditModels
{
public:
    explicit CreditModels(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> models(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> providers(std::shared_ptr<Exchange> exchange);

private:
    const GatewayContext &m_context;
};

} // namespace beaver::http
