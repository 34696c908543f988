#pragma once

#include <server/http/front/route_table.h>
#include <server/responses/response_service.h>

namespace beaver::http {

/// `/v1/responses/{id}`: responses that were kept (https://platform.openai.com/docs/api-reference/responses).
class StoredResponseHandlers
{
public:
    explicit StoredResponseHandlers(responses::ResponseService &responses)
        : m_responses(responses)
    {}

    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);
    /// What the model was given: the items it went on from, too.
    QCoro::Task<Result<Answer>> inputItems(std::shared_ptr<Exchange> exchange);

private:
    responses::ResponseService &m_responses;
};

} // namespace beaver::http
