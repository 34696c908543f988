#pragma once

#include <QObject>

#include <admin-ui/client/api_client.h>
#include <admin-ui/client/fake_server.h>

#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace beaver::admin {

/// A server in memory, for tests and for a look at the console without one. Takes every email and password; the
/// password `second-factor` asks for a code. The same things each time, some of them hard to show.
class FakeApiClient final : public ApiClient
{
public:
    explicit FakeApiClient(std::chrono::milliseconds delay = {}, int accounts = 40);
    ~FakeApiClient() override;

    void signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply) override;
    void ask(const QUrl &server, const ApiRequest &request, Reply<JsonValue> reply) override;
    void look(const QUrl &server, Reply<JsonValue> reply) override;
    Outcome<SignedIn> adopt(const JsonValue &registered) override;
    void signOut() override;
    void onSessionOver(std::function<void()> handler) override { m_sessionOver = std::move(handler); }
    void trustCertificate(const QString &fingerprint) override { m_trusted = fingerprint; }
    void send(const ApiRequest &request, Reply<JsonValue> reply) override;
    void fetch(const ApiRequest &request, Reply<QByteArray> reply) override;
    std::unique_ptr<EventStream> stream(const ApiRequest &request) override;
    std::unique_ptr<EventStream> download(const ApiRequest &request) override;
    QUrl server() const override { return m_address; }

    /// The next calls of any kind answer this instead.
    /// What look() meets from now on; nothing: the server.
    void failLooks(std::optional<ApiError> error) { m_lookError = std::move(error); }
    void failNext(ApiError error, int calls = 1)
    {
        m_failure = std::move(error);
        m_failures = calls;
    }
    /// As if the server had ended the sign-in.
    void endSession();
    void setRole(const QString &role) { m_role = role; }
    void setVersion(const QString &version) { m_version = version; }
    /// From now on nothing answers, or all does again.
    void hang(bool hanging = true) { m_hanging = hanging; }
    /// Every list has nothing in it.
    void setEmpty(bool empty) { m_empty = empty; }
    int calls() const { return static_cast<int>(m_requests.size()); }
    /// All that was asked, signing in aside; oldest first.
    const std::vector<ApiRequest> &requests() const { return m_requests; }
    const QString &trusted() const { return m_trusted; }
    fake::Server &data() { return m_server; }

private:
    std::optional<ApiError> m_lookError;
    template <typename T> void answer(Reply<T> reply, std::function<Outcome<T>()> work);

    std::unique_ptr<QObject> m_session; ///< owns the timers of what is under way
    std::chrono::milliseconds m_delay;
    fake::Server m_server;
    QUrl m_address;
    std::vector<ApiRequest> m_requests;
    std::map<QByteArray, fake::Answer> m_booked; ///< by idempotency key
    ApiError m_failure;
    int m_failures = 0;
    std::function<void()> m_sessionOver;
    QString m_role;
    QString m_version = QStringLiteral("0.1.0");
    QString m_trusted;
    bool m_hanging = false;
    bool m_empty = false;
};

} // namespace beaver::admin
