#include <QClipboard>
#include <QGuiApplication>

#include <admin-ui/editors/mailed_token.h>
#include <admin-ui/editors/registration.h>
#include <admin-ui/editors/sign_in_editor.h>
#include <shared/base/json_writer.h>

#include <array>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// Of the form, for what the server says of a member of the body.
QString fieldOf(const ApiError &error)
{
    static const std::array fields{std::pair{u"email"_s, u"email"_s}, std::pair{u"password"_s, u"password"_s},
                                   std::pair{u"full_name"_s, u"name"_s}, std::pair{u"invitation"_s, u"invitation"_s}};
    for (const auto &[member, field] : fields)
        if (error.param == member)
            return field;
    // What is forbidden here is to come without an invitation, or with one that isn't good.
    return error.kind == ApiError::Kind::Forbidden ? u"invitation"_s : QString();
}

} // namespace

void Registration::startOver(const QString &address, const QString &email)
{
    forget();
    m_address = address;
    m_email = email;
    m_invited = false;
    m_step = u"unknown"_s;
    clearError();
    submit();
}

void Registration::forget()
{
    for (QString *secret : {&m_password, &m_repeated, &m_invitation, &m_token, &m_key}) {
        secret->fill(u' ');
        secret->clear();
    }
    m_name.clear();
    m_made = {};
    m_resent = false;
    m_copied = false;
    Q_EMIT changed();
}

void Registration::turn()
{
    m_step = m_step == "token"_L1 ? u"form"_s : u"token"_s;
    clearError();
    Q_EMIT changed();
}

void Registration::send()
{
    if (m_step == "unknown"_L1)
        askWhoMay();
    else if (m_step == "form"_L1)
        sendForm();
    else if (m_step == "token"_L1)
        sendToken();
}

void Registration::askWhoMay()
{
    const auto server = SignInEditor::parseAddress(m_address);
    if (!server) {
        fail({}, tr("Enter the server's address on the sign-in page first."));
        return;
    }
    m_server = *server;
    m_step = u"asking"_s;
    begin();
    session()->client().ask(m_server, {ApiRequest::Verb::Get, u"/"_s},
                            whileAlive(this, [this](const Outcome<JsonValue> &told) {
                                if (!told) {
                                    m_step = u"unknown"_s;
                                    finish(told.error(), {});
                                    return;
                                }
                                // Servers of before didn't tell; they say it when they are asked for the account.
                                const QString who = (*told)["registration"_L1].string();
                                m_invited = who == "invite"_L1;
                                m_step = who == "closed"_L1 ? u"closed"_s : u"form"_s;
                                finish();
                            }));
}

void Registration::sendForm()
{
    if (!m_email.contains(u'@')) {
        fail(u"email"_s, tr("Enter your email."));
        return;
    }
    if (m_password.isEmpty()) {
        fail(u"password"_s, tr("Enter a password."));
        return;
    }
    if (m_password != m_repeated) {
        fail(u"repeated"_s, tr("It isn't the same."));
        return;
    }
    if (m_invited && m_invitation.trimmed().isEmpty()) {
        fail(u"invitation"_s, tr("Enter the invitation that you were given."));
        return;
    }
    begin();
    JsonWriter body;
    body.beginObject().field("email", m_email.trimmed().toStdString()).field("password", m_password.toStdString());
    if (!m_name.trimmed().isEmpty())
        body.field("full_name", m_name.trimmed().toStdString());
    if (!m_invitation.trimmed().isEmpty())
        body.field("invitation", m_invitation.trimmed().toStdString());
    session()->client().ask(
        m_server, {ApiRequest::Verb::Post, u"/auth/register"_s, QByteArray::fromStdString(body.endObject().take())},
        whileAlive(this, [this](const Outcome<JsonValue> &told) {
            if (told)
                take(told);
            else
                finish(told.error(), fieldOf(told.error()));
        }));
}

void Registration::sendToken()
{
    const QString token = mailedToken(m_token);
    if (token.isEmpty()) {
        fail(u"token"_s, tr("Enter the token from the mail."));
        return;
    }
    begin();
    JsonWriter body;
    body.beginObject().field("token", token.toStdString()).endObject();
    session()->client().ask(m_server,
                            {ApiRequest::Verb::Post, u"/auth/email/verify"_s, QByteArray::fromStdString(body.take())},
                            whileAlive(this, [this](const Outcome<JsonValue> &told) {
                                if (told)
                                    take(told);
                                else
                                    finish(told.error(), told.error().param == "token"_L1 ? u"token"_s : QString());
                            }));
}

void Registration::take(const Outcome<JsonValue> &told)
{
    if (const QString known = (*told)["email"_L1].string(); !known.isEmpty())
        m_email = known;
    if ((*told)["access_token"_L1].isString()) {
        m_made = *told;
        m_key = m_made["api_key"_L1].string();
        m_step = u"made"_s;
    } else {
        // Either a mail is on its way, or the address of an account that was there already is proved now.
        m_step = m_step == "form"_L1 ? u"token"_s : u"proved"_s;
    }
    finish();
}

void Registration::resend()
{
    if (isBusy())
        return;
    if (!m_email.contains(u'@')) {
        turn();
        fail(u"email"_s, tr("Enter your email."));
        Q_EMIT changed();
        return;
    }
    clearError();
    begin();
    JsonWriter body;
    body.beginObject().field("email", m_email.trimmed().toStdString()).endObject();
    session()->client().ask(m_server,
                            {ApiRequest::Verb::Post, u"/auth/email/resend"_s, QByteArray::fromStdString(body.take())},
                            whileAlive(this, [this](const Outcome<JsonValue> &told) {
                                m_resent = static_cast<bool>(told);
                                if (told)
                                    finish();
                                else
                                    finish(told.error(), {});
                            }));
    Q_EMIT changed();
}

void Registration::copyKey()
{
    QGuiApplication::clipboard()->setText(m_key);
    m_copied = true;
    Q_EMIT changed();
}

void Registration::enter()
{
    const JsonValue made = m_made;
    if (m_preferences) {
        m_preferences->setServerAddress(m_server.toString());
        m_preferences->rememberServer(m_server.toString());
        m_preferences->setEmail(m_email.trimmed());
    }
    forget();
    if (const auto entered = session()->enter(m_server, made); !entered)
        finish(entered.error(), {});
}

} // namespace beaver::admin
