#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QTimer>

#include <admin-ui/client/server_version.h>
#include <admin-ui/session/local_gateway.h>
#include <admin-ui/session/session.h>

#include <algorithm>
#include <chrono>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// What has a name apart from its ID, told by how the ID begins.
struct NamedThing
{
    QLatin1StringView prefix;
    QString path; ///< of its list; below it, by its ID, the thing itself
    QLatin1StringView member;
    bool ofOperators;
};

const NamedThing *namedThing(const QString &id, bool operates)
{
    static const NamedThing things[]{{"acc_"_L1, u"accounts"_s, "email"_L1, true},
                                     {"end_"_L1, u"endpoints"_s, "name"_L1, true},
                                     {"key_"_L1, u"api-keys"_s, "name"_L1, false},
                                     {"prj_"_L1, u"projects"_s, "name"_L1, false}};
    const auto *found = std::ranges::find_if(
        things, [&](const NamedThing &each) { return id.startsWith(each.prefix) && (operates || !each.ofOperators); });
    return found == std::end(things) ? nullptr : found;
}

} // namespace

Session::Session(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_client.onSessionOver([this] {
        Q_EMIT ending();
        leave(ApiError{ApiError::Kind::SessionOver}.text());
    });
    connect(this, &Session::stored, this, [this](const QString &kind) {
        if (kind == "profile"_L1)
            learnOwnName();
    });
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
                        if (outcome)
                            begin(server, *outcome, byKey);
                        // The page with the form goes away when the session changes, so the form hears of it first.
                        reply(outcome);
                        if (outcome) {
                            Q_EMIT nameChanged();
                            Q_EMIT changed();
                        }
                    }));
}

Outcome<SignedIn> Session::enter(const QUrl &server, const JsonValue &registered)
{
    auto entered = m_client.adopt(registered);
    if (entered) {
        begin(server, *entered, false);
        Q_EMIT nameChanged();
        Q_EMIT changed();
    }
    return entered;
}

