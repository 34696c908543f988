#pragma once

#include <QUrl>

#include <admin-ui/editors/form_editor.h>
#include <admin-ui/session/credential_store.h>
#include <admin-ui/session/preferences.h>

#include <optional>

namespace beaver::admin {

/// Where to sign in, and who: with email and password (and a code, where a second factor is on) or with an admin key.
/// Address and email are remembered after a success; the secret only where the person wants it and there is a keychain.
class SignInEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        beaver::admin::Preferences *preferences READ preferences WRITE setPreferences NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed FINAL)
    /// The address is one.
    Q_PROPERTY(bool named READ isNamed NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    Q_PROPERTY(QString password READ password WRITE setPassword NOTIFY changed FINAL)
    Q_PROPERTY(bool byKey READ isByKey WRITE setByKey NOTIFY changed FINAL)
    Q_PROPERTY(QString apiKey READ apiKey WRITE setApiKey NOTIFY changed FINAL)
    /// The password was right; the code of the second factor is wanted.
    Q_PROPERTY(bool wantsCode READ wantsCode NOTIFY changed FINAL)
    Q_PROPERTY(QString code READ code WRITE setCode NOTIFY changed FINAL)
    Q_PROPERTY(bool keep READ keeps WRITE setKeep NOTIFY changed FINAL)
    /// Why nothing can be kept; empty where it can.
    Q_PROPERTY(QString keepProblem READ keepProblem NOTIFY changed FINAL)
    /// SHA-256 of the certificate that isn't trusted; empty for none.
    Q_PROPERTY(QString fingerprint READ fingerprint NOTIFY changed FINAL)
    /// The password would cross a network in the clear.
    Q_PROPERTY(bool insecure READ isInsecure NOTIFY changed FINAL)
    Q_PROPERTY(bool encrypted READ isEncrypted NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    Preferences *preferences() const { return m_preferences; }
    void setPreferences(Preferences *preferences);
    QString address() const { return m_address; }
    void setAddress(const QString &address);
    bool isNamed() const { return parseAddress(m_address).has_value(); }
    QString email() const { return m_email; }
    void setEmail(const QString &email) { edit(m_email, email); }
    QString password() const { return m_password; }
    void setPassword(const QString &password) { edit(m_password, password); }
    bool isByKey() const { return m_byKey; }
    void setByKey(bool byKey);
    QString apiKey() const { return m_apiKey; }
    void setApiKey(const QString &key) { edit(m_apiKey, key); }
    bool wantsCode() const { return !m_challenge.isEmpty(); }
    QString code() const { return m_code; }
    void setCode(const QString &code) { edit(m_code, code); }
    bool keeps() const { return m_keep; }
    void setKeep(bool keep) { edit(m_keep, keep); }
    QString keepProblem() const { return m_store.problem(); }
    QString fingerprint() const { return m_fingerprint; }
    bool isInsecure() const;
    bool isEncrypted() const;

    /// Takes the certificate that was refused, and tries again.
    Q_INVOKABLE void trust();
    Q_INVOKABLE void startOver();
    /// Whether it is one; what is wrong stands at its field.
    Q_INVOKABLE bool checkAddress();
    /// Fills the form and sends it, for a gateway that is at another address with each start: it isn't remembered.
    Q_INVOKABLE void signInTo(const QString &address, const QString &email, const QString &password);

    /// `beaver.example` is https, `localhost:8080` http; a path stays, anything else an address doesn't need is an
    /// error.
    static std::optional<QUrl> parseAddress(const QString &typed);
    /// Not encrypted, and not on this computer.
    static bool isInsecureTo(const QUrl &server);

protected:
    void send() override;

private:
    void recall();

    Preferences *m_preferences = nullptr;
    CredentialStore m_store;
    QString m_address;
    QString m_email;
    QString m_password;
    QString m_apiKey;
    QString m_code;
    QString m_challenge;
    QString m_fingerprint;
    bool m_byKey = false;
    bool m_keep = false;
    bool m_passing = false; ///< the address is of this start only: nothing is remembered
};

} // namespace beaver::admin
