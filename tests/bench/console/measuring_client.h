#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <admin-ui/client/fake_api_client.h>

namespace beaver::bench {

/// The fake server, but for a log that grows and a model that streams as fast as is said.
class MeasuringClient final : public admin::ApiClient
{
public:
    void signIn(const QUrl &server, const admin::Credentials &credentials, admin::Reply<admin::SignedIn> reply) override
    {
        m_fake.signIn(server, credentials, std::move(reply));
    }
    void ask(const QUrl &server, const admin::ApiRequest &request, admin::Reply<admin::JsonValue> reply) override
    {
        m_fake.ask(server, request, std::move(reply));
    }
    void look(const QUrl &server, admin::Reply<admin::JsonValue> reply) override
    {
        m_fake.look(server, std::move(reply));
    }
    admin::Outcome<admin::SignedIn> adopt(const admin::JsonValue &registered) override
    {
        return m_fake.adopt(registered);
    }
    void signOut() override { m_fake.signOut(); }
    void onSessionOver(std::function<void()> handler) override { m_fake.onSessionOver(std::move(handler)); }
    void trustCertificate(const QString &fingerprint) override { m_fake.trustCertificate(fingerprint); }
    void send(const admin::ApiRequest &request, admin::Reply<admin::JsonValue> reply) override;
    void fetch(const admin::ApiRequest &request, admin::Reply<QByteArray> reply) override
    {
        m_fake.fetch(request, std::move(reply));
    }
    std::unique_ptr<admin::EventStream> stream(const admin::ApiRequest &request) override;
    std::unique_ptr<admin::EventStream> download(const admin::ApiRequest &request) override
    {
        return m_fake.download(request);
    }
    QUrl server() const override { return m_fake.server(); }

    /// With each look at the newest calls there are so many more.
    int callsEachLook = 0;
    /// How often the log was looked at.
    int looks = 0;
    /// Of the next stream.
    int tokens = 0;
    int tokensPerSecond = 200;

private:
    admin::FakeApiClient m_fake;
    QObject m_owner;
    qint64 m_calls = 0;
};

} // namespace beaver::bench
