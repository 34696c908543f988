#pragma once

#include <QUrl>

#include <admin-ui/editors/form_editor.h>
#include <admin-ui/session/preferences.h>

#include <optional>

namespace beaver::admin {

/// Where to sign in, and who. Address and email are remembered after a success, the password never.
class SignInEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        beaver::admin::Preferences *preferences READ preferences WRITE setPreferences NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    Q_PROPERTY(QString password READ password WRITE setPassword NOTIFY changed FINAL)
    /// The password would cross a network in the clear.
    Q_PROPERTY(bool insecure READ isInsecure NOTIFY changed FINAL)
    Q_PROPERTY(bool encrypted READ isEncrypted NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    Preferences *preferences() const { return m_preferences; }
    void setPreferences(Preferences *preferences);
    QString address() const { return m_address; }
    void setAddress(const QString &address) { edit(m_address, address); }
    QString email() const { return m_email; }
    void setEmail(const QString &email) { edit(m_email, email); }
    QString password() const { return m_password; }
    void setPassword(const QString &password) { edit(m_password, password); }
    bool isInsecure() const;
    bool isEncrypted() const;

    /// `beaver.example` is https, `localhost:8080` http; a path stays, anything else an address doesn't need is an
    /// error.
    static std::optional<QUrl> parseAddress(const QString &typed);

protected:
    void send() override;

private:
    Preferences *m_preferences = nullptr;
    QString m_address;
    QString m_email;
    QString m_password;
};

} // namespace beaver::admin
