#pragma once

#include <server/http/front/route_table.h>
#include <server/relay/relay.h>

namespace beaver::http {

/// `POST /v1/chat/completions` and the paths that mean the same.
class ChatHandlers
{
public:
    explicit ChatHandlers(relay::Relay &relay)
        : m_relay(relay)
    {}

    /// OpenAI's path: the body names the model.
    QCoro::Task<Result<Answer>> completions(std::shared_ptr<Exchange> exchange);
    /// `/v1/models/{model+}/chat`: the path names it; the answer shows cost and balance.
    QCoro::Task<Result<Answer>> modelChat(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> chat(std::shared_ptr<Exchange> exchange, std::string model, bool costInBody);

    relay::Relay &m_relay;
};

} // namespace beaver::http
