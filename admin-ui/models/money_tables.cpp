#include <QDateTime>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/table_specs.h>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString tell(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

QString whose(const JsonValue &json)
{
    for (const QLatin1StringView name : {"account_name"_L1, "account_email"_L1, "account_id"_L1})
        if (const QString text = json[name].plain(); !text.isEmpty())
            return text;
    return {};
}

TableSpec transactions()
{
    TableSpec spec;
    spec.path = u"/admin/transactions"_s;
    spec.ownPath = u"/account/transactions"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 112},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Type")), u"badge"_s, 96},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s, 0, 640},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Description")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Reference")), u"mono"_s, 124, 1'100},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Amount")), u"money"_s, 116},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Balance after")), u"money"_s, 116, 820}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        QVariantMap amount =
            json["type"_L1].plain() == "usage"_L1 ? smallMoneyCell(json["amount"_L1]) : moneyCell(json["amount"_L1]);
        const auto money = json["amount"_L1].money();
        amount[u"tone"_s] = money && !money->isNegative() ? u"ok"_s : QString();
        if (money && !money->isNegative() && !money->isZero())
            amount[u"text"_s] = u'+' + amount[u"text"_s].toString();
        return {timeCell(json["created_at"_L1]),          wordCell(json["type"_L1].plain()),      textCell(whose(json)),
                textCell(json["description"_L1].plain()), monoCell(json["reference"_L1].plain()), amount,
                moneyCell(json["balance_after"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &session) -> QStringList {
        const QString type = json["type"_L1].plain();
        if (!session.mayTopUp())
            return {};
        // Of a call to the balance, of a payment out of it; the server says how much of either is left.
        if (type == "usage"_L1 && json["reference"_L1].plain().startsWith("req_"_L1))
            return {u"transaction.refundCall"_s};
        return type == "top_up"_L1 ? QStringList{u"transaction.refundPayment"_s} : QStringList{};
    };
    spec.titleMember = u"id"_s;
    spec.watches = {u"money"_s};
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"receipt"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No transactions yet"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables", "Every top-up, charge, refund and correction becomes a line here that never changes."));
    spec.filters = {{u"type"_s,
                     tell(QT_TRANSLATE_NOOP("Tables", "Type")),
                     {{{}, tell(QT_TRANSLATE_NOOP("Tables", "All"))},
                      {u"top_up"_s, wordText(u"top_up"_s)},
                      {u"usage"_s, wordText(u"usage"_s)},
                      {u"refund"_s, wordText(u"refund"_s)},
                      {u"adjustment"_s, wordText(u"adjustment"_s)}}}};
    return spec;
}

/// One account's, oldest first.
/// Of an ordinary account, whose all lines are: without the column that says so.
TableSpec ownOf(TableSpec spec, qsizetype accountColumn)
{
    spec.path.clear();
    spec.columns.erase(spec.columns.begin() + accountColumn);
    spec.cells = [all = spec.cells, accountColumn](const JsonValue &json) {
        QVariantList cells = all(json);
        cells.removeAt(accountColumn);
        return cells;
    };
    return spec;
}

TableSpec statement()
{
    TableSpec spec = transactions();
    spec.path = u"/admin/accounts/{account_id}/statement"_s;
    spec.ownPath = u"/account/statement"_s;
    spec.columns.erase(spec.columns.begin() + 2);
    spec.cells = [all = spec.cells](const JsonValue &json) {
        QVariantList cells = all(json);
        cells.removeAt(2);
        return cells;
    };
    spec.actions = {};
    spec.searchedAs.clear();
    spec.filters.clear();
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "Nothing was booked in this time"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP("Tables", "The balance is what it was."));
    return spec;
}

TableSpec invoices()
{
    TableSpec spec;
    spec.path = u"/admin/invoices"_s;
    spec.ownPath = u"/account/invoices"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Number")), u"mono"_s, 150},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Period")), u"text"_s, 96},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 96},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Net")), u"money"_s, 110, 860},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Tax")), u"money"_s, 100, 860},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Total")), u"money"_s, 116},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Issued")), u"time"_s, 112, 760}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const auto first = [&json](QLatin1StringView a, QLatin1StringView b) -> const JsonValue & {
            return json[a].isNull() ? json[b] : json[a];
        };
        return {monoCell(json["number"_L1].plain()),
                textCell(whose(json)),
                textCell(first("period"_L1, "month"_L1).plain()),
                wordCell(json["status"_L1].plain()),
                moneyCell(first("net"_L1, "subtotal"_L1)),
                moneyCell(json["tax"_L1]),
                moneyCell(json["total"_L1]),
                timeCell(first("issued_at"_L1, "created_at"_L1))};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        QStringList ids{u"invoice.open"_s, u"invoice.save"_s};
        const QString status = json["status"_L1].plain();
        if (session.mayTopUp() && status == "issued"_L1)
            ids << u"-"_s << u"invoice.paid"_s;
        if (session.mayTopUp() && status != "void"_L1)
            ids << u"-"_s << u"invoice.void"_s;
        return ids;
    };
    spec.titleMember = u"number"_s;
    spec.watches = {u"money"_s};
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"fileText"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No invoices yet"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP("Tables", "Invoices are made by themselves when a month is over."));
    return spec;
}

