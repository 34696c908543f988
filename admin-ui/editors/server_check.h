#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

#include <admin-ui/session/session.h>

namespace beaver::admin {

/// What answers at an address, before anybody sends a password there: whether it is a Beaver server, whether the way to
/// it is encrypted by a certificate that this computer knows, and who may register. Asks once the address rests.
class ServerCheck : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed FINAL)
    /// Nothing (no address), `asking`, `verified`, `local` (on this computer, which needs no encryption), `plain` (not
    /// encrypted), `untrusted`, `gone`, `stranger` or `old`.
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    /// The state as a sentence, with its tone: `ok`, `warn`, `danger` or `neutral`.
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)
    Q_PROPERTY(QString tone READ tone NOTIFY changed FINAL)
    /// Who may register there: `open`, `invite` or `closed`; empty while it isn't known.
    Q_PROPERTY(QString registration READ registration NOTIFY changed FINAL)

public:
    explicit ServerCheck(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ServerCheck)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QString address() const { return m_address; }
    void setAddress(const QString &address);
    QString state() const { return m_state; }
    QString text() const;
    QString tone() const;
    QString registration() const { return m_registration; }
    /// Without waiting for the address to rest.
    Q_INVOKABLE void look();

Q_SIGNALS:
    void changed();

private:
    void take(const Outcome<JsonValue> &told);

    Session *m_session = nullptr;
    QTimer m_rest;
    QString m_address;
    QString m_state;
    QString m_registration;
    QString m_version;
    QString m_reason;
};

} // namespace beaver::admin
