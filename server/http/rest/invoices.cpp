#include <server/http/rest/actor.h>
#include <server/http/rest/invoices.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/query_fields.h>
#include <server/payments/invoice_document.h>
#include <server/payments/invoice_job.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

using payments::Invoice;

Error noInvoice()
{
    return {ErrorCode::NotFound, "There is no such invoice.", "id", "invoice_not_found", {}, 0};
}

/// `format`, else what `Accept` asks for; JSON where it says nothing.
Result<std::string> formatOf(const Exchange &exchange)
{
    if (const auto format = exchange.query("format")) {
        if (*format != "json" && *format != "html" && *format != "pdf")
            return invalid("format", "'format' takes json, html or pdf.");
        return *format;
    }
    const std::string_view accept = exchange.request->header("accept");
    const auto at = [&](std::string_view type) { return accept.find(type); };
    const auto pdf = at("application/pdf"), html = at("text/html"), json = at("application/json");
    if (pdf < html && pdf < json)
        return std::string("pdf");
    return std::string(html < json ? "html" : "json");
}

Answer jsonAnswer(const Invoice &invoice)
{
    Answer answer;
    answer.body = invoice.json();
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> InvoiceHandlers::listOwn(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    auto listing = page(exchange, exchange->principal->account->id);
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::list(std::shared_ptr<Exchange> exchange)
{
    return page(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> InvoiceHandlers::oneOwn(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    auto showing = show(exchange, exchange->principal->account->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::one(std::shared_ptr<Exchange> exchange)
{
    return show(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> InvoiceHandlers::page(std::shared_ptr<Exchange> exchange, AccountId only)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    QueryFields query(*exchange);
    const std::string account = only.isEmpty() ? query.text("account", "account_id") : only.text();
    const std::string status = query.text("status");
    const std::string after = query.text("after");
    const std::string search = query.text("search");
    if (!status.empty() && status != "issued" && status != "paid" && status != "void")
        query.refuse("status", "'status' takes issued, paid or void.");
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    auto reading = m_services.database.read(*exchange->loop, [=, rows = *limit](storage::Connection &connection) {
        return payments::invoices::list(connection, account, status, rows, after, search);
    });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    const bool more = static_cast<int>(found->size()) > *limit;
    if (more)
        found->pop_back();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &invoice : *found)
        json.raw(invoice.json());
    json.endArray().field("has_more", more).optionalField("next", more ? found->back().id : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::show(std::shared_ptr<Exchange> exchange, AccountId only)
{
    const auto format = formatOf(*exchange);
    if (!format)
        co_return format.error();
    auto reading =
        m_services.database.read(*exchange->loop, [id = exchange->parameter("id")](storage::Connection &connection) {
            return payments::invoices::find(connection, id);
        });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found || (!only.isEmpty() && (*found)->account != only))
        co_return noInvoice();
    if (*format == "json")
        co_return jsonAnswer(**found);
    Answer answer;
    answer.body = payments::invoiceHtml(**found);
    answer.contentType = "text/html; charset=utf-8";
    answer.headers.emplace_back("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
    if (*format == "pdf") {
        auto printing = m_services.printer.print(*exchange->loop, std::move(answer.body));
        auto pdf = co_await printing;
        if (!pdf)
            co_return pdf.error();
        answer.body = std::move(*pdf);
        answer.contentType = "application/pdf";
        answer.headers.emplace_back("content-disposition", "inline; filename=\"" + (*found)->id + ".pdf\"");
    }
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::make(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const AccountId id(body.text("account_id"));
    const std::string month = body.text("month");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto asking = m_services.identity.account(*exchange->loop, id);
    const auto account = co_await asking;
    if (!account)
        co_return account.error();
    const std::int64_t now = m_services.clock.wallMs();
    const auto period = payments::monthOf(month, account->timeZone);
    if (!period || period->endMs > now)
        co_return invalid("month", "'month' takes a month that is over, such as 2026-10.");
    auto made = std::make_shared<std::optional<Invoice>>();
    auto writing = m_services.database.write(
        *exchange->loop, [=, actor = actorOf(*exchange)](storage::Connection &connection) -> Result<void> {
            auto invoice = payments::invoices::make(connection, id, *period, actor, now);
            if (!invoice)
                return invoice.error();
            *made = std::move(*invoice);
            return {};
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    if (!*made)
        co_return Error{ErrorCode::Unprocessable,
                        "The account was charged nothing in that month.",
                        "month",
                        "nothing_to_invoice",
                        {},
                        0};
    co_return jsonAnswer(**made);
}

QCoro::Task<Result<Answer>> InvoiceHandlers::makeVoid(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string reason = body.text("reason");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (reason.empty() || reason.size() > 500)
        co_return invalid("reason", "'reason' takes 1 to 500 bytes.");
    auto changed = std::make_shared<Invoice>();
    auto writing = m_services.database.write(
        *exchange->loop,
        [=, id = exchange->parameter("id"), actor = actorOf(*exchange),
         now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
            auto invoice = payments::invoices::makeVoid(connection, id, reason, now);
            if (!invoice)
                return invoice.error();
            *changed = std::move(*invoice);
            JsonWriter json;
            json.beginObject().field("number", changed->number).field("reason", reason).endObject();
            return audit::append(connection, {actor, "invoice.void", id, {}, json.take()}, now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    co_return jsonAnswer(*changed);
}

QCoro::Task<Result<Answer>> InvoiceHandlers::markPaid(std::shared_ptr<Exchange> exchange)
{
    auto changed = std::make_shared<Invoice>();
    auto writing = m_services.database.write(
        *exchange->loop,
        [=, id = exchange->parameter("id"), actor = actorOf(*exchange),
         now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
            auto invoice = payments::invoices::markPaid(connection, id);
            if (!invoice)
                return invoice.error();
            *changed = std::move(*invoice);
            JsonWriter json;
            json.beginObject().field("number", changed->number).field("total", changed->total).endObject();
            return audit::append(connection, {actor, "invoice.paid", id, {}, json.take()}, now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    co_return jsonAnswer(*changed);
}

} // namespace beaver::http
