#pragma once

#include <QUrl>

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// A new password for somebody who can't sign in: first a mail with a token is asked for, then the token and the
/// password are given. done() after each. The server tells nobody whether it knows the address.
class PasswordReset : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    /// The server's, as on the sign-in page.
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    /// The mail was asked for, or is there: now its token.
    Q_PROPERTY(bool wantsToken READ wantsToken WRITE setWantsToken NOTIFY changed FINAL)
    Q_PROPERTY(QString token READ token WRITE setToken NOTIFY changed FINAL)
    Q_PROPERTY(QString password READ password WRITE setPassword NOTIFY changed FINAL)
    Q_PROPERTY(QString repeated READ repeated WRITE setRepeated NOTIFY changed FINAL)
    /// The password is set.
    Q_PROPERTY(bool set READ isSet NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    QString address() const { return m_address; }
    void setAddress(const QString &address) { edit(m_address, address); }
    QString email() const { return m_email; }
    void setEmail(const QString &email) { edit(m_email, email); }
    bool wantsToken() const { return m_wantsToken; }
    void setWantsToken(bool wants) { edit(m_wantsToken, wants); }
    QString token() const { return m_token; }
    void setToken(const QString &token) { edit(m_token, token); }
    QString password() const { return m_password; }
    void setPassword(const QString &password) { edit(m_password, password); }
    QString repeated() const { return m_repeated; }
    void setRepeated(const QString &repeated) { edit(m_repeated, repeated); }
    bool isSet() const { return m_set; }

    /// Forgets what was typed.
    Q_INVOKABLE void startOver(const QString &address, const QString &email);

protected:
    void send() override;

private:
    void askForMail(const QUrl &server);
    void setNew(const QUrl &server);

    QString m_address, m_email, m_token, m_password, m_repeated;
    bool m_wantsToken = false;
    bool m_set = false;
};

} // namespace beaver::admin
