#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace beaver::admin {

/// One console for each person on a computer: a second start hands its link to the first and ends. They meet at a
/// socket that only this person may use.
class OnlyConsole : public QObject
{
    Q_OBJECT

public:
    /// `name` of the socket; empty for the person's own.
    explicit OnlyConsole(const QString &name = {}, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(OnlyConsole)

    /// True when another console has taken the link, which may be empty: this one can go. Waits at most two seconds.
    bool handOver(const QString &link) const;
    /// From now on others are heard.
    void listen();

Q_SIGNALS:
    /// Another start wants this opened; empty: only to be seen.
    void asked(const QString &link);

private:
    void greet();

    QString m_name;
    QLocalServer m_server;
};

} // namespace beaver::admin
