#pragma once

#include <QUrl>

#include <admin-ui/editors/form_editor.h>
#include <admin-ui/session/preferences.h>

namespace beaver::admin {

/// An account for somebody who has none: first the server is asked who may make one, then it is told what to make. It
/// makes it at once, or when the token that it mails is given. The account's first key is shown once, and its owner is
/// signed in by enter(). done() after each step.
class Registration : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        beaver::admin::Preferences *preferences READ preferences WRITE setPreferences NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString address READ address NOTIFY changed FINAL)
    /// `asking`, `unknown` (why is the error), `closed`, `form`, `token`, `made`, or `proved`: the
    /// token was of an account that is there already.
    Q_PROPERTY(QString step READ step NOTIFY changed FINAL)
    /// There is no account without an invitation.
    Q_PROPERTY(bool invited READ isInvited NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed FINAL)
    Q_PROPERTY(QString password READ password WRITE setPassword NOTIFY changed FINAL)
    Q_PROPERTY(QString repeated READ repeated WRITE setRepeated NOTIFY changed FINAL)
    Q_PROPERTY(QString invitation READ invitation WRITE setInvitation NOTIFY changed FINAL)
    /// Of the mail, or the link that has it.
    Q_PROPERTY(QString token READ token WRITE setToken NOTIFY changed FINAL)
    Q_PROPERTY(bool resent READ isResent NOTIFY changed FINAL)
    /// The account's first, told once.
    Q_PROPERTY(QString key READ key NOTIFY changed FINAL)
    Q_PROPERTY(bool copied READ isCopied NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    Preferences *preferences() const { return m_preferences; }
    void setPreferences(Preferences *preferences) { m_preferences = preferences; }
    QString address() const { return m_address; }
    QString step() const { return m_step; }
    bool isInvited() const { return m_invited; }
    QString email() const { return m_email; }
    void setEmail(const QString &email) { edit(m_email, email); }
    QString name() const { return m_name; }
    void setName(const QString &name) { edit(m_name, name); }
    QString password() const { return m_password; }
    void setPassword(const QString &password) { edit(m_password, password); }
    QString repeated() const { return m_repeated; }
    void setRepeated(const QString &repeated) { edit(m_repeated, repeated); }
    QString invitation() const { return m_invitation; }
    void setInvitation(const QString &invitation) { edit(m_invitation, invitation); }
    QString token() const { return m_token; }
    void setToken(const QString &token) { edit(m_token, token); }
    bool isResent() const { return m_resent; }
    QString key() const { return m_key; }
    bool isCopied() const { return m_copied; }

    /// Forgets what was typed, and asks the server at this address who may register.
    Q_INVOKABLE void startOver(const QString &address, const QString &email);
    /// Between the form and the token of a mail that came already.
    Q_INVOKABLE void turn();
    /// The mail once more.
    Q_INVOKABLE void resend();
    Q_INVOKABLE void copyKey();
    /// As the account that was made. The dialog goes with the page.
    Q_INVOKABLE void enter();
    /// What was typed and told.
    Q_INVOKABLE void forget();

protected:
    void send() override;

private:
    void askWhoMay();
    void sendForm();
    void sendToken();
    void take(const Outcome<JsonValue> &told);

    Preferences *m_preferences = nullptr;
    QString m_address, m_email, m_name, m_password, m_repeated, m_invitation, m_token, m_key;
    QUrl m_server;
    QString m_step;
    JsonValue m_made; ///< what the server answered with the account
    bool m_invited = false;
    bool m_resent = false;
    bool m_copied = false;
};

} // namespace beaver::admin
