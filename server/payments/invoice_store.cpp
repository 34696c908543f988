#include <server/payments/invoice_lines.h>
#include <server/payments/invoice_store.h>
#include <server/storage/like_pattern.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>
#include <shared/base/int128.h>
#include <shared/base/json_writer.h>
#include <simdjson.h>

namespace beaver::payments {

namespace {

constexpr std::string_view invoiceColumns =
    "id, number, account_id, state, period_start, period_end, time_zone, subtotal, tax_rate_ppm, tax, total, paid, "
    "lines, seller, buyer, reason, created_at, voided_at";

void writeLines(JsonWriter &json, const std::vector<Invoice::Line> &lines)
{
    json.beginArray();
    for (const auto &line : lines) {
        json.beginObject()
            .optionalField("model", line.model)
            .optionalField("category", line.category)
            .field("description", line.description)
            .field("calls", line.calls)
            .field("input_tokens", line.inputTokens)
            .field("output_tokens", line.outputTokens)
            .field("amount", line.amount)
            .field("amount_nano_usd", line.amount.nanoUsd())
            .endObject();
    }
    json.endArray();
}

std::vector<Invoice::Line> readLines(const std::string &text)
{
    std::vector<Invoice::Line> lines;
    simdjson::dom::parser parser;
    simdjson::dom::array array;
    if (parser.parse(text).get(array))
        return lines;
    for (const auto element : array) {
        Invoice::Line line;
        std::string_view words;
        if (!element["model"].get(words))
            line.model = words;
        if (!element["category"].get(words))
            line.category = words;
        if (!element["description"].get(words))
            line.description = words;
        std::int64_t nano = 0;
        if (element["calls"].get(line.calls) || element["input_tokens"].get(line.inputTokens) ||
            element["output_tokens"].get(line.outputTokens) || element["amount_nano_usd"].get(nano))
            continue;
        line.amount = Money::fromNanoUsd(nano);
        lines.push_back(std::move(line));
    }
    return lines;
}

Invoice readInvoice(const storage::Statement &row)
{
    Invoice invoice;
    invoice.id = row.text(0);
    invoice.number = row.text(1);
    invoice.account = AccountId(row.text(2));
    invoice.state = row.text(3);
    invoice.periodStartMs = row.integer(4);
    invoice.periodEndMs = row.integer(5);
    invoice.timeZone = row.text(6);
    invoice.subtotal = Money::fromNanoUsd(row.integer(7));
    invoice.taxRatePpm = row.integer(8);
    invoice.tax = Money::fromNanoUsd(row.integer(9));
    invoice.total = Money::fromNanoUsd(row.integer(10));
    invoice.paid = Money::fromNanoUsd(row.integer(11));
    invoice.lines = readLines(row.text(12));
    invoice.seller = row.text(13);
    invoice.buyer = row.text(14);
    invoice.reason = row.text(15);
    invoice.createdAtMs = row.integer(16);
    if (!row.isNull(17))
        invoice.voidedAtMs = row.integer(17);
    return invoice;
}

Result<std::optional<Invoice>> one(storage::Statement &find)
{
    const auto row = find.next();
    if (!row)
        return row.error();
    std::optional<Invoice> found;
    if (*row)
        found = readInvoice(find);
    find.reset();
    return found;
}

/// The month's invoice that isn't void. Another time zone moves a month's bounds by up to a day; its middle stays in
/// it.
Result<std::optional<Invoice>> ofPeriod(storage::Connection &connection, const AccountId &account,
                                        const InvoicePeriod &period)
{
    const std::int64_t middle = period.startMs + (period.endMs - period.startMs) / 2;
    auto &find = connection.prepared("SELECT " + std::string(invoiceColumns) +
                                     " FROM invoices WHERE account_id = ? AND period_start <= ? AND period_end > ? "
                                     "AND state <> 'void' ORDER BY period_start LIMIT 1");
    find.bind(account.text()).bind(middle).bind(middle);
    return one(find);
}

/// Where the month before ended, in the time zone of then; `period` begins there, so that no hour is on two invoices or
/// on none.
Result<std::int64_t> beginningOf(storage::Connection &connection, const AccountId &account, const InvoicePeriod &period)
{
    constexpr std::int64_t twoDays = 2 * 86'400'000;
    auto &find = connection.prepared("SELECT MAX(period_end) FROM invoices WHERE account_id = ? AND period_end > ? AND "
                                     "period_end < ? AND state <> 'void'");
    const auto row = find.bind(account.text()).bind(period.startMs - twoDays).bind(period.startMs + twoDays).next();
    if (!row)
        return row.error();
    const std::int64_t beginning = *row && !find.isNull(0) ? find.integer(0) : period.startMs;
    find.reset();
    return beginning;
}

Result<std::string> nextNumber(storage::Connection &connection, const std::string &series)
{
    auto &take = connection.prepared("INSERT INTO invoice_series (prefix, next) VALUES (?, 2) ON CONFLICT (prefix) DO "
                                     "UPDATE SET next = invoice_series.next + 1 RETURNING next");
    const auto row = take.bind(series).next();
    if (!row)
        return row.error();
    const std::string number = std::to_string(take.integer(0) - 1);
    take.reset();
    return series + std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number;
}

Result<void> insert(storage::Connection &connection, const Invoice &invoice, const std::string &actor)
{
    JsonWriter lines;
    writeLines(lines, invoice.lines);
    const std::string text = lines.take();
    auto &insert = connection.prepared(
        "INSERT INTO invoices (id, number, account_id, state, period_start, period_end, time_zone, subtotal, "
        "tax_rate_ppm, tax, total, paid, lines, seller, buyer, actor, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, "
        "?, ?, ?, ?, ?, ?, ?)");
    const auto done = insert.bind(invoice.id)
                          .bind(invoice.number)
                          .bind(invoice.account.text())
                          .bind(invoice.state)
                          .bind(invoice.periodStartMs)
                          .bind(invoice.periodEndMs)
                          .bind(invoice.timeZone)
                          .bind(invoice.subtotal.nanoUsd())
                          .bind(invoice.taxRatePpm)
                          .bind(invoice.tax.nanoUsd())
                          .bind(invoice.total.nanoUsd())
                          .bind(invoice.paid.nanoUsd())
                          .bind(text)
                          .bind(invoice.seller)
                          .bind(invoice.buyer)
                          .bind(actor)
                          .bind(invoice.createdAtMs)
                          .run();
    return done ? Result<void>() : Result<void>(done.error());
}

Error notFound()
{
    return {ErrorCode::NotFound, "There is no such invoice.", "id", "invoice_not_found", {}, 0};
}

Result<std::string> buyerJson(storage::Connection &connection, const AccountId &account, const BillingProfile &profile)
{
    auto &find = connection.prepared("SELECT email, full_name FROM accounts WHERE id = ?");
    const auto row = find.bind(account.text()).next();
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorCode::NotFound, "There is no such account.", "account_id", "account_not_found", {}, 0};
    JsonWriter json;
    json.beginObject()
        .field("account_id", account.text())
        .field("name", profile.name.empty() ? find.text(1) : profile.name)
        .field("email", find.text(0))
        .field("address", profile.address)
        .field("tax_id", profile.taxId);
    find.reset();
    return json.endObject().take();
}

} // namespace

