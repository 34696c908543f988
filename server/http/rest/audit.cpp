#include <QDateTime>

#include <server/http/rest/audit.h>
#include <server/http/rest/audit_json.h>
#include <server/http/rest/row_stream.h>

#include <utility>

namespace beaver::http {

namespace {

constexpr int piece = 1000; // lines read and sent together

Result<std::int64_t> auditTime(const Exchange &exchange, std::string_view name)
{
    const auto text = exchange.query(name);
    if (!text || text->empty())
        return 0;
    const QDateTime at = QDateTime::fromString(QString::fromStdString(*text), Qt::ISODateWithMs);
    if (!at.isValid())
        return invalid(std::string(name), "'" + std::string(name) + "' takes a time such as 2027-01-31T12:00:00Z.");
    return at.toMSecsSinceEpoch();
}

Result<audit::Query> auditQuery(const Exchange &exchange)
{
    audit::Query query;
    query.actor = exchange.query("actor").value_or("");
    query.action = exchange.query("action").value_or("");
    query.subject = exchange.query("subject").value_or("");
    query.text = exchange.query("search").value_or("").substr(0, 200);
    const auto from = auditTime(exchange, "from");
    if (!from)
        return from.error();
    const auto to = auditTime(exchange, "to");
    if (!to)
        return to.error();
    query.fromMs = *from;
    query.untilMs = *to;
    const auto before = auditCursor(exchange);
    if (!before)
        return before.error();
    query.beforeId = *before;
    return query;
}

} // namespace

QCoro::Task<Result<Answer>> AuditHandlers::list(std::shared_ptr<Exchange> exchange)
{
    auto query = auditQuery(*exchange);
    if (!query)
        co_return query.error();
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    query->limit = *limit + 1;
    auto reading = m_database.read(*exchange->loop, [wanted = *query](storage::Connection &connection) {
        return audit::search(connection, wanted);
    });
    auto lines = co_await reading;
    if (!lines)
        co_return lines.error();
    co_return auditPage(std::move(*lines), static_cast<std::size_t>(*limit));
}

QCoro::Task<Result<Answer>> AuditHandlers::exportAll(std::shared_ptr<Exchange> exchange)
{
    auto query = auditQuery(*exchange);
    if (!query)
        co_return query.error();
    const std::string format = exchange->query("format").value_or("csv");
    if (format != "csv" && format != "jsonl")
        co_return invalid("format", "'format' takes csv or jsonl.");
    const bool csv = format == "csv";
    query->limit = piece;

    RowSource source = [wanted = *query, csv, head = csv](storage::Connection &connection) mutable -> Result<RowChunk> {
        const auto lines = audit::search(connection, wanted);
        if (!lines)
            return lines.error();
        RowChunk chunk;
        if (std::exchange(head, false))
            chunk.text = auditCsvHead();
        for (const auto &line : *lines) {
            if (csv) {
                chunk.text += auditCsvLine(line);
                continue;
            }
            JsonWriter json;
            writeAuditLine(json, line);
            chunk.text += json.take() + "\n";
        }
        chunk.last = lines->size() < static_cast<std::size_t>(piece);
        if (!chunk.last)
            wanted.beforeId = lines->back().id;
        return chunk;
    };
    auto streaming = streamRows(exchange, m_database, csv ? "text/csv; charset=utf-8" : "application/x-ndjson",
                                "audit." + format, std::move(source));
    co_return co_await streaming;
}

QCoro::Task<Result<Answer>> AuditHandlers::proof(std::shared_ptr<Exchange> exchange)
{
    auto reading =
        m_database.read(*exchange->loop, [](storage::Connection &connection) { return audit::prove(connection); });
    const auto proof = co_await reading;
    if (!proof)
        co_return proof.error();
    JsonWriter json;
    json.beginObject().field("ok", proof->firstBad == 0).field("lines_checked", proof->checked);
    if (proof->firstBad == 0)
        json.nullField("first_bad");
    else
        json.field("first_bad", proof->firstBad);
    Answer answer;
    answer.body = json.field("chain_head", proof->head).endObject().take();
    co_return answer;
}

} // namespace beaver::http
