#include <QDateTime>
#include <QTimeZone>

#include <server/payments/invoice_document.h>
#include <shared/base/decimal.h>
#include <simdjson.h>

namespace beaver::payments {

namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\n':
            out += "<br>";
            break;
        case '\r':
            break;
        default:
            out += c;
        }
    }
    return out;
}

/// Exact, with at least two decimals.
std::string amountText(Money amount)
{
    std::string text = amount.toDecimal();
    const std::size_t point = text.find('.');
    if (point == std::string::npos)
        return text + ".00";
    return text.size() - point == 2 ? text + "0" : text;
}

std::string grouped(std::int64_t number)
{
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), "\u2009");
    return text;
}

std::string dateIn(std::int64_t ms, const std::string &zone)
{
    const QTimeZone of(QByteArray::fromStdString(zone));
    return QDateTime::fromMSecsSinceEpoch(ms, of.isValid() ? of : QTimeZone::utc())
        .date()
        .toString(Qt::ISODate)
        .toStdString();
}

/// A member of a JSON object that is a text.
std::string member(const std::string &json, const char *name)
{
    simdjson::dom::parser parser;
    std::string_view text;
    if (parser.parse(json)[name].get(text))
        return {};
    return std::string(text);
}

std::string party(const std::string &title, const std::string &json, bool seller)
{
    const auto of = [&](const char *sellers, const char *buyers) { return member(json, seller ? sellers : buyers); };
    std::string html =
        "<p style=\"color:#666666\">" + title + "</p><p><b>" + escaped(of("seller_name", "name")) + "</b>";
    for (const auto &line : {of("seller_address", "address"), of("seller_email", "email")})
        html += line.empty() ? std::string() : "<br>" + escaped(line);
    if (const auto tax = of("seller_tax_id", "tax_id"); !tax.empty())
        html += "<br>Tax ID " + escaped(tax);
    return html + "</p>";
}

std::string row(const std::string &label, const std::string &value, bool strong)
{
    const std::string open = strong ? "<b>" : "";
    const std::string close = strong ? "</b>" : "";
    return "<tr><td align=\"right\">" + open + label + close + "</td><td align=\"right\" width=\"150\">" + open +
           value + close + "</td></tr>\n";
}

} // namespace

std::string invoiceHtml(const Invoice &invoice)
{
    const std::string first = dateIn(invoice.periodStartMs, invoice.timeZone);
    const std::string last = dateIn(invoice.periodEndMs - 1, invoice.timeZone);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Invoice " +
                       escaped(invoice.number) +
                       "</title><style>body{font-family:'DejaVu Sans',sans-serif;font-size:10pt;color:#111111}"
                       "table{border-collapse:collapse}td,th{padding:4px}</style></head><body>\n";
    html += "<table width=\"100%\"><tr><td><h1>Invoice</h1></td><td align=\"right\"><p><b>" + escaped(invoice.number) +
            "</b><br>Date " + dateIn(invoice.createdAtMs, invoice.timeZone) + "<br>Period " + first + " to " + last +
            " (" + escaped(invoice.timeZone) + ")<br>State <b>" + escaped(invoice.state) +
            "</b></p></td></tr></table>\n";
    html += "<table width=\"100%\"><tr><td width=\"50%\" valign=\"top\">" + party("From", invoice.seller, true) +
            "</td><td width=\"50%\" valign=\"top\">" + party("To", invoice.buyer, false) + "</td></tr></table>\n";
    html += "<table width=\"100%\" border=\"1\" cellspacing=\"0\" cellpadding=\"4\"><tr "
            "bgcolor=\"#eeeeee\"><th align=\"left\">Description</th><th align=\"left\">Category</th><th "
            "align=\"right\">Calls</th><th align=\"right\">Input tokens</th><th align=\"right\">Output tokens</th><th "
            "align=\"right\">Amount (USD)</th></tr>\n";
    for (const auto &line : invoice.lines) {
        const bool ofModel = !line.model.empty();
        html += "<tr><td>" + escaped(line.description) + "</td><td>" + escaped(line.category) +
                "</td><td align=\"right\">" + (ofModel ? grouped(line.calls) : "") + "</td><td align=\"right\">" +
                (ofModel ? grouped(line.inputTokens) : "") + "</td><td align=\"right\">" +
                (ofModel ? grouped(line.outputTokens) : "") + "</td><td align=\"right\">" + amountText(line.amount) +
                "</td></tr>\n";
    }
    html += "</table>\n<table width=\"100%\">";
    html += row("Subtotal", amountText(invoice.subtotal), false);
    html += row("Tax " + formatScaled(invoice.taxRatePpm, 4) + " %", amountText(invoice.tax), false);
    html += row("Total", amountText(invoice.total), true);
    html += row("Paid from the balance", amountText(invoice.paid), false);
    html += row("Due", amountText(invoice.due()), true);
    html += "</table>\n";
    if (const auto note = member(invoice.seller, "invoice_note"); !note.empty())
        html += "<p>" + escaped(note) + "</p>\n";
    if (invoice.state == "void")
        html += "<p><b>This invoice is void.</b> " + escaped(invoice.reason) + "</p>\n";
    return html + "</body></html>\n";
}

} // namespace beaver::payments
