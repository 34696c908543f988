#include <QDateTime>
#include <QLocale>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/text/number_text.h>

#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const QString nothing = u"–"_s;

struct Word
{
    const char *text;
    const char *tone;
};

const std::map<QString, Word> &words()
{
    static const std::map<QString, Word> all{
        {u"active"_s, {QT_TRANSLATE_NOOP("Word", "Active"), "ok"}},
        {u"suspended"_s, {QT_TRANSLATE_NOOP("Word", "Suspended"), "danger"}},
        {u"deleted"_s, {QT_TRANSLATE_NOOP("Word", "Deleted"), "neutral"}},
        {u"paused"_s, {QT_TRANSLATE_NOOP("Word", "Paused"), "neutral"}},
        {u"draining"_s, {QT_TRANSLATE_NOOP("Word", "Draining"), "warn"}},
        {u"healthy"_s, {QT_TRANSLATE_NOOP("Word", "Healthy"), "ok"}},
        {u"degraded"_s, {QT_TRANSLATE_NOOP("Word", "Degraded"), "warn"}},
        {u"down"_s, {QT_TRANSLATE_NOOP("Word", "Down"), "danger"}},
        {u"unknown"_s, {QT_TRANSLATE_NOOP("Word", "Unknown"), "neutral"}},
        {u"closed"_s, {QT_TRANSLATE_NOOP("Word", "Closed"), "ok"}},
        {u"open"_s, {QT_TRANSLATE_NOOP("Word", "Open"), "warn"}},
        {u"accepted"_s, {QT_TRANSLATE_NOOP("Word", "Accepted"), "ok"}},
        {u"withdrawn"_s, {QT_TRANSLATE_NOOP("Word", "Withdrawn"), "neutral"}},
        {u"disabled"_s, {QT_TRANSLATE_NOOP("Word", "Switched off"), "danger"}},
        {u"queued"_s, {QT_TRANSLATE_NOOP("Word", "Queued"), "accent"}},
        {u"delivered"_s, {QT_TRANSLATE_NOOP("Word", "Delivered"), "ok"}},
        {u"sent"_s, {QT_TRANSLATE_NOOP("Word", "Sent"), "ok"}},
        {u"failed"_s, {QT_TRANSLATE_NOOP("Word", "Failed"), "danger"}},
        {u"running"_s, {QT_TRANSLATE_NOOP("Word", "Under way"), "accent"}},
        {u"done"_s, {QT_TRANSLATE_NOOP("Word", "Done"), "ok"}},
        {u"logged"_s, {QT_TRANSLATE_NOOP("Word", "Only logged"), "warn"}},
        {u"half_open"_s, {QT_TRANSLATE_NOOP("Word", "Half open"), "warn"}},
        {u"paid"_s, {QT_TRANSLATE_NOOP("Word", "Paid"), "ok"}},
        {u"void"_s, {QT_TRANSLATE_NOOP("Word", "Void"), "neutral"}},
        {u"issued"_s, {QT_TRANSLATE_NOOP("Word", "Issued"), "accent"}},
        {u"expired"_s, {QT_TRANSLATE_NOOP("Word", "Expired"), "neutral"}},
        {u"used_up"_s, {QT_TRANSLATE_NOOP("Word", "Used up"), "neutral"}},
        {u"revoked"_s, {QT_TRANSLATE_NOOP("Word", "Revoked"), "neutral"}},
        {u"inactive"_s, {QT_TRANSLATE_NOOP("Word", "Off"), "neutral"}},
        {u"complete"_s, {QT_TRANSLATE_NOOP("Word", "Complete"), "ok"}},
        {u"refused"_s, {QT_TRANSLATE_NOOP("Word", "Refused"), "warn"}},
        {u"cached"_s, {QT_TRANSLATE_NOOP("Word", "Cached"), "accent"}},
        {u"client_gone"_s, {QT_TRANSLATE_NOOP("Word", "Client gone"), "neutral"}},
        {u"upstream_cut"_s, {QT_TRANSLATE_NOOP("Word", "Upstream cut"), "warn"}},
        {u"upstream_error"_s, {QT_TRANSLATE_NOOP("Word", "Upstream error"), "danger"}},
        {u"interrupted"_s, {QT_TRANSLATE_NOOP("Word", "Interrupted"), "warn"}},
        {u"upstream_timeout"_s, {QT_TRANSLATE_NOOP("Word", "Provider timed out"), "warn"}},
        {u"upstream_unavailable"_s, {QT_TRANSLATE_NOOP("Word", "Provider overloaded or failing"), "warn"}},
        {u"upstream_unreachable"_s, {QT_TRANSLATE_NOOP("Word", "Provider unreachable"), "danger"}},
        {u"upstream_broken"_s, {QT_TRANSLATE_NOOP("Word", "Provider broke off"), "danger"}},
        {u"upstream_invalid"_s, {QT_TRANSLATE_NOOP("Word", "Unreadable answer"), "danger"}},
        {u"upstream_authentication"_s, {QT_TRANSLATE_NOOP("Word", "Credential refused"), "danger"}},
        {u"upstream_quota"_s, {QT_TRANSLATE_NOOP("Word", "Out of credit at the provider"), "danger"}},
        {u"rate_limit_exceeded"_s, {QT_TRANSLATE_NOOP("Word", "Rate limited"), "warn"}},
        {u"overloaded"_s, {QT_TRANSLATE_NOOP("Word", "Overloaded"), "warn"}},
        {u"check_failed"_s, {QT_TRANSLATE_NOOP("Word", "Health check failed"), "danger"}},
        {u"endpoint_busy"_s, {QT_TRANSLATE_NOOP("Word", "Endpoint busy"), "warn"}},
        {u"endpoints_paused"_s, {QT_TRANSLATE_NOOP("Word", "Endpoints paused"), "neutral"}},
        {u"no_endpoint"_s, {QT_TRANSLATE_NOOP("Word", "No endpoint"), "danger"}},
        {u"hedge_lost"_s, {QT_TRANSLATE_NOOP("Word", "Another endpoint was faster"), "neutral"}},
        {u"project_credential_refused"_s, {QT_TRANSLATE_NOOP("Word", "The project's credential refused"), "danger"}},
        {u"project_credential_quota"_s,
         {QT_TRANSLATE_NOOP("Word", "The project's credential out of credit"), "danger"}},
        {u"context_length_exceeded"_s, {QT_TRANSLATE_NOOP("Word", "Longer than the context"), "warn"}},
        {u"content_filter"_s, {QT_TRANSLATE_NOOP("Word", "Content filtered"), "warn"}},
        {u"model_not_found"_s, {QT_TRANSLATE_NOOP("Word", "Unknown model"), "warn"}},
        {u"request_too_large"_s, {QT_TRANSLATE_NOOP("Word", "Request too large"), "warn"}},
        {u"price_unknown"_s, {QT_TRANSLATE_NOOP("Word", "Price unknown"), "danger"}},
        {u"insufficient_balance"_s, {QT_TRANSLATE_NOOP("Word", "Balance too low"), "warn"}},
        {u"insufficient_quota"_s, {QT_TRANSLATE_NOOP("Word", "Balance too low"), "warn"}},
        {u"budget_exceeded"_s, {QT_TRANSLATE_NOOP("Word", "Budget used up"), "warn"}},
        {u"budget_used_up"_s, {QT_TRANSLATE_NOOP("Word", "Budget used up"), "warn"}},
        {u"balance_used_up"_s, {QT_TRANSLATE_NOOP("Word", "Balance used up"), "warn"}},
        {u"empty_answer"_s, {QT_TRANSLATE_NOOP("Word", "Empty answer"), "warn"}},
        {u"stopped_by_hold"_s, {QT_TRANSLATE_NOOP("Word", "Stopped at the balance's end"), "warn"}},
        {u"expiry"_s, {QT_TRANSLATE_NOOP("Word", "Expiry"), "neutral"}},
        {u"transfer"_s, {QT_TRANSLATE_NOOP("Word", "Transfer"), "neutral"}},
        {u"category_markup"_s, {QT_TRANSLATE_NOOP("Word", "Markup by category"), "neutral"}},
        {u"pass_through"_s, {QT_TRANSLATE_NOOP("Word", "At list price"), "neutral"}},
        {u"flat_per_token"_s, {QT_TRANSLATE_NOOP("Word", "Flat per token"), "neutral"}},
        {u"fixed_price"_s, {QT_TRANSLATE_NOOP("Word", "Fixed prices"), "neutral"}},
        {u"priced"_s, {QT_TRANSLATE_NOOP("Word", "Priced"), "ok"}},
        {u"free"_s, {QT_TRANSLATE_NOOP("Word", "Free"), "neutral"}},
        {u"pro"_s, {QT_TRANSLATE_NOOP("Word", "Pro"), "neutral"}},
        {u"enterprise"_s, {QT_TRANSLATE_NOOP("Word", "Enterprise"), "accent"}},
        {u"unlimited"_s, {QT_TRANSLATE_NOOP("Word", "Unlimited"), "accent"}},
        {u"top_up"_s, {QT_TRANSLATE_NOOP("Word", "Top-up"), "ok"}},
        {u"usage"_s, {QT_TRANSLATE_NOOP("Word", "Usage"), "neutral"}},
        {u"refund"_s, {QT_TRANSLATE_NOOP("Word", "Refund"), "warn"}},
        {u"call"_s, {QT_TRANSLATE_NOOP("Word", "Call"), "accent"}},
        {u"posted"_s, {QT_TRANSLATE_NOOP("Word", "Booked"), "ok"}},
        {u"adjustment"_s, {QT_TRANSLATE_NOOP("Word", "Adjustment"), "accent"}},
        {u"payment"_s, {QT_TRANSLATE_NOOP("Word", "Payment"), "ok"}},
        {u"owner"_s, {QT_TRANSLATE_NOOP("Word", "Owner"), "accent"}},
        {u"admin"_s, {QT_TRANSLATE_NOOP("Word", "Administrator"), "accent"}},
        {u"billing"_s, {QT_TRANSLATE_NOOP("Word", "Billing"), "neutral"}},
        {u"member"_s, {QT_TRANSLATE_NOOP("Word", "Member"), "neutral"}},
        {u"archived"_s, {QT_TRANSLATE_NOOP("Word", "Archived"), "neutral"}},
        {u"viewer"_s, {QT_TRANSLATE_NOOP("Word", "Viewer"), "neutral"}},
        {u"minute"_s, {QT_TRANSLATE_NOOP("Word", "minute"), "neutral"}},
        {u"hour"_s, {QT_TRANSLATE_NOOP("Word", "hour"), "neutral"}},
        {u"day"_s, {QT_TRANSLATE_NOOP("Word", "day"), "neutral"}},
        {u"week"_s, {QT_TRANSLATE_NOOP("Word", "week"), "neutral"}},
        {u"month"_s, {QT_TRANSLATE_NOOP("Word", "month"), "neutral"}},
        {u"total"_s, {QT_TRANSLATE_NOOP("Word", "total"), "neutral"}},
        {u"requests"_s, {QT_TRANSLATE_NOOP("Word", "Requests"), "neutral"}},
        {u"tokens"_s, {QT_TRANSLATE_NOOP("Word", "Tokens"), "neutral"}},
        {u"money"_s, {QT_TRANSLATE_NOOP("Word", "Money"), "neutral"}},
        {u"concurrency"_s, {QT_TRANSLATE_NOOP("Word", "Calls at once"), "neutral"}},
        {u"requests_per_minute"_s, {QT_TRANSLATE_NOOP("Word", "Requests per minute"), "neutral"}},
        {u"requests_per_hour"_s, {QT_TRANSLATE_NOOP("Word", "Requests per hour"), "neutral"}},
        {u"requests_per_day"_s, {QT_TRANSLATE_NOOP("Word", "Requests per day"), "neutral"}},
        {u"requests_per_month"_s, {QT_TRANSLATE_NOOP("Word", "Requests per month"), "neutral"}},
        {u"tokens_per_minute"_s, {QT_TRANSLATE_NOOP("Word", "Tokens per minute"), "neutral"}},
        {u"tokens_per_hour"_s, {QT_TRANSLATE_NOOP("Word", "Tokens per hour"), "neutral"}},
        {u"tokens_per_day"_s, {QT_TRANSLATE_NOOP("Word", "Tokens per day"), "neutral"}},
        {u"tokens_per_month"_s, {QT_TRANSLATE_NOOP("Word", "Tokens per month"), "neutral"}},
        {u"concurrent"_s, {QT_TRANSLATE_NOOP("Word", "Calls at once"), "neutral"}},
        {u"spend_per_day"_s, {QT_TRANSLATE_NOOP("Word", "Spend per day"), "neutral"}},
        {u"spend_per_week"_s, {QT_TRANSLATE_NOOP("Word", "Spend per week"), "neutral"}},
        {u"spend_per_month"_s, {QT_TRANSLATE_NOOP("Word", "Spend per month"), "neutral"}},
        {u"spend_total"_s, {QT_TRANSLATE_NOOP("Word", "Spend in total"), "neutral"}},
        {u"input"_s, {QT_TRANSLATE_NOOP("Word", "Input"), "neutral"}},
        {u"output"_s, {QT_TRANSLATE_NOOP("Word", "Output"), "neutral"}},
        {u"cached_read"_s, {QT_TRANSLATE_NOOP("Word", "Read from cache"), "neutral"}},
        {u"cache_write"_s, {QT_TRANSLATE_NOOP("Word", "Written to cache"), "neutral"}},
        {u"reasoning"_s, {QT_TRANSLATE_NOOP("Word", "Reasoning"), "neutral"}},
        {u"account"_s, {QT_TRANSLATE_NOOP("Word", "Account"), "neutral"}},
        {u"project"_s, {QT_TRANSLATE_NOOP("Word", "Project"), "neutral"}},
        {u"key"_s, {QT_TRANSLATE_NOOP("Word", "Key"), "neutral"}},
        {u"ULTRA_BUDGET"_s, {QT_TRANSLATE_NOOP("Word", "Ultra budget"), "neutral"}},
        {u"BUDGET"_s, {QT_TRANSLATE_NOOP("Word", "Budget"), "neutral"}},
        {u"MID_RANGE"_s, {QT_TRANSLATE_NOOP("Word", "Mid range"), "neutral"}},
        {u"PREMIUM"_s, {QT_TRANSLATE_NOOP("Word", "Premium"), "accent"}},
        {u"ULTRA_PREMIUM"_s, {QT_TRANSLATE_NOOP("Word", "Ultra premium"), "accent"}}};
    return all;
}

} // namespace

