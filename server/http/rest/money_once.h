#pragma once

#include <server/http/front/exchange.h>
#include <server/ledger/ledger_service.h>
#include <server/relay/idempotency.h>

#include <functional>
#include <optional>
#include <string>

namespace beaver::http {

/// Carries a change of money out once for its Idempotency-Key: the same key and body get the same answer.
///
///     MoneyOnce once(m_ledger, m_idempotency);
///     auto beginning = once.begin(exchange);
///     const auto begun = co_await beginning;          // an error, or the answer given before
///     …
///     auto posting = once.post(exchange, what, body, alongside);
///
/// A begun one that isn't posted lets its key go when it dies.
class MoneyOnce
{
public:
    MoneyOnce(ledger::LedgerService &ledger, relay::Idempotency &idempotency)
        : m_ledger(ledger)
        , m_idempotency(idempotency)
    {}
    ~MoneyOnce();
    MoneyOnce(const MoneyOnce &) = delete;
    MoneyOnce &operator=(const MoneyOnce &) = delete;

    QCoro::Task<Result<std::optional<Answer>>> begin(std::shared_ptr<Exchange> exchange);

    /// What the answer's body is, once the entry is known.
    using Body = std::function<std::string(const ledger::Entry &, const ledger::Balance &)>;
    QCoro::Task<Result<Answer>> post(std::shared_ptr<Exchange> exchange, ledger::LedgerService::Posting posting,
                                     Body body, ledger::Journal::Alongside alongside);

private:
    ledger::LedgerService &m_ledger;
    relay::Idempotency &m_idempotency;
    AccountId m_actor;
    std::string m_key; ///< empty: none was sent, or it has been let go
    std::string m_hash;
};

} // namespace beaver::http
