#include <QHostAddress>

#include <admin-ui/editors/sign_in_editor.h>

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
        return u"address"_s;
    case ApiError::Kind::WrongCredentials:
        return u"password"_s;
    case ApiError::Kind::Forbidden:
        return u"email"_s;
    default:
        return {};
    }
}

} // namespace

void SignInEditor::setPreferences(Preferences *preferences)
{
    m_preferences = preferences;
    if (m_preferences) {
        m_address = m_preferences->serverAddress();
        m_email = m_preferences->email();
    }
    Q_EMIT changed();
}

std::optional<QUrl> SignInEditor::parseAddress(const QString &typed)
{
    QString text = typed.trimmed();
    if (!text.contains("://"_L1)) {
        const bool local = isLoopback(QUrl("http://"_L1 + text, QUrl::StrictMode).host());
        text.prepend(local ? "http://"_L1 : "https://"_L1);
    }
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1) ||
        !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    return url;
}

bool SignInEditor::isInsecure() const
{
    const auto url = parseAddress(m_address);
    return url && url->scheme() == "http"_L1 && !isLoopback(url->host());
}

bool SignInEditor::isEncrypted() const
{
    const auto url = parseAddress(m_address);
    return url && url->scheme() == "https"_L1;
}

void SignInEditor::send()
{
    const auto url = parseAddress(m_address);
    if (!url)
        return fail(u"address"_s, tr("Enter an address such as https://beaver.example.com."));
    if (m_email.trimmed().isEmpty())
        return fail(u"email"_s, tr("Enter your email."));
    if (m_password.isEmpty())
        return fail(u"password"_s, tr("Enter your password."));
    begin();
    session()->signIn(*url, m_email.trimmed(), m_password,
                      whileAlive(this, [this, url](const Outcome<SignedIn> &outcome) {
                          if (!outcome) {
                              finish(outcome.error(), fieldOf(outcome.error().kind));
                              return;
                          }
                          m_preferences->setServerAddress(url->toString());
                          m_preferences->setEmail(m_email.trimmed());
                          m_password.clear();
                          finish();
                      }));
}

} // namespace beaver::admin
