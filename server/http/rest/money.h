#pragma once

#include <server/http/front/route_table.h>
#include <server/http/rest/money_once.h>
#include <server/identity/identity_service.h>
#include <server/identity/login_throttle.h>
#include <server/payments/refund_store.h>
#include <server/payments/voucher_store.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// What moves money outside of calls, besides top-ups: refunds, adjustments, vouchers. Each is a ledger entry, its
/// audit line in the same transaction.
class MoneyHandlers
{
public:
    struct Services
    {
        storage::Database &database;
        ledger::LedgerService &ledger;
        relay::Idempotency &idempotency;
        identity::IdentityService &identity;
        const payments::VoucherCodes &codes;
        identity::LoginThrottle &guesses; ///< of codes
        const Clock &clock;
    };
    explicit MoneyHandlers(Services services)
        : m_services(services)
    {}

    QCoro::Task<Result<Answer>> adjust(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> refund(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> refunds(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createVouchers(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> vouchers(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> revokeVoucher(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> redeem(std::shared_ptr<Exchange> exchange);

private:
    Services m_services;
};

} // namespace beaver::http
