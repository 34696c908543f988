#include <QHostAddress>

#include <admin-ui/editors/sign_in_editor.h>
#include <admin-ui/session/local_gateway.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

QString fieldOf(ApiError::Kind kind)
{
    switch (kind) {
    case ApiError::Kind::Unreachable:
    case ApiError::Kind::Timeout:
    case ApiError::Kind::Tls:
    case ApiError::Kind::NotBeaver:
    case ApiError::Kind::TooOld:
        return u"address"_s;
    case ApiError::Kind::WrongCredentials:
        return u"password"_s;
    default:
        return {};
    }
}

QString noAddress()
{
    return SignInEditor::tr("Enter an address such as https://beaver.example.com.");
}

} // namespace

void SignInEditor::setPreferences(Preferences *preferences)
{
    m_preferences = preferences;
    if (m_preferences) {
        // Consoles before remembered the address of a local gateway, which is another with each start.
        if (m_preferences->email() == LocalGateway::email()) {
            m_preferences->forgetServer(m_preferences->serverAddress());
            m_preferences->setServerAddress({});
            m_preferences->setEmail({});
        }
        m_address = m_preferences->serverAddress();
        m_email = m_preferences->email();
        recall();
    }
    Q_EMIT changed();
}

void SignInEditor::setAddress(const QString &address)
{
    m_fingerprint.clear();
    m_challenge.clear();
    m_passing = false;
    edit(m_address, address);
}

void SignInEditor::setByKey(bool byKey)
{
    m_challenge.clear();
    edit(m_byKey, byKey);
}

void SignInEditor::recall()
{
    const auto url = parseAddress(m_address);
    if (!url)
        return;
    m_store.read(url->toString(), [this](const QString &key) {
        if (key.isEmpty() || !m_apiKey.isEmpty())
            return;
        m_byKey = true;
        m_keep = true;
        m_apiKey = key;
        Q_EMIT changed();
    });
}

void SignInEditor::trust()
{
    session()->client().trustCertificate(m_fingerprint);
    m_fingerprint.clear();
    submit();
}

void SignInEditor::startOver()
{
    m_challenge.clear();
    m_code.clear();
    clearError();
    Q_EMIT changed();
}

std::optional<QUrl> SignInEditor::parseAddress(const QString &typed)
{
    QString text = typed.trimmed();
    if (!text.contains("://"_L1)) {
        const bool local = isLoopback(QUrl("http://"_L1 + text, QUrl::StrictMode).host());
        text.prepend(local ? "http://"_L1 : "https://"_L1);
    }
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1) ||
        !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    return url;
}

bool SignInEditor::isInsecure() const
{
    const auto url = parseAddress(m_address);
    return url && isInsecureTo(*url);
}

bool SignInEditor::isInsecureTo(const QUrl &server)
{
    return server.scheme() == "http"_L1 && !isLoopback(server.host());
}

bool SignInEditor::isEncrypted() const
{
    const auto url = parseAddress(m_address);
    return url && url->scheme() == "https"_L1;
}

void SignInEditor::signInTo(const QString &address, const QString &email, const QString &password)
{
    startOver();
    setAddress(address);
    m_passing = true;
    m_byKey = false;
    m_email = email;
    m_password = password;
    Q_EMIT changed();
    submit();
}

bool SignInEditor::checkAddress()
{
    clearError();
    const bool sound = parseAddress(m_address).has_value();
    if (!sound)
        fail(u"address"_s, noAddress());
    Q_EMIT changed();
    return sound;
}

void SignInEditor::send()
{
    const auto url = parseAddress(m_address);
    if (!url) {
        fail(u"address"_s, noAddress());
        return;
    }
    if (m_byKey && m_apiKey.trimmed().isEmpty()) {
        fail(u"apiKey"_s, tr("Enter the key."));
        return;
    }
    if (!m_byKey && m_email.trimmed().isEmpty()) {
        fail(u"email"_s, tr("Enter your email."));
        return;
    }
    if (!m_byKey && m_password.isEmpty()) {
        fail(u"password"_s, tr("Enter your password."));
        return;
    }
    if (wantsCode() && m_code.trimmed().isEmpty()) {
        fail(u"code"_s, tr("Enter the code of your second factor."));
        return;
    }
    begin();
    Credentials credentials;
    if (m_byKey)
        credentials.apiKey = m_apiKey.trimmed();
    else
        credentials = {m_email.trimmed(), m_password, m_code.trimmed(), m_challenge, {}};
    session()->signIn(*url, credentials, whileAlive(this, [this, url](const Outcome<SignedIn> &outcome) {
        if (outcome) {
            if (!m_passing) {
                m_preferences->setServerAddress(url->toString());
                m_preferences->rememberServer(url->toString());
            }
            if (!m_byKey && !m_passing)
                m_preferences->setEmail(m_email.trimmed());
            if (m_byKey && m_keep)
                session()->keepKey(m_apiKey.trimmed());
            else if (m_byKey)
                session()->forgetKey();
            m_password.clear();
            m_apiKey.clear();
            m_code.clear();
            m_challenge.clear();
            finish();
            return;
        }
        const ApiError &error = outcome.error();
        if (error.kind == ApiError::Kind::SecondFactor) {
            m_challenge = error.challenge.isEmpty() ? u"code"_s : error.challenge;
            m_code.clear();
            finish(ApiError{ApiError::Kind::Rejected, u" "_s}, {});
            clearError();
            Q_EMIT changed();
            return;
        }
        m_fingerprint = error.fingerprint;
        const bool wrongKey =
            m_byKey && (error.kind == ApiError::Kind::SessionOver || error.kind == ApiError::Kind::Rejected ||
                        error.kind == ApiError::Kind::WrongCredentials);
        if (wrongKey)
            finish(ApiError{ApiError::Kind::Rejected, tr("The server doesn't know this key.")}, u"apiKey"_s);
        else
            finish(error, wantsCode() && fieldOf(error.kind).isEmpty() ? u"code"_s : fieldOf(error.kind));
    }));
}

} // namespace beaver::admin
