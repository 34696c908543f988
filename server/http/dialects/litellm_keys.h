#pragma once

#include <server/http/dialects/gateway_context.h>
#include <server/http/rest/limited_keys.h>

#include <string>
#include <vector>

namespace beaver::http {

/// LiteLLM's `/key/…` (https://docs.litellm.ai/docs/proxy/virtual_keys) over Beaver's keys: its `token` is the id of a
/// key, its `user_id` that of an account, its `team_id` that of a project. A key is named by its id or its secret.
/// Whoever has the rank for `/admin/api-keys` acts on everybody's keys, anybody else as on `/api-keys`.
class LiteLlmKeys
{
public:
    explicit LiteLlmKeys(const GatewayContext &context)
        : m_context(context)
        , m_keys(context.identity, context.limits)
    {}

    QCoro::Task<Result<Answer>> generate(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> update(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> block(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> unblock(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> info(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);

private:
    /// The keys that a body of `/key/delete` names, all of them the caller's to end.
    QCoro::Task<Result<std::vector<KeyId>>> named(std::shared_ptr<Exchange> exchange, std::vector<std::string> keys,
                                                  std::vector<std::string> aliases, identity::KeyAuthority by);
    QCoro::Task<Result<Answer>> setActive(std::shared_ptr<Exchange> exchange, bool active);

    const GatewayContext &m_context;
    const LimitedKeys m_keys;
};

} // namespace beaver::http
