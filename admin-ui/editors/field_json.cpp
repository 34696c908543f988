#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <admin-ui/client/json_value.h>
#include <admin-ui/editors/amount.h>
#include <admin-ui/editors/field_json.h>
#include <admin-ui/editors/mailed_token.h>
#include <shared/base/json_writer.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestMs = 86'400'000; // what the server takes: a day
constexpr qsizetype longestObject = 4'096;
constexpr auto midnight = "T00:00:00.000Z"_L1;

FieldJson wrong(const char *text)
{
    return {{}, QCoreApplication::translate("Forms", text)};
}

/// Written with the digits that were typed.
FieldJson amountJson(const FieldSpec &field, const QString &typed)
{
    const bool negative = field.kind == "signedMoney"_L1 && (typed.startsWith(u'-') || typed.startsWith(u'−'));
    const QString digits = negative ? typed.mid(1) : typed;
    if (isAmbiguousAmount(digits)) {
        const QString shown = digits.trimmed();
        return {{},
                QCoreApplication::translate("Forms", "%1 can be read in two ways. Write %2 or %3.")
                    .arg(shown, QString(shown).remove(u'.'), QString(shown).replace(u'.', u','))};
    }
    const auto amount = parseAmount(digits);
    if (!amount || (amount->isZero() && !field.optional && field.kind != "price"_L1))
        return wrong(
            QT_TRANSLATE_NOOP("Forms", "Enter an amount such as 25 or 1250.50, with a point and no other separators."));
    if (*amount > largestAmount)
        return wrong(QT_TRANSLATE_NOOP("Forms", "At most 1000000 USD at once."));
    return {(negative ? "-" : "") + amount->toDecimal()};
}

FieldJson numberJson(const QString &typed)
{
    bool whole = false;
    const qint64 number = typed.toLongLong(&whole);
    if (!whole || number < 0)
        return wrong(QT_TRANSLATE_NOOP("Forms", "Enter a whole number."));
    return {std::to_string(number)};
}

FieldJson millisecondsJson(const QString &typed)
{
    bool whole = typed.isEmpty();
    const qint64 ms = whole ? 0 : typed.toLongLong(&whole);
    if (!whole || ms < 0 || ms > longestMs)
        return wrong(QT_TRANSLATE_NOOP("Forms", "Enter whole milliseconds, 86400000 at most."));
    return {std::to_string(ms)};
}

/// The beginning of a day in UTC, or the time that stands there.
FieldJson dayJson(const QString &typed)
{
    if (typed.isEmpty())
        return {"null"};
    if (typed.size() == 10 && QDate::fromString(typed, Qt::ISODate).isValid())
        return {jsonText(typed + midnight)};
    if (typed.contains(u'T') && QDateTime::fromString(typed, Qt::ISODateWithMs).isValid())
        return {jsonText(typed)};
    return wrong(QT_TRANSLATE_NOOP("Forms", "Enter a day such as 2027-12-31."));
}

/// A time of UTC: "2026-11-20", "2026-11-20 14:30", or RFC 3339.
FieldJson momentJson(const QString &typed)
{
    const bool dayAlone = typed.size() == 10 && QDate::fromString(typed, Qt::ISODate).isValid();
    QString text = dayAlone ? typed + u"T00:00:00Z"_s : QString(typed).replace(u' ', u'T');
    static const QRegularExpression zone(u"(Z|[+-][0-9]{2}:[0-9]{2})$"_s);
    if (!text.contains(zone))
        text += u'Z';
    const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (at.isValid() && text.contains(u'T'))
        return {jsonText(at.toUTC().toString(Qt::ISODateWithMs))};
    return wrong(QT_TRANSLATE_NOOP("Forms", "Enter a time such as 2027-12-31 14:30, of UTC."));
}

