#include <admin-ui/models/attention_watch.h>
#include <admin-ui/models/reports.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

AttentionWatch::AttentionWatch(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(1min);
    connect(&m_timer, &QTimer::timeout, this, &AttentionWatch::look);
}

void AttentionWatch::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    connect(session, &Session::connectionChanged, this, [this] {
        const bool gone = m_session->isOffline() && !m_away;
        m_away = m_session->isOffline();
        if (gone && m_timer.isActive())
            Q_EMIT noticed(tr("The server is out of reach"), m_session->host(), {});
    });
    begin();
}

void AttentionWatch::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    begin();
}

void AttentionWatch::begin()
{
    m_knows = false;
    m_known.clear();
    if (m_active && m_session && m_session->operates()) {
        m_timer.start();
        look();
    } else {
        m_timer.stop();
    }
    Q_EMIT changed();
}

void AttentionWatch::look()
{
    m_session->send({ApiRequest::Verb::Get, u"/admin/overview"_s}, this, [this](const Outcome<JsonValue> &told) {
        if (!told || !m_timer.isActive())
            return;
        QSet<QString> present;
        for (const QVariant &each : OverviewReport::attentionOf(*told)) {
            const QVariantMap item = each.toMap();
            if (item[u"tone"_s] == u"info"_s)
                continue;
            const QString text = item[u"text"_s].toString();
            const QString title = item[u"title"_s].toString();
            const QString mark = title + u'\n' + text;
            present.insert(mark);
            if (m_knows && !m_known.contains(mark))
                Q_EMIT noticed(title, text, item[u"page"_s].toString());
        }
        // What has gone and comes back is new again.
        m_known = present;
        m_knows = true;
    });
}

} // namespace beaver::admin
