#pragma once

#include <server/http/dialects/gateway_context.h>
#include <server/usage/call_log.h>

namespace beaver::http {

/// LiteLLM's `/spend/logs` (https://docs.litellm.ai/docs/proxy/cost_tracking) over the request log: for operators of
/// the gateway everybody's calls, for anybody else what `/account/calls` shows them.
class LiteLlmSpend
{
public:
    explicit LiteLlmSpend(const GatewayContext &context)
        : m_context(context)
    {}

    /// With `start_date` and `end_date` sums by day, unless `summarize` is false; else calls, newest first: `limit` of
    /// them, the next page by `after`, which `x-beaver-next` says.
    QCoro::Task<Result<Answer>> logs(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> summary(std::shared_ptr<Exchange> exchange, usage::CallFilter filter);

    const GatewayContext &m_context;
};

} // namespace beaver::http
