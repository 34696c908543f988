#include <server/http/front/route_table.h>
#include <server/http/rest/money_once.h>

namespace beaver::http {

MoneyOnce::~MoneyOnce()
{
    if (!m_key.empty())
        m_idempotency.release(m_actor, m_key, nullptr);
}

QCoro::Task<Result<std::optional<Answer>>> MoneyOnce::begin(std::shared_ptr<Exchange> exchange)
{
    m_actor = exchange->principal->account->id;
    m_hash = relay::Idempotency::hashRequest(exchange->route->name, exchange->request->body);
    if (!exchange->request->hasHeader("idempotency-key"))
        co_return std::optional<Answer>();
    const std::string key(exchange->request->header("idempotency-key"));
    if (auto sound = relay::Idempotency::checkKey(key); !sound)
        co_return sound.error();
    auto claiming = m_idempotency.claim(*exchange->loop, m_actor, key, m_hash);
    const auto claimed = co_await claiming;
    if (!claimed)
        co_return claimed.error();
    if (*claimed) {
        Answer answer;
        answer.body = (*claimed)->body.value_or("");
        answer.headers.emplace_back("idempotent-replayed", "true");
        co_return std::optional(std::move(answer));
    }
    m_key = key;
    co_return std::optional<Answer>();
}

QCoro::Task<Result<Answer>> MoneyOnce::post(std::shared_ptr<Exchange> exchange, ledger::LedgerService::Posting posting,
                                            Body body, ledger::Journal::Alongside alongside)
{
    relay::Idempotency::Reply kept;
    const AccountId account = posting.account;
    posting.actor = m_actor;
    ledger::LedgerService::KeepReply keep;
    if (!m_key.empty()) {
        keep = [&](const ledger::Entry &entry, const ledger::Balance &balance) {
            ledger::StoredReply made{m_key, m_hash, exchange->callId, 200, "application/json", body(entry, balance)};
            kept = std::make_shared<const ledger::StoredReply>(made);
            return made;
        };
    }
    auto posted = m_ledger.post(*exchange->loop, std::move(posting), keep, std::move(alongside));
    const auto entry = co_await posted;
    if (!m_key.empty())
        m_idempotency.release(m_actor, std::exchange(m_key, std::string()), entry ? kept : nullptr);
    if (!entry)
        co_return entry.error();
    Answer answer;
    answer.body = kept ? *kept->body : body(*entry, *m_ledger.balance(account));
    co_return answer;
}

} // namespace beaver::http