std::string Invoice::json() const
{
    JsonWriter json;
    json.beginObject()
        .field("id", id)
        .field("object", "invoice")
        .field("number", number)
        .field("account_id", account.text())
        .field("status", state)
        .field("period_start", api::rfc3339(periodStartMs))
        .field("period_end", api::rfc3339(periodEndMs))
        .field("time_zone", timeZone)
        .field("currency", "USD")
        .key("lines");
    writeLines(json, lines);
    json.field("subtotal", subtotal)
        .rawField("tax_rate", formatScaled(taxRatePpm, 4))
        .field("tax", tax)
        .field("total", total)
        .field("paid", paid)
        .field("due", due())
        .rawField("seller", seller)
        .rawField("buyer", buyer)
        .optionalField("void_reason", reason)
        .field("created_at", api::rfc3339(createdAtMs))
        .optionalField("voided_at", voidedAtMs ? api::rfc3339(*voidedAtMs) : std::string());
    return json.endObject().take();
}

namespace invoices {

Money taxOf(Money amount, std::int64_t ratePpm, bool included)
{
    const bool negative = amount.isNegative();
    const Int128 base = static_cast<Int128>(negative ? -amount.nanoUsd() : amount.nanoUsd()) * ratePpm;
    const Int128 divisor = included ? 1'000'000 + ratePpm : 1'000'000;
    Int128 tax = base / divisor;
    const Int128 rest = base % divisor;
    if (rest * 2 > divisor || (rest * 2 == divisor && tax % 2 == 1))
        ++tax;
    const auto nano = static_cast<std::int64_t>(tax);
    return Money::fromNanoUsd(negative ? -nano : nano);
}

Result<std::optional<Invoice>> make(storage::Connection &connection, const AccountId &account, InvoicePeriod period,
                                    const audit::Actor &actor, std::int64_t nowMs)
{
    auto known = ofPeriod(connection, account, period);
    if (!known || *known)
        return known;
    const auto beginning = beginningOf(connection, account, period);
    if (!beginning)
        return beginning.error();
    period.startMs = *beginning;
    auto lines = linesOf(connection, account, period);
    if (!lines)
        return lines.error();
    if (lines->empty())
        return std::optional<Invoice>();
    const auto settings = store::settings(connection);
    const auto profile = store::profile(connection, account);
    if (!settings || !profile)
        return !settings ? settings.error() : profile.error();
    auto buyer = buyerJson(connection, account, *profile);
    if (!buyer)
        return buyer.error();

    Invoice invoice;
    invoice.id = "inv_" + newUlid(nowMs);
    invoice.account = account;
    invoice.periodStartMs = period.startMs;
    invoice.periodEndMs = period.endMs;
    invoice.timeZone = period.timeZone;
    for (const auto &line : *lines)
        invoice.paid += line.amount;
    invoice.lines = std::move(*lines);
    invoice.taxRatePpm = profile->taxRatePpm.value_or(settings->taxRatePpm);
    invoice.tax = taxOf(invoice.paid, invoice.taxRatePpm, settings->taxIncluded);
    invoice.subtotal = settings->taxIncluded ? invoice.paid - invoice.tax : invoice.paid;
    invoice.total = invoice.subtotal + invoice.tax;
    invoice.state = invoice.due().isZero() ? "paid" : "issued";
    invoice.seller = settings->json();
    invoice.buyer = std::move(*buyer);
    invoice.createdAtMs = nowMs;
    auto number = nextNumber(connection, settings->invoicePrefix);
    if (!number)
        return number.error();
    invoice.number = std::move(*number);
    if (auto inserted = insert(connection, invoice, actor.account); !inserted)
        return inserted.error();
    JsonWriter after;
    after.beginObject()
        .field("number", invoice.number)
        .field("account_id", account.text())
        .field("total", invoice.total)
        .endObject();
    if (auto noted = audit::append(connection, {actor, "invoice.create", invoice.id, {}, after.take()}, nowMs); !noted)
        return noted.error();
    return std::optional(std::move(invoice));
}

Result<Invoice> makeVoid(storage::Connection &connection, const std::string &id, const std::string &reason,
                         std::int64_t nowMs)
{
    auto found = find(connection, id);
    if (!found)
        return found.error();
    if (!*found)
        return notFound();
    if ((*found)->state == "void")
        return Error{ErrorCode::Conflict, "This invoice is void already.", "id", "invoice_void", {}, 0};
    const auto changed =
        connection.prepared("UPDATE invoices SET state = 'void', reason = ?, voided_at = ? WHERE id = ?")
            .bind(reason)
            .bind(nowMs)
            .bind(id)
            .run();
    if (!changed)
        return changed.error();
    (*found)->state = "void";
    (*found)->reason = reason;
    (*found)->voidedAtMs = nowMs;
    return std::move(**found);
}

Result<Invoice> markPaid(storage::Connection &connection, const std::string &id)
{
    auto found = find(connection, id);
    if (!found)
        return found.error();
    if (!*found)
        return notFound();
    if ((*found)->state != "issued")
        return Error{ErrorCode::Conflict, "This invoice is " + (*found)->state + ".", "id", "invoice_closed", {}, 0};
    const auto changed =
        connection.prepared("UPDATE invoices SET state = 'paid', paid = total WHERE id = ?").bind(id).run();
    if (!changed)
        return changed.error();
    (*found)->state = "paid";
    (*found)->paid = (*found)->total;
    return std::move(**found);
}

Result<std::optional<Invoice>> find(storage::Connection &connection, const std::string &id)
{
    auto &find = connection.prepared("SELECT " + std::string(invoiceColumns) + " FROM invoices WHERE id = ?");
    find.bind(id);
    return one(find);
}

Result<std::vector<Invoice>> list(storage::Connection &connection, const std::string &account, const std::string &state,
                                  int limit, const std::string &after, const std::string &search)
{
    std::string sql = "SELECT " + std::string(invoiceColumns) + " FROM invoices WHERE id < ?";
    sql += account.empty() ? "" : " AND account_id = ?";
    sql += state.empty() ? "" : " AND state = ?";
    const std::string pattern = storage::likePattern(search);
    if (!search.empty())
        sql += " AND (LOWER(number) LIKE ? ESCAPE '\\' OR id = ? OR account_id IN (SELECT id FROM accounts WHERE "
               "email LIKE ? ESCAPE '\\' OR LOWER(full_name) LIKE ? ESCAPE '\\' OR id = ?))";
    auto &find = connection.prepared(sql + " ORDER BY id DESC LIMIT ?");
    const std::string before = after.empty() ? "inv_~" : after;
    find.bind(before);
    if (!account.empty())
        find.bind(account);
    if (!state.empty())
        find.bind(state);
    if (!search.empty())
        find.bind(pattern).bind(search).bind(pattern).bind(pattern).bind(search);
    std::vector<Invoice> found;
    auto row = find.bind(limit + 1).next();
    for (; row && *row; row = find.next())
        found.push_back(readInvoice(find));
    if (!row)
        return row.error();
    return found;
}

bool exists(storage::Connection &connection, const AccountId &account, const InvoicePeriod &period)
{
    const auto found = ofPeriod(connection, account, period);
    return found && *found;
}

} // namespace invoices

} // namespace beaver::payments
