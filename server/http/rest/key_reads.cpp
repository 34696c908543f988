#include <server/http/rest/audit_json.h>
#include <server/http/rest/keys.h>
#include <server/http/rest/spent_json.h>

namespace beaver::http {

namespace {

KeyId readKeyId(const Exchange &exchange)
{
    const std::string &inProject = exchange.parameter("key_id");
    return KeyId(inProject.empty() ? exchange.parameter("id") : inProject);
}

} // namespace

QCoro::Task<Result<Answer>> KeyHandlers::usageOf(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by)
{
    const auto days = usagePeriodDays(*exchange);
    if (!days)
        co_return days.error();
    auto finding = m_identity.key(*exchange->loop, readKeyId(*exchange), std::move(by));
    const auto key = co_await finding;
    if (!key)
        co_return key.error();
    auto reading = m_database.read(
        *exchange->loop,
        [account = key->account, id = key->id, fromMs = usagePeriodStart(m_clock.wallMs(), *days)](
            storage::Connection &connection) { return usage::spent(connection, account, {}, id, fromMs); });
    const auto spent = co_await reading;
    if (!spent)
        co_return spent.error();
    Answer answer;
    answer.body = spentJson(*spent, "key_id", key->id.text(), *days);
    co_return answer;
}

QCoro::Task<Result<Answer>> KeyHandlers::auditOf(std::shared_ptr<Exchange> exchange, identity::KeyAuthority by)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    const auto before = auditCursor(*exchange);
    if (!before)
        co_return before.error();
    const bool operatorAsks = by.account.isEmpty();
    auto finding = m_identity.key(*exchange->loop, readKeyId(*exchange), std::move(by));
    const auto key = co_await finding;
    if (!key)
        co_return key.error();
    audit::Query query;
    query.subject = key->id.text();
    query.beforeId = *before;
    query.limit = *limit + 1;
    auto reading = m_database.read(
        *exchange->loop, [query](storage::Connection &connection) { return audit::search(connection, query); });
    auto lines = co_await reading;
    if (!lines)
        co_return lines.error();
    // Who runs the gateway isn't a customer's business.
    const std::string own = key->account.text();
    for (auto &line : *lines)
        if (!operatorAsks && line.action.actor.account != own && line.action.actor.account != key->createdBy.text() &&
            line.action.actor.account != exchange->principal->account->id.text())
            line.action.actor = audit::Actor("operator");
    co_return auditPage(std::move(*lines), static_cast<std::size_t>(*limit));
}

} // namespace beaver::http
