#pragma once

#include <server/fine_tuning/fine_tuning_service.h>
#include <server/http/front/route_table.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>

namespace beaver::http {

/// OpenAI's fine-tuning jobs, passed on to the provider that owns the model. Each request counts in the caller's
/// windows and leaves a record; nothing is charged, so that jobs are started only where the operator pays for them.
class FineTuningHandlers
{
public:
    FineTuningHandlers(fine_tuning::FineTuningService service, limits::LimitsService &limits,
                       ledger::LedgerService &ledger, const Clock &clock, bool mayCreate)
        : m_service(service)
        , m_limits(limits)
        , m_ledger(ledger)
        , m_clock(clock)
        , m_mayCreate(mayCreate)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> cancel(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> pause(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> resume(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> events(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> checkpoints(std::shared_ptr<Exchange> exchange);

private:
    using Body = QCoro::Task<Result<std::string>>;
    /// The body of the answer, within the caller's windows and with a record.
    QCoro::Task<Result<Answer>> metered(std::shared_ptr<Exchange> exchange,
                                        std::function<Body(std::shared_ptr<Exchange>)> work);
    Body createJob(std::shared_ptr<Exchange> exchange);
    Body listJobs(std::shared_ptr<Exchange> exchange);
    Body lookAtJob(std::shared_ptr<Exchange> exchange);
    Body tellJob(std::shared_ptr<Exchange> exchange, std::string what);
    Body readOfJob(std::shared_ptr<Exchange> exchange, std::string what);
    void record(const Exchange &exchange, std::int64_t startedMs, const Result<std::string> &body);

    fine_tuning::FineTuningService m_service;
    limits::LimitsService &m_limits;
    ledger::LedgerService &m_ledger;
    const Clock &m_clock;
    const bool m_mayCreate; ///< BEAVER_FINE_TUNING
};

} // namespace beaver::http
