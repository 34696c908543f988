#pragma once

#include <server/batches/batch_service.h>
#include <server/http/front/route_table.h>

namespace beaver::http {

/// OpenAI's batches (https://platform.openai.com/docs/api-reference/batch).
class BatchHandlers
{
public:
    explicit BatchHandlers(batches::BatchService &batches)
        : m_batches(batches)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> cancel(std::shared_ptr<Exchange> exchange);

private:
    batches::BatchService &m_batches;
};

} // namespace beaver::http
