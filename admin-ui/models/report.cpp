#include <QDateTime>
#include <QLocale>

#include <admin-ui/models/report.h>

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
        } else if (recover(answer.error())) {
            return reload();
        } else {
            m_failure = answer.error();
        }
        Q_EMIT changed();
    });
}

QString seriesLabel(const QString &rfc3339, bool days)
{
    const QDateTime at = QDateTime::fromString(rfc3339, Qt::ISODateWithMs).toLocalTime();
    return days ? QLocale().toString(at.date(), u"d MMM"_s) : QLocale().toString(at.time(), u"HH:mm"_s);
}

} // namespace beaver::admin
