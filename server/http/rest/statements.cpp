#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/invoices.h>
#include <server/http/rest/query_fields.h>
#include <server/http/rest/row_stream.h>
#include <server/ledger/ledger_store.h>
#include <server/payments/invoice_job.h>
#include <server/payments/statement.h>
#include <shared/api/rfc3339.h>

#include <charconv>
#include <utility>

namespace beaver::http {

namespace {

constexpr int streamedEntries = 2'000;

Result<std::int64_t> seqOf(const Exchange &exchange)
{
    const auto after = exchange.query("after");
    std::int64_t seq = 0;
    if (!after)
        return seq;
    const auto [end, failure] = std::from_chars(after->data(), after->data() + after->size(), seq);
    if (failure != std::errc() || end != after->data() + after->size() || seq < 1)
        return invalid("after", "'after' takes the 'next' of the page before.");
    return seq;
}

void appendEntryCsv(std::string &to, const ledger::Entry &entry)
{
    to.append(entry.id.text()).append(1, ',').append(api::rfc3339(entry.createdAtMs)).append(1, ',');
    to.append(ledger::entryTypeName(entry.type)).append(1, ',');
    appendCsvText(to, entry.reference);
    to += ',';
    appendCsvText(to, entry.description);
    to.append(1, ',').append(entry.customer.toDecimal()).append(1, ',').append(entry.balanceAfter.toDecimal());
    to += "\r\n";
}

/// Opening balance, entries, closing balance, in the order of a bank's statement.
RowSource statementCsv(AccountId account, std::int64_t fromMs, std::int64_t untilMs)
{
    struct Place
    {
        std::optional<payments::Statement> statement;
        std::int64_t seq = 0;
    };
    return [account = std::move(account), fromMs, untilMs,
            place = std::make_shared<Place>()](storage::Connection &connection) -> Result<RowChunk> {
        RowChunk chunk;
        if (!place->statement) {
            auto found = payments::statement(connection, account, fromMs, untilMs);
            if (!found)
                return found.error();
            place->statement = std::move(*found);
            place->seq = place->statement->firstSeq;
            chunk.text = "id,time,type,reference,description,amount,balance\r\n,";
            chunk.text +=
                api::rfc3339(fromMs) + ",opening_balance,,,," + place->statement->opening.toDecimal() + "\r\n";
        }
        const auto entries =
            payments::statementEntries(connection, account, place->seq, place->statement->endSeq, streamedEntries);
        if (!entries)
            return entries.error();
        for (const auto &entry : *entries)
            appendEntryCsv(chunk.text, entry);
        chunk.last = entries->size() < streamedEntries;
        if (chunk.last)
            chunk.text +=
                "," + api::rfc3339(untilMs) + ",closing_balance,,,," + place->statement->closing.toDecimal() + "\r\n";
        else
            place->seq = entries->back().seq + 1;
        return chunk;
    };
}

std::string statementJson(const payments::Statement &statement, const std::vector<ledger::Entry> &entries,
                          const AccountId &account, bool more)
{
    JsonWriter json;
    json.beginObject()
        .field("account_id", account.text())
        .field("from", api::rfc3339(statement.fromMs))
        .field("until", api::rfc3339(statement.untilMs))
        .field("currency", "USD")
        .field("opening_balance", statement.opening)
        .key("totals")
        .beginArray();
    for (const auto &line : statement.lines)
        json.beginObject()
            .field("type", line.type)
            .field("entries", line.entries)
            .field("amount", line.amount)
            .endObject();
    json.endArray().field("closing_balance", statement.closing).key("data").beginArray();
    for (const auto &entry : entries)
        writeTransaction(json, entry);
    json.endArray()
        .field("has_more", more)
        .optionalField("next", more ? std::to_string(entries.back().seq) : std::string());
    return json.endObject().take();
}

} // namespace

QCoro::Task<Result<Answer>> InvoiceHandlers::ownStatement(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    const auto &account = *exchange->principal->account;
    auto stating = state(exchange, account.id, account.timeZone);
    co_return co_await stating;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::statement(std::shared_ptr<Exchange> exchange)
{
    auto asking = m_services.identity.account(*exchange->loop, AccountId(exchange->parameter("id")));
    const auto account = co_await asking;
    if (!account)
        co_return account.error();
    auto stating = state(exchange, account->id, account->timeZone);
    co_return co_await stating;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::state(std::shared_ptr<Exchange> exchange, AccountId account,
                                                   std::string zone)
{
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 1000);
    if (!limit)
        co_return limit.error();
    const auto after = seqOf(*exchange);
    if (!after)
        co_return after.error();
    QueryFields query(*exchange);
    std::int64_t from = query.time("from").value_or(0);
    // 'until' is exclusive: what was entered in this very millisecond belongs to a statement of today.
    std::int64_t until = query.time("until").value_or(m_services.clock.wallMs() + 1);
    if (const std::string month = query.text("month"); !month.empty()) {
        const auto period = payments::monthOf(month, zone);
        if (!period)
            query.refuse("month", "'month' takes a month such as 2026-10.");
        else
            from = period->startMs, until = period->endMs;
    }
    if (from >= until)
        query.refuse("from", "'from' must lie before 'until'.");
    const std::string format = exchange->query("format").value_or("json");
    if (format != "json" && format != "csv")
        query.refuse("format", "'format' takes json or csv.");
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    if (format == "csv") {
        auto streaming = streamRows(exchange, m_services.database, "text/csv; charset=utf-8", "statement.csv",
                                    statementCsv(account, from, until));
        co_return co_await streaming;
    }
    auto reading = m_services.database.read(
        *exchange->loop, [=, rows = *limit, behind = *after](storage::Connection &connection) -> Result<std::string> {
            const auto found = payments::statement(connection, account, from, until);
            if (!found)
                return found.error();
            auto entries = payments::statementEntries(connection, account, std::max(found->firstSeq, behind + 1),
                                                      found->endSeq, rows + 1);
            if (!entries)
                return entries.error();
            const bool more = static_cast<int>(entries->size()) > rows;
            if (more)
                entries->pop_back();
            return statementJson(*found, *entries, account, more);
        });
    auto body = co_await reading;
    if (!body)
        co_return body.error();
    Answer answer;
    answer.body = std::move(*body);
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::transactions(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    const auto after = seqOf(*exchange);
    if (!after)
        co_return after.error();
    QueryFields query(*exchange);
    ledger::store::EntryFilter filter;
    filter.account = query.text("account", "account_id");
    filter.type = query.text("type");
    filter.reference = query.text("reference");
    filter.actor = query.text("actor");
    filter.search = query.text("search");
    filter.withoutUsage = query.flag("without_usage");
    filter.fromMs = query.time("from");
    filter.untilMs = query.time("until");
    filter.amountFrom = query.money("min_amount");
    filter.amountTo = query.money("max_amount");
    // Of calls there are too many to look for a piece of a text; the whole ID of one is a reference.
    if (filter.reference.empty() && filter.search.starts_with(CallId::prefix) && ulidTime(filter.search) != 0)
        filter.reference = std::exchange(filter.search, {});
    // A reference alone would be looked for in the whole ledger: a call's id says when it was.
    if (const auto made = ulidTime(filter.reference); made != 0 && !filter.fromMs) {
        filter.fromMs = made - 3'600'000;
        if (filter.reference.starts_with(CallId::prefix) && filter.account.empty() && filter.type == "usage")
            filter.untilMs = made + 26 * 3'600'000;
    }
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    auto reading =
        m_services.database.read(*exchange->loop, [=, rows = *limit, before = *after](storage::Connection &connection) {
            return ledger::store::entries(connection, filter, rows + 1, before);
        });
    auto entries = co_await reading;
    if (!entries)
        co_return entries.error();
    const bool more = static_cast<int>(entries->size()) > *limit;
    if (more)
        entries->pop_back();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &entry : *entries) {
        json.beginObject()
            .field("id", entry.id.text())
            .field("account_id", entry.account.text())
            .field("type", ledger::entryTypeName(entry.type))
            .field("amount", entry.customer)
            .field("balance_after", entry.balanceAfter)
            .field("description", entry.description)
            .optionalField("reference", entry.reference)
            .optionalField("actor", entry.actor)
            .field("provider_cost", entry.providerCost)
            .field("revenue", entry.revenue)
            .field("cash", entry.cash)
            .field("corrections", entry.corrections)
            .field("created_at", api::rfc3339(entry.createdAtMs))
            .endObject();
    }
    json.endArray()
        .field("has_more", more)
        .optionalField("next", more ? std::to_string(entries->back().seq) : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
