#pragma once

#include <server/http/dialects/gateway_context.h>
#include <server/http/rest/limited_keys.h>

namespace beaver::http {

/// LiteLLM's `/user/…` (https://docs.litellm.ai/docs/proxy/users): its users are accounts, its budgets and rates their
/// limits. A new one has nothing to spend until it is topped up.
class LiteLlmUsers
{
public:
    explicit LiteLlmUsers(const GatewayContext &context)
        : m_context(context)
        , m_keys(context.identity, context.limits)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> info(std::shared_ptr<Exchange> exchange);

private:
    /// Keys of the account that the caller may see, newest first; a page of them.
    QCoro::Task<Result<std::vector<identity::ApiKey>>> visibleKeys(std::shared_ptr<Exchange> exchange,
                                                                   AccountId account);

    const GatewayContext &m_context;
    const LimitedKeys m_keys;
};

} // namespace beaver::http
