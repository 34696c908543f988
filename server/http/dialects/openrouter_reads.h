#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// What OpenRouter's clients read beside the calls: the key, the credits, a generation, who serves a model, providers
/// (https://openrouter.ai/docs/api-reference). Money is in USD, as there.
class OpenRouterReads
{
public:
    explicit OpenRouterReads(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> key(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> credits(std::shared_ptr<Exchange> exchange);
    /// `?id=` of a call: the one that `x-beaver-request-id` names.
    QCoro::Task<Result<Answer>> generation(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> modelEndpoints(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> providers(std::shared_ptr<Exchange> exchange);

private:
    const GatewayContext &m_context;
};

} // namespace beaver::http