TableSpec refunds()
{
    TableSpec spec;
    spec.path = u"/admin/refunds"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 112},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Of what")), u"badge"_s, 90},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s, 0, 640},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Reason")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Reference")), u"mono"_s, 150, 900},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Who")), u"text"_s, 140, 1'200},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 96},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Amount")), u"money"_s, 116}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {timeCell(json["created_at"_L1]),
                wordCell(json["kind"_L1].plain()),
                textCell(json["account_id"_L1].plain()),
                textCell(json["reason"_L1].plain()),
                monoCell(json["reference"_L1].plain()),
                textCell(json["actor"_L1].plain()),
                wordCell(json["status"_L1].plain()),
                json["kind"_L1].plain() == "call"_L1 ? smallMoneyCell(json["amount"_L1])
                                                     : moneyCell(json["amount"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &) {
        QStringList ids{u"refund.open"_s};
        if (json["kind"_L1].plain() == "call"_L1)
            ids << u"refund.call"_s;
        return ids << u"call.account"_s << u"-"_s << u"copy.id"_s;
    };
    spec.titleMember = u"id"_s;
    spec.watches = {u"money"_s};
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"undo2"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "Nothing was refunded yet"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables", "A call is refunded to the balance, a payment out of it: from the menu of its transaction."));
    return spec;
}

TableSpec vouchers()
{
    TableSpec spec;
    spec.path = u"/admin/vouchers"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Code")), u"mono"_s, 180},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Note")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Amount")), u"money"_s, 116},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Redeemed")), u"text"_s, 100},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 96, 700},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Expires")), u"time"_s, 130}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const auto uses = json["uses"_L1].isNull() ? json["redeemed"_L1].real() : json["uses"_L1].real();
        const auto most = json["max_uses"_L1].real();
        const QDateTime end = QDateTime::fromString(json["expires_at"_L1].plain(), Qt::ISODateWithMs);
        const QString standing = json["revoked_at"_L1].isString()                         ? u"revoked"_s
                                 : end.isValid() && end < QDateTime::currentDateTimeUtc() ? u"expired"_s
                                 : uses.value_or(0) >= most.value_or(1)                   ? u"used_up"_s
                                                                                          : u"active"_s;
        return {monoCell(json["code"_L1].plain().isEmpty() ? json["preview"_L1].plain() : json["code"_L1].plain()),
                textCell(json["note"_L1].plain()),
                moneyCell(json["amount"_L1]),
                textCell(QCoreApplication::translate("Tables", "%1 of %2")
                             .arg(countText(uses.value_or(0)), countText(most.value_or(1)))),
                wordCell(standing),
                timeCell(json["expires_at"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        return session.mayTopUp() && !json["revoked_at"_L1].isString() ? QStringList{u"voucher.delete"_s}
                                                                       : QStringList{};
    };
    spec.dimmed = [](const JsonValue &json) { return json["revoked_at"_L1].isString(); };
    spec.titleMember = u"code"_s;
    spec.watches = {u"voucher"_s};
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"ticket"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No vouchers yet"));
    spec.emptyText =
        tell(QT_TRANSLATE_NOOP("Tables", "A voucher is a code that becomes balance when an account redeems it."));
    return spec;
}

TableSpec corrections()
{
    TableSpec spec;
    spec.path = u"/admin/pricing/corrections"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 112},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Model")), u"mono"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Calls ended")), u"text"_s, 196, 900},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Reason")), u"text"_s, 0, 640},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 90},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Calls")), u"number"_s, 56},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Given back")), u"money"_s, 80},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Charged")), u"money"_s, 80},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Uncollected")), u"money"_s, 84, 1'200}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        QVariantMap ended =
            textCell(localTime(json["from"_L1].plain()) + u" – "_s + localTime(json["until"_L1].plain()));
        ended[u"exact"_s] = utcTime(json["from"_L1].plain()) + u" – "_s + utcTime(json["until"_L1].plain());
        ended[u"sort"_s] = timeCell(json["from"_L1])[u"sort"_s];
        return {timeCell(json["created_at"_L1]),
                monoCell(json["model"_L1].plain()),
                ended,
                textCell(json["reason"_L1].plain()),
                wordCell(json["status"_L1].plain()),
                countCell(json["calls"_L1]),
                moneyCell(json["refunded"_L1]),
                moneyCell(json["charged"_L1]),
                moneyCell(json["uncollected"_L1])};
    };
    spec.actions = [](const JsonValue &, const Session &) { return QStringList{u"correction.open"_s}; };
    spec.titleMember = u"model"_s;
    spec.watches = {u"money"_s};
    spec.emptyGlyph = u"history"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No past price was corrected"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables", "After a wrong price, a correction gives customers back what they paid too much, call by call."));
    return spec;
}

} // namespace

Specs money()
{
    return {{u"ownTransactions"_s, ownOf(transactions(), 2)},
            {u"ownInvoices"_s, ownOf(invoices(), 1)},
            {u"transactions"_s, transactions()},
            {u"invoices"_s, invoices()},
            {u"refunds"_s, refunds()},
            {u"vouchers"_s, vouchers()},
            {u"corrections"_s, corrections()},
            {u"statement"_s, statement()}};
}

} // namespace beaver::admin::tables
