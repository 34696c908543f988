#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QSet>

#include <admin-ui/client/api_client.h>

#include <chrono>
#include <functional>
#include <vector>

namespace beaver::admin {

/// A real server over HTTP. Follows no redirect (a password would follow it), trusts no certificate that the system or
/// the person doesn't, reads at most 8 MiB of an answer. A 401 makes it renew the sign-in once, for all calls that met
/// one, and send them again.
class HttpApiClient final : public ApiClient
{
public:
    explicit HttpApiClient(std::chrono::milliseconds timeout = std::chrono::seconds(20));
    ~HttpApiClient() override;

    void signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply) override;
    void ask(const QUrl &server, const ApiRequest &request, Reply<JsonValue> reply) override;
    void look(const QUrl &server, Reply<JsonValue> reply) override;
    Outcome<SignedIn> adopt(const JsonValue &registered) override;
    void signOut() override;
    void onSessionOver(std::function<void()> handler) override { m_sessionOver = std::move(handler); }
    void trustCertificate(const QString &fingerprint) override { m_trusted.insert(fingerprint); }
    void send(const ApiRequest &request, Reply<JsonValue> reply) override;
    void fetch(const ApiRequest &request, Reply<QByteArray> reply) override;
    std::unique_ptr<EventStream> stream(const ApiRequest &request) override;
    std::unique_ptr<EventStream> download(const ApiRequest &request) override;
    QUrl server() const override { return m_server; }

private:
    struct Call
    {
        ApiRequest request;
        bool authorized = true;
        bool renewed = false; ///< was sent again with new tokens
        bool file = false;    ///< whatever it is, not JSON
    };
    struct Answer
    {
        int status = 0;
        QByteArray body;
        QString requestId;
    };
    using Answered = std::function<void(Outcome<Answer>)>;
    using Parsed = std::function<void(Outcome<JsonValue>)>;

    QNetworkRequest prepare(const Call &call) const;
    QNetworkReply *start(const Call &call);
    void transmit(const Call &call, Answered answered);
    void call(Call call, Parsed parsed);
    void renew();
    void endSession();
    /// The version of the Beaver server that answers there.
    void greet(const QUrl &server, Reply<QString> reply);
    void login(const Credentials &credentials, Reply<SignedIn> reply);
    void useKey(Reply<SignedIn> reply);
    bool keepTokens(const JsonValue &signIn);
    void forget();

    std::unique_ptr<HttpApiClient> m_looking; ///< look()
    QNetworkAccessManager m_network;
    QUrl m_server;
    QString m_serverVersion;
    QSet<QString> m_trusted;
    QByteArray m_accessToken;
    QByteArray m_refreshToken; ///< empty for an admin key, which can't be renewed
    quint64 m_tokens = 0;      ///< counts them: a call may be refused for tokens that have been renewed since
    std::function<void()> m_sessionOver;
    bool m_renewing = false;
    std::vector<std::pair<Call, Parsed>> m_waiting; ///< for the renewed sign-in
    quint64 m_session = 0;                          ///< answers of an earlier one are dropped
};

} // namespace beaver::admin