QString Session::detailsOf(const ApiError &error, const QString &asked) const
{
    QStringList lines{u"GET "_s + asked};
    lines.append(error.status > 0 ? u"HTTP %1"_s.arg(error.status) : u"No answer"_s);
    lines.append(error.text());
    if (!error.requestId.isEmpty())
        lines.append(u"Request: "_s + error.requestId);
    lines.append(u"Server: %1, Beaver %2"_s.arg(m_address, m_serverVersion));
    lines.append(u"Console: "_s + QCoreApplication::applicationVersion());
    lines.append(u"At: "_s + QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    return lines.join(u'\n');
}

void Session::begin(const QUrl &server, const SignedIn &signedIn, bool byKey)
{
    m_signedIn = true;
    m_byKey = byKey;
    m_email = signedIn.account.email;
    m_name = signedIn.account.fullName;
    m_accountId = signedIn.account.id;
    m_role = signedIn.account.role;
    m_address = server.host() + (server.port() < 0 ? QString() : u":%1"_s.arg(server.port()));
    m_host =
        m_email == LocalGateway::email() && QHostAddress(server.host()).isLoopback() ? tr("This computer") : m_address;
    m_serverVersion = signedIn.serverVersion;
    m_notice.clear();
    if (m_draftsOf != whoAndWhere())
        m_drafts.clear();
}

void Session::signOut()
{
    if (m_signedIn && m_byKey)
        forgetKey();
    m_client.signOut();
    leave({});
    m_drafts.clear();
}

void Session::end(const QString &notice)
{
    if (!m_signedIn)
        return;
    Q_EMIT ending();
    m_client.signOut();
    leave(notice);
}

bool Session::isAt(const QString &address) const
{
    return m_client.server() == QUrl(address);
}

QString Session::whoAndWhere() const
{
    return m_client.server().toString() + u' ' + m_accountId;
}

void Session::keepDraft(const QString &name, const QVariantMap &draft)
{
    m_drafts[name] = draft;
}

QVariantMap Session::takeDraft(const QString &name)
{
    return m_drafts.take(name).toMap();
}

QString Session::versionNotice() const
{
    const QString console = QCoreApplication::applicationVersion();
    switch (serverAge(m_serverVersion, console)) {
    case ServerAge::Fits:
        break;
    case ServerAge::Older:
        return tr("The server is Beaver %1, this console %2. What is newer than the server fails; bring it up to date.")
            .arg(m_serverVersion, console);
    case ServerAge::Newer:
        return tr("The server is Beaver %1, this console %2. What is newer than the console isn't shown; bring it up "
                  "to date.")
            .arg(m_serverVersion, console);
    }
    return {};
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
    m_names.clear();
    m_asked.clear();
    m_unnamed.clear();
    m_listed.clear();
    m_learning = false;
    m_waiting.clear();
    m_late.clear();
    m_draftsOf = whoAndWhere();
    m_signedIn = false;
    m_email.clear();
    m_name.clear();
    m_accountId.clear();
    m_role.clear();
    m_notice = notice;
    m_retrySeconds = 0;
    Q_EMIT nameChanged();
    Q_EMIT connectionChanged();
    Q_EMIT changed();
}

void Session::send(const ApiRequest &request, QObject *owner, Reply<JsonValue> reply)
{
    QElapsedTimer clock;
    clock.start();
    const quint64 number = ++m_sent;
    m_waiting.insert(number);
    QTimer::singleShot(m_patience, this, [this, number] {
        if (!m_waiting.contains(number))
            return;
        m_late.insert(number);
        Q_EMIT connectionChanged();
    });
    m_client.send(request, [self = QPointer(this), guard = QPointer(owner), clock, number,
                            reply](const Outcome<JsonValue> &told) {
        if (self) {
            self->m_waiting.remove(number);
            self->m_late.remove(number);
            self->noteConnection(told || !told.error().isOffline(), static_cast<int>(clock.elapsed()));
        }
        if (guard)
            reply(told);
    });
}

void Session::learnOwnName()
{
    send({ApiRequest::Verb::Get, u"/auth/me"_s}, this, [this](const Outcome<JsonValue> &told) {
        if (!told || (*told)["id"_L1].string() != m_accountId)
            return;
        m_name = (*told)["full_name"_L1].string();
        Q_EMIT nameChanged();
    });
}

void Session::noteConnection(bool reached, int ms)
{
    const bool was = isOffline();
    if (reached) {
        m_roundTripMs = ms;
        m_lastAnswer = QTime::currentTime();
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
    if (m_retrySeconds == 1) {
        retryNow();
        return;
    }
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

QString Session::nameOf(const QString &id)
{
    const auto known = m_names.constFind(id);
    if (known != m_names.constEnd())
        return *known;
    if (namedThing(id, operates()) && !m_asked.contains(id)) {
        m_asked.insert(id);
        m_unnamed.append(id);
        if (!m_learning)
            learnNames();
    }
    return id;
}

/// The newest of a kind at once, then one by one what a page shows besides.
void Session::learnNames()
{
    m_learning = true;
    while (!m_unnamed.isEmpty()) {
        const QString id = m_unnamed.first();
        const NamedThing *thing = namedThing(id, operates());
        const QString path = thing ? (operates() ? u"/admin/"_s : u"/"_s) + thing->path : QString();
        if (thing && !m_listed.contains(path)) {
            learnList(path, thing->member);
            return;
        }
        m_unnamed.removeFirst();
        if (!thing || m_names.contains(id))
            continue;
        send({ApiRequest::Verb::Get, path + u'/' + id}, this, [this, id, thing](const Outcome<JsonValue> &told) {
            const JsonValue none;
            const JsonValue &answer = told ? *told : none;
            const QString name = answer["account"_L1].isObject() ? answer["account"_L1][thing->member].plain()
                                                                 : answer[thing->member].plain();
            if (!name.isEmpty()) {
                m_names[id] = name;
                Q_EMIT namesLearned();
            }
            learnNames();
        });
        return;
    }
    m_learning = false;
}

void Session::learnList(const QString &path, QLatin1StringView member)
{
    m_listed.insert(path);
    send({ApiRequest::Verb::Get, path + u"?limit=200"_s}, this, [this, member](const Outcome<JsonValue> &told) {
        if (told)
            for (const JsonValue &each : (*told)["data"_L1].items())
                if (const QString name = each[member].plain(); !name.isEmpty())
                    m_names[each["id"_L1].plain()] = name;
        Q_EMIT namesLearned();
        learnNames();
    });
}

} // namespace beaver::admin