QVariantMap textCell(const QString &text, const QString &sub)
{
    return {{u"text"_s, text.isEmpty() ? nothing : text}, {u"sub"_s, sub}};
}

QVariantMap plainCell(const JsonValue &json)
{
    return textCell(json.plain());
}

QVariantMap monoCell(const QString &text)
{
    QVariantMap cell = textCell(text);
    cell[u"mono"_s] = true;
    return cell;
}

QVariantMap moneyCell(const JsonValue &json)
{
    const auto amount = json.money();
    if (!amount)
        return textCell({});
    QVariantMap cell = textCell(shortUsd(*amount));
    cell[u"exact"_s] = exactUsd(*amount);
    cell[u"copy"_s] = QString::fromStdString(amount->toDecimal());
    if (amount->isNegative())
        cell[u"tone"_s] = u"danger"_s;
    return cell;
}

QVariantMap smallMoneyCell(const JsonValue &json)
{
    QVariantMap cell = moneyCell(json);
    const auto amount = json.money();
    constexpr std::int64_t oneDollar = 1'000'000'000;
    constexpr std::int64_t smallest = 50'000;
    if (!amount)
        return cell;
    const std::int64_t nano = amount->nanoUsd();
    if (nano == 0) {
        cell[u"text"_s] = nothing;
    } else if (nano > -oneDollar && nano < oneDollar) {
        const double size = std::abs(static_cast<double>(nano)) / 1e9;
        const int decimals = nano >= smallest || nano <= -smallest ? 4 : 7;
        cell[u"text"_s] = (nano < 0 ? u"−"_s : QString()) + dollarsText(QLocale().toString(size, 'f', decimals));
    }
    return cell;
}

