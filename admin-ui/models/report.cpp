#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

#include <admin-ui/models/report.h>

#include <map>
#include <memory>

namespace beaver::admin {

using namespace Qt::StringLiterals;

Report::Report(QObject *parent)
    : QObject(parent)
{}

void Report::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session)
        connect(m_session, &Session::reconnected, this, &Report::reload);
    Q_EMIT sessionChanged();
    reload();
}

QString Report::state() const
{
    if (m_loaded)
        return u"ready"_s;
    if (!m_failure)
        return u"loading"_s;
    return m_failure->kind == ApiError::Kind::Forbidden ? u"forbidden"_s
           : m_failure->isOffline()                     ? u"offline"_s
                                                        : u"error"_s;
}

void Report::copyDetails() const
{
    if (m_failure && m_session)
        QGuiApplication::clipboard()->setText(m_session->detailsOf(*m_failure, request().path));
}

void Report::reload()
{
    if (!m_session)
        return;
    const ApiRequest wanted = request();
    if (wanted.path.isEmpty())
        return;
    m_loading = true;
    Q_EMIT changed();
    m_session->send(wanted, this, [this, asked = ++m_asked](const Outcome<JsonValue> &answer) {
        if (asked != m_asked)
            return;
        m_loading = false;
        if (answer) {
            m_failure.reset();
            m_loaded = true;
            m_asOf = QLocale().toString(QTime::currentTime(), u"HH:mm:ss"_s);
            take(*answer);
        } else {
            m_failure = answer.error();
        }
        Q_EMIT changed();
    });
}

double plainNumber(const JsonValue &json)
{
    return json.real().value_or(0);
}

QString providerTitle(const QString &name)
{
    static const std::map<QString, QString> titles{
        {u"openai"_s, u"OpenAI"_s},     {u"anthropic"_s, u"Anthropic"_s},   {u"google"_s, u"Google"_s},
        {u"deepseek"_s, u"DeepSeek"_s}, {u"perplexity"_s, u"Perplexity"_s}, {u"xai"_s, u"xAI"_s},
        {u"beaver"_s, u"Beaver"_s},     {u"openrouter"_s, u"OpenRouter"_s}, {u"simulated"_s, u"Simulated"_s}};
    const auto found = titles.find(name);
    return found == titles.end() ? name : found->second;
}

QStringList timesOf(const JsonValue &usage, bool days)
{
    QStringList times;
    for (const JsonValue &group : usage["data"_L1].items())
        times.append(group[days ? "day"_L1 : "hour"_L1].plain());
    const QDateTime from = QDateTime::fromString(usage["from"_L1].plain(), Qt::ISODateWithMs);
    const QDateTime until = QDateTime::fromString(usage["until"_L1].plain(), Qt::ISODateWithMs);
    const QTimeZone zone(usage["time_zone"_L1].plain().toLatin1());
    if (from.isValid() && until.isValid() && from.daysTo(until) < 400) {
        if (days)
            for (QDate day = from.toTimeZone(zone.isValid() ? zone : QTimeZone::utc()).date();
                 day.startOfDay(zone.isValid() ? zone : QTimeZone::utc()) < until; day = day.addDays(1))
                times.append(day.toString(Qt::ISODate));
        else
            for (QDateTime hour = from; hour < until; hour = hour.addSecs(3'600))
                times.append(hour.toString(Qt::ISODateWithMs));
    }
    times.sort();
    times.removeDuplicates();
    return times;
}

void readFurther(Session &session, QObject *owner, const QString &path, const JsonValue &first,
                 std::function<void(std::vector<JsonValue> further, bool whole)> told)
{
    constexpr std::size_t most = 8;
    using Told = decltype(told);
    struct Reading
    {
        Session &session;
        QObject *owner;
        QString path;
        Told told;
        std::vector<JsonValue> pages = {};

        static void goOn(const std::shared_ptr<Reading> &self, const JsonValue &last)
        {
            const QString next = last["has_more"_L1].truth().value_or(false) ? last["next"_L1].plain() : QString();
            if (next.isEmpty() || self->pages.size() == most) {
                self->told(std::move(self->pages), next.isEmpty());
                return;
            }
            const QString after = u"&after="_s + QString::fromLatin1(QUrl::toPercentEncoding(next));
            self->session.send({ApiRequest::Verb::Get, self->path + after}, self->owner,
                               [self](const Outcome<JsonValue> &page) {
                                   if (!page) {
                                       self->told(std::move(self->pages), false);
                                       return;
                                   }
                                   self->pages.push_back(*page);
                                   goOn(self, *page);
                               });
        }
    };
    Reading::goOn(std::make_shared<Reading>(Reading{session, owner, path, std::move(told)}), first);
}

QVariantMap spanOf(const JsonValue &usage, bool days, const QString &first, const QString &last)
{
    const QTimeZone told(usage["time_zone"_L1].plain().toLatin1());
    const QTimeZone zone = told.isValid() ? told : QTimeZone::utc();
    const QDateTime from =
        days ? QDate::fromString(first, Qt::ISODate).startOfDay(zone) : QDateTime::fromString(first, Qt::ISODateWithMs);
    const QDateTime until = days ? QDate::fromString(last, Qt::ISODate).addDays(1).startOfDay(zone)
                                 : QDateTime::fromString(last, Qt::ISODateWithMs).addSecs(3'600);
    QVariantMap span;
    for (const auto &[name, time] : {std::pair(u"from"_s, from), std::pair(u"until"_s, until)})
        if (time.isValid())
            span[name] = time.toUTC().toString(Qt::ISODate);
    return span;
}

QString seriesLabel(const QString &rfc3339, bool days)
{
    const QDateTime at = QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toLocalTime();
    return days ? QLocale().toString(at.date(), QCoreApplication::translate("Date", "d MMM"))
                : QLocale().toString(at.time(), u"HH:mm"_s);
}

} // namespace beaver::admin