FieldJson objectJson(const QString &typed)
{
    if (typed.isEmpty())
        return {"null"};
    const auto object = JsonValue::parse(typed.toUtf8());
    if (!object || !object->isObject())
        return wrong(
            QT_TRANSLATE_NOOP("Forms", "Enter a JSON object such as {\"team\": \"search\"}, with both braces."));
    if (object->compact().toUtf8().size() > longestObject)
        return wrong(QT_TRANSLATE_NOOP("Forms", "At most 4096 bytes of JSON."));
    return {typed.toStdString()};
}

FieldJson headersJson(const QString &typed)
{
    JsonWriter object;
    object.beginObject();
    for (const QString &each : typed.split(u'\n')) {
        const QString line = each.trimmed();
        if (line.isEmpty())
            continue;
        const qsizetype colon = line.indexOf(u':');
        if (colon < 1)
            return wrong(QT_TRANSLATE_NOOP("Forms", "Enter each header on a line of its own, as X-Team: search."));
        object.field(line.left(colon).trimmed().toStdString(), line.mid(colon + 1).trimmed().toStdString());
    }
    return {object.endObject().take()};
}

FieldJson rulesJson(const QString &typed)
{
    JsonWriter list;
    list.beginArray();
    for (const QString &word : typed.split(u',')) {
        const QString model = word.section(u'=', 0, 0).trimmed();
        const QString upstream = word.section(u'=', 1).trimmed();
        if (model.isEmpty() && upstream.isEmpty())
            continue;
        if (upstream.isEmpty())
            list.value(model.toStdString());
        else
            list.beginObject()
                .field("model", model.toStdString())
                .field("upstream_model", upstream.toStdString())
                .endObject();
    }
    return {list.endArray().take()};
}

FieldJson listJson(const QString &typed)
{
    JsonWriter list;
    list.beginArray();
    for (const QString &word : typed.split(u','))
        if (!word.trimmed().isEmpty())
            list.value(word.trimmed().toStdString());
    return {list.endArray().take()};
}

} // namespace

FieldJson fieldJson(const FieldSpec &field, const QString &typed)
{
    if (field.kind == "money"_L1 || field.kind == "signedMoney"_L1 || field.kind == "price"_L1)
        return amountJson(field, typed);
    const bool clears = field.kind == "limit"_L1 || field.kind == "budget"_L1 || field.kind == "rate"_L1;
    if (clears && typed.isEmpty())
        return {"null"};
    if (field.kind == "budget"_L1 || field.kind == "rate"_L1)
        return amountJson(field, typed);
    if (field.kind == "number"_L1 || field.kind == "limit"_L1 || field.name.endsWith("_seconds"_L1))
        return numberJson(typed);
    if (field.kind == "milliseconds"_L1)
        return millisecondsJson(typed);
    if (field.kind == "day"_L1)
        return dayJson(typed);
    if (field.kind == "moment"_L1)
        return momentJson(typed);
    if (field.kind == "object"_L1)
        return objectJson(typed);
    if (field.kind == "toggle"_L1)
        return {typed == "true"_L1 ? "true" : "false"};
    if (field.kind == "list"_L1)
        return listJson(typed);
    if (field.kind == "rules"_L1)
        return rulesJson(typed);
    if (field.kind == "headers"_L1)
        return headersJson(typed);
    if (field.kind == "mailed"_L1)
        return {jsonText(mailedToken(typed))};
    if (field.kind == "email"_L1 && !typed.contains(u'@'))
        return wrong(QT_TRANSLATE_NOOP("Forms", "Enter an email such as ops@customer.example."));
    return {jsonText(typed)}; // null would leave a choice as it was; an empty text takes it away
}

QString dayText(const QString &rfc3339)
{
    QString text = rfc3339;
    return text.remove(midnight).remove("T00:00:00Z"_L1);
}

std::string jsonText(const QString &text)
{
    JsonWriter json;
    return json.value(text.toStdString()).take();
}

} // namespace beaver::admin
