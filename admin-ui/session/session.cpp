#include <admin-ui/session/session.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

Session::Session(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_client.onSessionOver([this] { leave(ApiError{ApiError::Kind::SessionOver}.text()); });
}

Session::~Session()
{
    m_client.onSessionOver({});
    m_client.signOut();
}

void Session::signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply)
{
    m_client.signIn(server, email, password, whileAlive(this, [this, server, reply](const Outcome<SignedIn> &outcome) {
                        if (outcome && outcome->account.role.isEmpty()) {
                            m_client.signOut();
                            return reply(
                                ApiError{ApiError::Kind::Forbidden, tr("This account isn't an administrator's.")});
                        }
                        if (outcome) {
                            m_signedIn = true;
                            m_email = outcome->account.email;
                            m_role = outcome->account.role;
                            m_host = server.host() + (server.port() < 0 ? QString() : u":%1"_s.arg(server.port()));
                            m_serverVersion = outcome->serverVersion;
                            m_notice.clear();
                        }
                        // The page with the form goes away when the session changes, so the form hears of it first.
                        reply(outcome);
                        if (outcome)
                            Q_EMIT changed();
                    }));
}

void Session::signOut()
{
    m_client.signOut();
    leave({});
}

void Session::leave(const QString &notice)
{
    m_signedIn = false;
    m_email.clear();
    m_role.clear();
    m_notice = notice;
    Q_EMIT changed();
}

bool Session::mayCreate() const
{
    return m_role == "admin"_L1 || m_role == "owner"_L1;
}

bool Session::mayTopUp() const
{
    return mayCreate() || m_role == "billing"_L1;
}

} // namespace beaver::admin