QVariantMap priceCell(const JsonValue &json)
{
    const auto price = json.real();
    return price ? priceCell(*price) : textCell({});
}

QVariantMap priceCell(double usd)
{
    int decimals = 2;
    while (decimals < 4 && std::abs(usd * std::pow(10, decimals) - std::round(usd * std::pow(10, decimals))) > 1e-6)
        ++decimals;
    QVariantMap cell = textCell(dollarsText(QLocale().toString(usd, 'f', decimals)));
    cell[u"sort"_s] = usd;
    cell[u"exact"_s] = QLocale().toString(usd, 'g', 9) + QCoreApplication::translate("Money", " USD for a million");
    return cell;
}

QVariantMap countCell(const JsonValue &json)
{
    const auto number = json.real();
    QVariantMap cell = textCell(number ? countText(*number) : QString());
    cell[u"sort"_s] = number.value_or(-1);
    return cell;
}

QVariantMap limitCell(const QString &name, const JsonValue &limit)
{
    const JsonValue &amount = limit.isObject() ? limit["amount"_L1] : limit;
    QVariantMap cell = name.startsWith("spend"_L1) ? moneyCell(amount) : countCell(amount);
    if (limit["shadow"_L1].truth().value_or(false))
        cell[u"text"_s] = QCoreApplication::translate("Word", "%1 (shadow)").arg(cell[u"text"_s].toString());
    return cell;
}

