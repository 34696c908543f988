#include <server/http/dialects/old_billing.h>
#include <server/http/rest/visible_balance.h>
#include <server/usage/usage_sums.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

#include <charconv>
#include <chrono>

namespace beaver::http {

namespace {

/// Midnight UTC of `2026-09-01`; `missing` where the query doesn't have it.
Result<std::int64_t> queryDate(const Exchange &exchange, std::string_view name, std::int64_t missing)
{
    const auto text = exchange.query(name);
    if (!text)
        return missing;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto part = [&](std::size_t from, std::size_t length, auto &number) {
        const char *end = text->data() + from + length;
        return std::from_chars(text->data() + from, end, number).ptr == end;
    };
    const bool read = text->size() == 10 && (*text)[4] == '-' && (*text)[7] == '-' && part(0, 4, year) &&
                      part(5, 2, month) && part(8, 2, day);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!read || !date.ok())
        return invalid(std::string(name), "'" + std::string(name) + "' takes a day such as 2027-01-31.");
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::sys_days(date).time_since_epoch())
        .count();
}

} // namespace

QCoro::Task<Result<Answer>> OldBillingReads::subscription(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto reading = m_context.database.read(*exchange->loop, [of = ownUse(*exchange)](storage::Connection &connection) {
        return usage::sum(connection, of);
    });
    const auto total = co_await reading;
    if (!total)
        co_return total.error();
    auto loading = m_context.ledger.load(*exchange->loop, account);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    const Money limit = visibleBalance(*exchange, m_context.limits, *balance).balance + total->cost;
    JsonWriter json;
    json.beginObject()
        .field("object", "billing_subscription")
        .field("has_payment_method", true)
        .field("canceled", false)
        .field("access_until", m_context.clock.wallMs() / 1000 + 365 * 86'400)
        .field("soft_limit", limit)
        .field("hard_limit", limit)
        .field("system_hard_limit", limit)
        .field("soft_limit_usd", limit)
        .field("hard_limit_usd", limit)
        .field("system_hard_limit_usd", limit);
    json.key("plan").beginObject().field("id", exchange->principal->account->plan);
    json.field("title", exchange->principal->account->plan).endObject();
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OldBillingReads::usage(std::shared_ptr<Exchange> exchange)
{
    const auto from = queryDate(*exchange, "start_date", 0);
    if (!from)
        co_return from.error();
    const auto to = queryDate(*exchange, "end_date", 9'000'000'000'000'000);
    if (!to)
        co_return to.error();
    auto reading = m_context.database.read(
        *exchange->loop, [of = ownUse(*exchange), begin = *from, end = *to](storage::Connection &connection) {
            return usage::sum(connection, of, begin, end);
        });
    const auto total = co_await reading;
    if (!total)
        co_return total.error();
    JsonWriter json;
    json.beginObject().field("object", "list").key("daily_costs").beginArray().endArray();
    json.rawField("total_usage", formatScaled(total->cost.nanoUsd(), 7));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
