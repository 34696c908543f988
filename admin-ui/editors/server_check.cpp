#include <admin-ui/editors/server_check.h>
#include <admin-ui/editors/sign_in_editor.h>

#include <chrono>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ServerCheck::ServerCheck(QObject *parent)
    : QObject(parent)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(700ms);
    connect(&m_rest, &QTimer::timeout, this, &ServerCheck::look);
}

void ServerCheck::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (!m_address.isEmpty())
        m_rest.start();
    Q_EMIT changed();
}

void ServerCheck::setAddress(const QString &address)
{
    if (m_address == address)
        return;
    m_address = address;
    m_state.clear();
    m_registration.clear();
    m_rest.stop();
    if (m_session && SignInEditor::parseAddress(m_address))
        m_rest.start();
    Q_EMIT changed();
}

void ServerCheck::look()
{
    m_rest.stop();
    const auto url = SignInEditor::parseAddress(m_address);
    if (!url || !m_session)
        return;
    m_state = u"asking"_s;
    Q_EMIT changed();
    m_session->client().look(*url, whileAlive(this, [this, asked = m_address](const Outcome<JsonValue> &told) {
        if (asked == m_address)
            take(told);
    }));
}

void ServerCheck::take(const Outcome<JsonValue> &told)
{
    m_reason.clear();
    m_registration.clear();
    const auto url = SignInEditor::parseAddress(m_address);
    if (told) {
        m_version = (*told)["version"_L1].plain();
        m_registration = (*told)["registration"_L1].plain();
        m_state = url->scheme() == "https"_L1        ? u"verified"_s
                  : SignInEditor::isInsecureTo(*url) ? u"plain"_s
                                                     : u"local"_s;
    } else {
        const ApiError &error = told.error();
        m_reason = error.text();
        m_state = error.kind == ApiError::Kind::Tls         ? u"untrusted"_s
                  : error.kind == ApiError::Kind::NotBeaver ? u"stranger"_s
                  : error.kind == ApiError::Kind::TooOld    ? u"old"_s
                                                            : u"gone"_s;
    }
    Q_EMIT changed();
}

QString ServerCheck::text() const
{
    if (m_state == "asking"_L1)
        return tr("Looking who answers there…");
    if (m_state == "verified"_L1)
        return tr("Beaver %1; its certificate is verified").arg(m_version);
    if (m_state == "local"_L1)
        return tr("Beaver %1 on this computer").arg(m_version);
    if (m_state == "plain"_L1)
        return tr("Beaver %1, not encrypted").arg(m_version);
    return m_reason;
}

QString ServerCheck::tone() const
{
    if (m_state == "verified"_L1 || m_state == "local"_L1)
        return u"ok"_s;
    if (m_state == "plain"_L1 || m_state == "untrusted"_L1 || m_state == "old"_L1)
        return u"warn"_s;
    return m_state == "gone"_L1 || m_state == "stranger"_L1 ? u"danger"_s : u"neutral"_s;
}

} // namespace beaver::admin
