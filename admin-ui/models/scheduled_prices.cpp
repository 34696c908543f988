#include <QLocale>
#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/scheduled_prices.h>

#include <chrono>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QDateTime timeOf(const JsonValue &rfc3339)
{
    return QDateTime::fromString(rfc3339.plain(), Qt::ISODateWithMs);
}

/// `$2.50 / $10.00`, for input and output.
QString priceText(const JsonValue &version)
{
    if (version["price_state"_L1].plain() != "priced"_L1)
        return wordText(version["price_state"_L1].plain());
    const JsonValue &list = version.at(u"list_prices.0");
    const auto text = [&list](QLatin1StringView bucket) { return priceCell(list[bucket])[u"text"_s].toString(); };
    return list["output"_L1].isNull() ? text("input"_L1) : text("input"_L1) + u" / "_s + text("output"_L1);
}

} // namespace

ScheduledPrices::ScheduledPrices(QObject *parent)
    : Report(parent)
{
    m_minute.setInterval(20s);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        if (m_at <= QDateTime::currentDateTimeUtc())
            reload();
        Q_EMIT changed();
    });
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::stored, this, [this](const QString &kind) {
                if (kind == "model"_L1)
                    reload();
            });
    });
}

ApiRequest ScheduledPrices::request() const
{
    return session()->operates() ? ApiRequest{ApiRequest::Verb::Get, u"/admin/models?limit=1000"_s} : ApiRequest();
}

void ScheduledPrices::take(const JsonValue &answer)
{
    const QString before = m_model;
    m_count = 0;
    m_model.clear();
    m_at = {};
    for (const JsonValue &model : answer["data"_L1].items()) {
        const QDateTime at = timeOf(model["price_changes_at"_L1]);
        if (!at.isValid())
            continue;
        ++m_count;
        if (m_model.isEmpty() || at < m_at) {
            m_model = model["id"_L1].plain();
            m_at = at;
        }
    }
    if (m_model != before)
        m_version.clear();
    if (m_count == 0) {
        m_minute.stop();
        return;
    }
    m_minute.start();
    readVersions();
}

void ScheduledPrices::readVersions()
{
    const ApiRequest wanted{ApiRequest::Verb::Get, u"/admin/models/"_s +
                                                       QString::fromLatin1(QUrl::toPercentEncoding(m_model, "/")) +
                                                       u"/prices"_s};
    session()->send(wanted, this, [this, of = m_model](const Outcome<JsonValue> &told) {
        if (!told || of != m_model)
            return;
        m_version.clear();
        m_was.clear();
        const QDateTime now = QDateTime::currentDateTimeUtc();
        // Newest first: of those to come, the last is the next; the first that isn't holds today.
        for (const JsonValue &version : (*told)["data"_L1].items()) {
            if (timeOf(version["valid_from"_L1]) > now) {
                m_version = version["price_version"_L1].plain();
                m_becomes = priceText(version);
            } else if (m_was.isEmpty()) {
                m_was = priceText(version);
            }
        }
        Q_EMIT changed();
    });
}

QVariantMap ScheduledPrices::next() const
{
    return m_model.isEmpty() ? QVariantMap() : QVariantMap{{u"id"_s, m_model}, {u"title"_s, m_model}};
}

QVariantMap ScheduledPrices::withdrawal() const
{
    QVariantMap record = next();
    if (m_version.isEmpty() || record.isEmpty())
        return {};
    record[u"version"_s] = m_version;
    return record;
}

QString ScheduledPrices::text() const
{
    if (m_model.isEmpty())
        return {};
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const qint64 left = std::max<qint64>(0, QDateTime::currentDateTimeUtc().secsTo(m_at));
    const QString in = left >= day    ? tr("%1 d %2 h").arg(left / day).arg(left % day / hour)
                       : left >= hour ? tr("%1 h %2 min").arg(left / hour).arg(left % hour / minute)
                                      : tr("%1 min").arg((left + minute - 1) / minute);
    const QString when = QLocale().toString(m_at.toUTC(), tr("d MMM yyyy, HH:mm")) + u" UTC"_s;
    QString text = m_version.isEmpty() ? tr("%1 in %2, on %3.").arg(m_model, in, when)
                                       : tr("%1 in %2, on %3: from %4 to %5.").arg(m_model, in, when, m_was, m_becomes);
    if (m_count > 1)
        text += u' ' + tr("%n more to come.", nullptr, m_count - 1);
    return text;
}

} // namespace beaver::admin
