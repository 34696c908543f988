#pragma once

#include <QHash>
#include <QObject>
#include <QQmlEngine>
#include <QSet>
#include <QVariantMap>

#include <admin-ui/client/api_client.h>
#include <admin-ui/session/credential_store.h>

#include <chrono>

namespace beaver::admin {

/// Who is signed in where, for the whole window, and what their role may. Models and editors reach the server through
/// it, and it tells them when something they show has changed.
class Session : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made in main()")
    Q_PROPERTY(bool signedIn READ isSignedIn NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY nameChanged FINAL)
    Q_PROPERTY(QString accountId READ accountId NOTIFY changed FINAL)
    Q_PROPERTY(QString role READ role NOTIFY changed FINAL)
    Q_PROPERTY(QString host READ host NOTIFY changed FINAL)
    Q_PROPERTY(QString serverVersion READ serverVersion NOTIFY changed FINAL)
    /// Server and console aren't of one make: what to do about it; empty where they are.
    Q_PROPERTY(QString versionNotice READ versionNotice NOTIFY changed FINAL)
    /// Sees the gateway, not only an account of their own.
    Q_PROPERTY(bool operates READ operates NOTIFY changed FINAL)
    Q_PROPERTY(bool mayCreate READ mayCreate NOTIFY changed FINAL)
    Q_PROPERTY(bool mayTopUp READ mayTopUp NOTIFY changed FINAL)
    Q_PROPERTY(bool owns READ owns NOTIFY changed FINAL)
    /// Signed in with an admin key instead of a password.
    Q_PROPERTY(bool byKey READ isByKey NOTIFY changed FINAL)
    /// Why the session ended by itself, until the next sign-in.
    Q_PROPERTY(QString notice READ notice NOTIFY changed FINAL)
    /// The last request found nobody; `retrySeconds` until the next try.
    Q_PROPERTY(bool offline READ isOffline NOTIFY connectionChanged FINAL)
    Q_PROPERTY(int retrySeconds READ retrySeconds NOTIFY connectionChanged FINAL)
    /// The time of day of the last answer, local; empty before the first.
    Q_PROPERTY(QString lastAnswer READ lastAnswer NOTIFY connectionChanged FINAL)
    /// Something that was asked has waited for long.
    Q_PROPERTY(bool slow READ isSlow NOTIFY connectionChanged FINAL)
    /// Of the last answer; negative before the first.
    Q_PROPERTY(int roundTripMs READ roundTripMs NOTIFY connectionChanged FINAL)

public:
    explicit Session(ApiClient &client, QObject *parent = nullptr);
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    void signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply);
    /// As the account that the server made, with what it answered then.
    Outcome<SignedIn> enter(const QUrl &server, const JsonValue &registered);
    /// Also takes the server's key out of the keychain, if it was signed in with one.
    Q_INVOKABLE void signOut();
    /// Into the system's keychain, for the next start; keyNotKept() where there is none.
    /// The server is gone for good; why, for who signs in next.
    Q_INVOKABLE void end(const QString &notice);
    /// The server is the one at this address.
    Q_INVOKABLE bool isAt(const QString &address) const;
    /// For whoever was signed in when the session ended by itself, until they sign in again there; for nobody else.
    Q_INVOKABLE void keepDraft(const QString &name, const QVariantMap &draft);
    Q_INVOKABLE QVariantMap takeDraft(const QString &name);
    void keepKey(const QString &key);
    void forgetKey();
    /// Asks again at once instead of waiting.
    Q_INVOKABLE void retryNow();

    /// client().send(), watching whether the server is there. `owner` gone, the reply goes nowhere.
    void send(const ApiRequest &request, QObject *owner, Reply<JsonValue> reply);
    ApiClient &client() const { return m_client; }
    /// An account's email, the name of an endpoint, a key or a project, for lists that have their IDs; the ID itself
    /// until namesLearned(), and of what is gone.
    QString nameOf(const QString &id);
    /// For all lists that show it: something of this kind was made, changed or removed.
    void announce(const QString &kind) { Q_EMIT stored(kind); }

    bool isSignedIn() const { return m_signedIn; }
    QString email() const { return m_email; }
    QString name() const { return m_name; }
    QString accountId() const { return m_accountId; }
    QString role() const { return m_role; }
    /// Of a gateway that this console started: "This computer".
    QString host() const { return m_host; }
    /// For who is to mend it: what was asked for, what came back, of which server. Holds no secret.
    QString detailsOf(const ApiError &error, const QString &asked) const;
    QString serverVersion() const { return m_serverVersion; }
    QString versionNotice() const;
    bool isSlow() const { return !m_late.isEmpty(); }
    /// After how long a wait is told; five seconds.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }
    bool isByKey() const { return m_byKey; }
    QString notice() const { return m_notice; }
    bool operates() const { return !m_role.isEmpty(); }
    bool mayCreate() const;
    bool mayTopUp() const;
    bool owns() const;
    bool isOffline() const { return m_retrySeconds > 0; }
    int retrySeconds() const { return m_retrySeconds; }
    QString lastAnswer() const { return m_lastAnswer.toString(u"HH:mm"); }
    int roundTripMs() const { return m_roundTripMs; }

Q_SIGNALS:
    /// The session has ended by itself: who holds what was typed keeps it with keepDraft().
    void ending();
    /// Somebody signed in or out: what is shown begins anew.
    void changed();
    void nameChanged();
    void connectionChanged();
    /// The server is there again after having been away.
    void reconnected();
    void stored(const QString &kind);
    /// Why the key is gone when the console is closed.
    void keyNotKept(const QString &reason);
    void namesLearned();

private:
    void begin(const QUrl &server, const SignedIn &signedIn, bool byKey);
    void learnOwnName();
    void learnNames();
    void learnList(const QString &path, QLatin1StringView member);
    void leave(const QString &notice);
    QString whoAndWhere() const;
    void noteConnection(bool reached, int ms);
    void countDown();

    ApiClient &m_client;
    CredentialStore m_credentials;
    QTime m_lastAnswer;
    bool m_byKey = false;
    bool m_signedIn = false;
    QString m_email;
    QString m_name;
    QString m_accountId;
    QString m_role;
    QString m_host;
    QString m_address; ///< of the server, as it is written
    QString m_serverVersion;
    QString m_notice;
    int m_retrySeconds = 0;
    int m_retryAfter = 5; ///< seconds, doubled with every try
    int m_roundTripMs = -1;
    std::chrono::milliseconds m_patience{5'000};
    quint64 m_sent = 0;
    QSet<quint64> m_waiting; ///< requests without an answer yet
    QSet<quint64> m_late;    ///< of these, the ones that wait for long
    QVariantMap m_drafts;
    QString m_draftsOf; ///< server and account
    QHash<QString, QString> m_names;
    QSet<QString> m_asked;  ///< for their names
    QStringList m_unnamed;  ///< of these, the ones still to look up
    QSet<QString> m_listed; ///< lists that were read whole
    bool m_learning = false;
};

} // namespace beaver::admin
