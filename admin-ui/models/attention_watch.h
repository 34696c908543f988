#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QSet>
#include <QTimer>

#include <admin-ui/session/session.h>

#include <chrono>

namespace beaver::admin {

/// Looks each minute for what newly needs somebody's attention, for who isn't looking at the window: an endpoint that
/// is down, mail that isn't delivered, a server that is gone. What is there at the first look was there before.
class AttentionWatch : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed FINAL)

public:
    explicit AttentionWatch(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AttentionWatch)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    /// Between two looks; a minute.
    void setInterval(std::chrono::milliseconds interval) { m_timer.setInterval(interval); }

Q_SIGNALS:
    void changed();
    /// `page`: where more is told.
    void noticed(const QString &title, const QString &text, const QString &page);

private:
    void begin();
    void look();

    Session *m_session = nullptr;
    bool m_active = false;
    bool m_knows = false;
    bool m_away = false; ///< the server was out of reach at the last look
    QSet<QString> m_known;
    QTimer m_timer;
};

} // namespace beaver::admin
