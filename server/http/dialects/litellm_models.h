#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// LiteLLM's `/model/info`, `/model_group/info` and its names of the health checks
/// (https://docs.litellm.ai/docs/proxy/model_management).
class LiteLlmModels
{
public:
    explicit LiteLlmModels(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> models(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> groups(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> readiness(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> liveliness(std::shared_ptr<Exchange> exchange);

private:
    std::vector<const catalog::Model *> offered(const Exchange &exchange, const catalog::Snapshot &snapshot) const;

    const GatewayContext &m_context;
};

} // namespace beaver::http
