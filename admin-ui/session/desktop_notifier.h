#pragma once

#include <QHash>
#include <QObject>
#include <QQmlEngine>

namespace beaver::admin {

/// The desktop's own notifications, where it has them: those of freedesktop.org on the session bus.
class DesktopNotifier : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    /// Why there are none; empty where there are.
    Q_PROPERTY(QString problem READ problem CONSTANT FINAL)

public:
    using QObject::QObject;
    Q_DISABLE_COPY_MOVE(DesktopNotifier)

    QString problem() const;
    /// Pressed, it asks for `page`.
    Q_INVOKABLE void show(const QString &title, const QString &text, const QString &page);

Q_SIGNALS:
    void opened(const QString &page);

private Q_SLOTS:
    void takeAction(uint id, const QString &action);
    void takeEnd(uint id, uint reason);

private:
    QHash<uint, QString> m_pages; ///< of the notifications that are shown
    bool m_listens = false;
};

} // namespace beaver::admin