QVariantMap durationCell(const JsonValue &milliseconds)
{
    const auto number = milliseconds.real();
    if (!number || *number <= 0)
        return textCell({});
    QVariantMap cell = textCell(durationText(*number));
    cell[u"sort"_s] = *number;
    cell[u"exact"_s] = QLocale().toString(*number, 'f', 0) + u" ms"_s;
    if (*number > 15'000)
        cell[u"tone"_s] = u"warn"_s;
    return cell;
}

QVariantMap percentCell(const JsonValue &json)
{
    const auto number = json.real();
    QVariantMap cell =
        textCell(number ? percentText(QLocale().toString(*number, 'f', *number < 1 ? 2 : 1)) : QString());
    cell[u"sort"_s] = number.value_or(-1);
    return cell;
}

QVariantMap timeCell(const JsonValue &rfc3339)
{
    if (!rfc3339.isString())
        return textCell({});
    QVariantMap cell = textCell(localTime(rfc3339.string()));
    cell[u"exact"_s] = exactTime(rfc3339.string());
    cell[u"sort"_s] =
        static_cast<double>(QDateTime::fromString(rfc3339.string(), Qt::ISODateWithMs).toMSecsSinceEpoch());
    return cell;
}

QVariantMap badgeCell(const QString &text, const QString &tone)
{
    return {{u"text"_s, text}, {u"tone"_s, tone}};
}

QVariantMap wordCell(const QString &word)
{
    const auto found = words().find(word);
    return badgeCell(wordText(word), found == words().end() ? u"neutral"_s : QString::fromLatin1(found->second.tone));
}

QString wordText(const QString &word)
{
    const auto found = words().find(word);
    if (found != words().end())
        return QCoreApplication::translate("Word", found->second.text);
    QString text = word;
    text.replace(u'_', u' ');
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString countText(double number)
{
    return QLocale().toString(number, 'f', 0);
}

QString shortCount(double number)
{
    const double size = std::abs(number);
    const auto digits = [number](double unit) {
        const double value = number / unit;
        return QLocale().toString(value, 'f', std::abs(value) < 10 ? 2 : std::abs(value) < 100 ? 1 : 0);
    };
    return size >= 1e9   ? billionsText(digits(1e9))
           : size >= 1e6 ? millionsText(digits(1e6))
           : size >= 1e4 ? thousandsText(digits(1e3))
                         : countText(number);
}

QString durationText(double milliseconds)
{
    return milliseconds < 1'000
               ? QLocale().toString(milliseconds, 'f', 0) + u" ms"_s
               : QLocale().toString(milliseconds / 1'000, 'f', milliseconds < 10'000 ? 2 : 1) + u" s"_s;
}

QString shortDollars(double usd)
{
    const double size = std::abs(usd);
    return dollarsText(size >= 1e6   ? millionsText(QLocale().toString(usd / 1e6, 'f', 2))
                       : size >= 1e5 ? thousandsText(QLocale().toString(usd / 1e3, 'f', 1))
                                     : QLocale().toString(usd, 'f', size >= 1e3 ? 0 : 2));
}

QString localTime(const QString &rfc3339)
{
    const QDateTime at = QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toLocalTime();
    if (!at.isValid())
        return {};
    const QDate today = QDate::currentDate();
    if (at.date() == today)
        return QLocale().toString(at.time(), u"HH:mm:ss"_s);
    //: A day with its time, and one of another year, in the letters of QLocale
    return QLocale().toString(at, at.date().year() == today.year() ? QCoreApplication::translate("Date", "d MMM, HH:mm")
                                                                   : QCoreApplication::translate("Date", "d MMM yyyy"));
}

QString monthText(const QDate &month)
{
    //: A month and its year, in the letters of QLocale
    return QLocale().toString(month, QCoreApplication::translate("Date", "MMMM yyyy"));
}

QString periodText(const QString &from, const QString &until)
{
    const auto local = [](const QString &rfc3339) {
        return QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toLocalTime();
    };
    const auto whole = [](const QDateTime &at) {
        return QLocale().toString(at.date(), QCoreApplication::translate("Date", "d MMM")) +
               at.time().toString(u" HH:mm"_s);
    };
    const QDateTime begin = local(from);
    const QDateTime end = local(until);
    const bool oneDay = begin.isValid() && end.isValid() && begin.date() == end.date();
    return (begin.isValid() ? whole(begin) : QString()) + u" – "_s +
           (!end.isValid() ? QString()
            : oneDay       ? end.time().toString(u"HH:mm"_s)
                           : whole(end));
}

QString exactTime(const QString &rfc3339)
{
    const QDateTime at = QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toLocalTime();
    if (!at.isValid())
        return {};
    //: A moment with its day, in the letters of QLocale
    return QLocale().toString(at, QCoreApplication::translate("Date", "d MMM yyyy, HH:mm:ss")) + u" · "_s +
           utcTime(rfc3339);
}

QString utcTime(const QString &rfc3339)
{
    return QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toUTC().toString(u"yyyy-MM-dd HH:mm:ss.zzz 'UTC'"_s);
}

} // namespace beaver::admin
