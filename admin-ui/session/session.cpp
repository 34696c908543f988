#include <QElapsedTimer>
#include <QTimer>

#include <admin-ui/session/session.h>

#include <algorithm>
#include <chrono>

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

void Session::signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply)
{
    m_client.signIn(server, credentials,
                    whileAlive(this, [this, server, reply,
                                      byKey = !credentials.apiKey.isEmpty()](const Outcome<SignedIn> &outcome) {
                        if (outcome) {
                            m_signedIn = true;
                            m_byKey = byKey;
                            m_email = outcome->account.email;
                            m_name = outcome->account.fullName;
                            m_accountId = outcome->account.id;
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
    if (m_signedIn && m_byKey)
        forgetKey();
    m_client.signOut();
    leave({});
}

void Session::keepKey(const QString &key)
{
    m_credentials.write(m_client.server().toString(), key, [this](bool kept) {
        if (!kept)
            Q_EMIT keyNotKept(tr("The system's keychain didn't take the key: it is kept until you quit."));
    });
}

void Session::forgetKey()
{
    m_credentials.remove(m_client.server().toString());
}

void Session::leave(const QString &notice)
{
    m_accountNames.clear();
    m_nameless.clear();
    m_signedIn = false;
    m_email.clear();
    m_name.clear();
    m_accountId.clear();
    m_role.clear();
    m_notice = notice;
    m_retrySeconds = 0;
    Q_EMIT connectionChanged();
    Q_EMIT changed();
}

void Session::send(const ApiRequest &request, QObject *owner, Reply<JsonValue> reply)
{
    QElapsedTimer clock;
    clock.start();
    m_client.send(request,
                  [self = QPointer(this), guard = QPointer(owner), clock, reply](const Outcome<JsonValue> &told) {
                      if (self)
                          self->noteConnection(told || !told.error().isOffline(), static_cast<int>(clock.elapsed()));
                      if (guard)
                          reply(told);
                  });
}

void Session::noteConnection(bool reached, int ms)
{
    const bool was = isOffline();
    if (reached) {
        m_roundTripMs = ms;
        m_retryAfter = 5;
        m_retrySeconds = 0;
    } else if (!was && m_signedIn) {
        m_retrySeconds = m_retryAfter;
        m_retryAfter = std::min(60, 2 * m_retryAfter);
        QTimer::singleShot(std::chrono::seconds(1), this, &Session::countDown);
    }
    Q_EMIT connectionChanged();
    if (was && reached)
        Q_EMIT reconnected();
}

void Session::countDown()
{
    if (!isOffline())
        return;
    if (m_retrySeconds == 1)
        return retryNow();
    --m_retrySeconds;
    Q_EMIT connectionChanged();
    QTimer::singleShot(std::chrono::seconds(1), this, &Session::countDown);
}

void Session::retryNow()
{
    const bool was = isOffline();
    m_retrySeconds = 0;
    send({ApiRequest::Verb::Get, u"/health/live"_s}, this, [this, was](const Outcome<JsonValue> &told) {
        if (was && (told || !told.error().isOffline()))
            Q_EMIT reconnected();
    });
}

bool Session::mayCreate() const
{
    return m_role == "admin"_L1 || m_role == "owner"_L1;
}

bool Session::mayTopUp() const
{
    return mayCreate() || m_role == "billing"_L1;
}

bool Session::owns() const
{
    return m_role == "owner"_L1;
}

QString Session::accountName(const QString &id)
{
    const auto known = m_accountNames.constFind(id);
    if (known != m_accountNames.constEnd())
        return *known;
    if (operates() && !m_learning && !m_nameless.contains(id)) {
        m_nameless.insert(id);
        learnNames();
    }
    return id;
}

void Session::learnNames()
{
    m_learning = true;
    send({ApiRequest::Verb::Get, QStringLiteral("/admin/accounts?limit=200")}, this,
         [this](const Outcome<JsonValue> &told) {
             m_learning = false;
             if (!told)
                 return;
             for (const JsonValue &account : (*told)["data"_L1].items())
                 m_accountNames[account["id"_L1].plain()] = account["email"_L1].plain();
             Q_EMIT namesLearned();
         });
}

} // namespace beaver::admin
