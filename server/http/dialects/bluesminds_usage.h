#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// BluesMinds' `/api/usage/stats` and `/api/usage/logs`: what the caller's account used, and its calls.
class BluesMindsUsage
{
public:
    explicit BluesMindsUsage(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> stats(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> logs(std::shared_ptr<Exchange> exchange);

private:
    const GatewayContext &m_context;
};

} // namespace beaver::http
