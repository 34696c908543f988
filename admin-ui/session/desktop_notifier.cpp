#include <admin-ui/session/desktop_notifier.h>

#ifdef BEAVER_HAS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

namespace beaver::admin {

using namespace Qt::StringLiterals;

#ifdef BEAVER_HAS_DBUS

namespace {

const auto notifications = u"org.freedesktop.Notifications"_s;
const auto notificationsPath = u"/org/freedesktop/Notifications"_s;

} // namespace

QString DesktopNotifier::problem() const
{
    return QDBusConnection::sessionBus().isConnected() ? QString() : tr("This desktop has no notifications.");
}

void DesktopNotifier::show(const QString &title, const QString &text, const QString &page)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    if (!m_listens) {
        m_listens = true;
        bus.connect(notifications, notificationsPath, notifications, u"ActionInvoked"_s, this,
                    SLOT(takeAction(uint, QString)));
        bus.connect(notifications, notificationsPath, notifications, u"NotificationClosed"_s, this,
                    SLOT(takeEnd(uint, uint)));
    }
    QDBusMessage message = QDBusMessage::createMethodCall(notifications, notificationsPath, notifications, u"Notify"_s);
    // Markup is the desktop's: what a customer typed is text.
    message << u"Beaver Console"_s << 0u << u"beaver-console"_s << title << text.toHtmlEscaped()
            << QStringList{u"default"_s, tr("Open")} << QVariantMap{{u"desktop-entry"_s, u"beaver-console"_s}} << -1;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, page](QDBusPendingCallWatcher *done) {
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isValid())
            m_pages[reply.value()] = page;
        done->deleteLater();
    });
}

#else

QString DesktopNotifier::problem() const
{
    return tr("This desktop has no notifications.");
}

void DesktopNotifier::show(const QString &, const QString &, const QString &) {}

#endif

void DesktopNotifier::takeAction(uint id, const QString &)
{
    if (m_pages.contains(id))
        Q_EMIT opened(m_pages.take(id));
}

void DesktopNotifier::takeEnd(uint id, uint)
{
    m_pages.remove(id);
}

} // namespace beaver::admin
