#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>

#include <admin-ui/client/api_client.h>
#include <admin-ui/client/json_value.h>

#include <chrono>
#include <functional>
#include <vector>

namespace beaver::admin {

/// A real server over HTTP. Follows no redirect (a password would follow it), trusts no certificate that the system
/// doesn't, reads at most 8 MiB of an answer. A 401 makes it renew the sign-in once, for all calls that met one, and
/// send them again.
class HttpApiClient final : public ApiClient
{
public:
    explicit HttpApiClient(std::chrono::milliseconds timeout = std::chrono::seconds(20));
    ~HttpApiClient() override;

    void signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply) override;
    void signOut() override;
    void onSessionOver(std::function<void()> handler) override { m_sessionOver = std::move(handler); }
    void accounts(const QString &after, int limit, Reply<AccountPage> reply) override;
    void createAccount(const NewAccount &wanted, Reply<Account> reply) override;
    void topUp(const NewTopUp &wanted, Reply<Account> reply) override;
    void createApiKey(const NewApiKey &wanted, Reply<ApiKey> reply) override;
    void ledgerProof(Reply<LedgerProof> reply) override;

private:
    struct Call
    {
        QString path;
        QByteArray body = {}; ///< empty: GET
        QByteArray idempotencyKey = {};
        bool authorized = true;
        bool renewed = false; ///< was sent again with new tokens
    };
    struct Answer
    {
        int status = 0;
        QByteArray body;
        QString requestId;
    };
    using Answered = std::function<void(Outcome<Answer>)>;
    using Parsed = std::function<void(Outcome<JsonValue>)>;

    void transmit(const Call &call, Answered answered);
    void call(Call call, Parsed parsed);
    template <typename T> void call(Call call, std::optional<T> (*read)(const JsonValue &), Reply<T> reply);
    void renew();
    void endSession();
    void login(const QString &email, const QString &password, const QString &serverVersion, Reply<SignedIn> reply);
    bool keepTokens(const JsonValue &signIn);
    void forget();

    QNetworkAccessManager m_network;
    QUrl m_server;
    QByteArray m_accessToken;
    QByteArray m_refreshToken;
    std::function<void()> m_sessionOver;
    bool m_renewing = false;
    std::vector<std::pair<Call, Parsed>> m_waiting; ///< for the renewed sign-in
    quint64 m_session = 0;                          ///< answers of an earlier one are dropped
};

} // namespace beaver::admin
