#pragma once

#include <QObject>
#include <QQmlEngine>

#include <admin-ui/client/api_client.h>

namespace beaver::admin {

/// Who is signed in where, for the whole window. Models and editors reach the server through it.
class Session : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made in main()")
    Q_PROPERTY(bool signedIn READ isSignedIn NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email NOTIFY changed FINAL)
    Q_PROPERTY(QString role READ role NOTIFY changed FINAL)
    Q_PROPERTY(QString host READ host NOTIFY changed FINAL)
    Q_PROPERTY(QString serverVersion READ serverVersion NOTIFY changed FINAL)
    Q_PROPERTY(bool mayCreate READ mayCreate NOTIFY changed FINAL)
    Q_PROPERTY(bool mayTopUp READ mayTopUp NOTIFY changed FINAL)
    /// Why the session ended by itself, until the next sign-in.
    Q_PROPERTY(QString notice READ notice NOTIFY changed FINAL)

public:
    explicit Session(ApiClient &client, QObject *parent = nullptr);
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    /// Somebody who may not administer isn't let in: that is ApiError::Kind::Forbidden.
    void signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply);
    Q_INVOKABLE void signOut();

    ApiClient &client() const { return m_client; }
    /// For all lists that show it: the server has told this account's newest state.
    void announce(const Account &account) { Q_EMIT accountStored(account); }

    bool isSignedIn() const { return m_signedIn; }
    QString email() const { return m_email; }
    QString role() const { return m_role; }
    QString host() const { return m_host; }
    QString serverVersion() const { return m_serverVersion; }
    QString notice() const { return m_notice; }
    bool mayCreate() const;
    bool mayTopUp() const;

Q_SIGNALS:
    void changed();
    void accountStored(const beaver::admin::Account &account);

private:
    void leave(const QString &notice);

    ApiClient &m_client;
    bool m_signedIn = false;
    QString m_email;
    QString m_role;
    QString m_host;
    QString m_serverVersion;
    QString m_notice;
};

} // namespace beaver::admin
