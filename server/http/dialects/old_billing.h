#pragma once

#include <server/http/dialects/gateway_context.h>

namespace beaver::http {

/// `/v1/dashboard/billing/subscription` and `/usage`: OpenAI has shut them, desktop clients still show a balance by
/// them, as hard limit less usage.
class OldBillingReads
{
public:
    explicit OldBillingReads(const GatewayContext &context)
        : m_context(context)
    {}

    QCoro::Task<Result<Answer>> subscription(std::shared_ptr<Exchange> exchange);
    /// In US cents, of the days from `start_date` to `end_date` (not with it), or of all time.
    QCoro::Task<Result<Answer>> usage(std::shared_ptr<Exchange> exchange);

private:
    const GatewayContext &m_context;
};

} // namespace beaver::http
