#include <admin-ui/editors/mailed_token.h>
#include <admin-ui/editors/password_reset.h>
#include <admin-ui/editors/sign_in_editor.h>
#include <shared/base/json_writer.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

void PasswordReset::startOver(const QString &address, const QString &email)
{
    m_address = address;
    m_email = email;
    m_token.clear();
    m_password.clear();
    m_repeated.clear();
    m_wantsToken = false;
    m_set = false;
    clearError();
    Q_EMIT changed();
}

void PasswordReset::send()
{
    const auto server = SignInEditor::parseAddress(m_address);
    if (!server)
        fail({}, tr("Enter the server's address on the sign-in page first."));
    else if (m_wantsToken)
        setNew(*server);
    else
        askForMail(*server);
}

void PasswordReset::askForMail(const QUrl &server)
{
    if (!m_email.contains(u'@')) {
        fail(u"email"_s, tr("Enter your email."));
        return;
    }
    begin();
    JsonWriter body;
    body.beginObject().field("email", m_email.trimmed().toStdString()).endObject();
    session()->client().ask(
        server, {ApiRequest::Verb::Post, u"/auth/password/forgot"_s, QByteArray::fromStdString(body.take())},
        whileAlive(this, [this](const Outcome<JsonValue> &told) {
            if (!told) {
                finish(told.error(), told.error().param == "email"_L1 ? u"email"_s : QString());
                return;
            }
            m_wantsToken = true;
            finish();
        }));
}

void PasswordReset::setNew(const QUrl &server)
{
    const QString token = mailedToken(m_token);
    if (token.isEmpty()) {
        fail(u"token"_s, tr("Enter the token from the mail."));
        return;
    }
    if (m_password.isEmpty()) {
        fail(u"password"_s, tr("Enter a new password."));
        return;
    }
    if (m_password != m_repeated) {
        fail(u"repeated"_s, tr("It isn't the same."));
        return;
    }
    begin();
    JsonWriter body;
    body.beginObject().field("token", token.toStdString()).field("password", m_password.toStdString()).endObject();
    session()->client().ask(
        server, {ApiRequest::Verb::Post, u"/auth/password/reset"_s, QByteArray::fromStdString(body.take())},
        whileAlive(this, [this](const Outcome<JsonValue> &told) {
            if (!told) {
                const QString &param = told.error().param;
                finish(told.error(), param == "token"_L1 || param == "password"_L1 ? param : QString());
                return;
            }
            m_token.clear();
            m_password.clear();
            m_repeated.clear();
            m_set = true;
            finish();
        }));
}

} // namespace beaver::admin
