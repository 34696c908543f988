#pragma once

#include <server/batches/batch_service.h>
#include <server/http/front/route_table.h>
#include <server/relay/idempotency.h>

namespace beaver::http {

/// OpenAI's batches (https://platform.openai.com/docs/api-reference/batch).
class BatchHandlers
{
public:
    BatchHandlers(batches::BatchService &batches, relay::Idempotency &idempotency, const Clock &clock)
        : m_batches(batches)
        , m_idempotency(idempotency)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> cancel(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> createOnce(std::shared_ptr<Exchange> exchange, batches::NewBatch wanted);

    batches::BatchService &m_batches;
    relay::Idempotency &m_idempotency;
    const Clock &m_clock;
};

} // namespace beaver::http
