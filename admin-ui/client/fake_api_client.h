#pragma once

#include <QObject>

#include <admin-ui/client/api_client.h>

#include <chrono>
#include <map>
#include <vector>

namespace beaver::admin {

/// A server in memory, for tests and for a look at the console without one. Takes every email and password. The same
/// accounts each time, some of them hard to show.
class FakeApiClient final : public ApiClient
{
public:
    explicit FakeApiClient(std::chrono::milliseconds delay = {}, int accounts = 137);
    ~FakeApiClient() override;

    void signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply) override;
    void signOut() override;
    void onSessionOver(std::function<void()> handler) override { m_sessionOver = std::move(handler); }
    void accounts(const QString &after, int limit, Reply<AccountPage> reply) override;
    void createAccount(const NewAccount &wanted, Reply<Account> reply) override;
    void topUp(const NewTopUp &wanted, Reply<Account> reply) override;
    void createApiKey(const NewApiKey &wanted, Reply<ApiKey> reply) override;
    void ledgerProof(Reply<LedgerProof> reply) override;

    /// The next calls of any kind answer this instead.
    void failNext(ApiError error, int calls = 1)
    {
        m_failure = std::move(error);
        m_failures = calls;
    }
    /// As if the server had ended the sign-in.
    void endSession();
    void setRole(const QString &role) { m_role = role; }
    void setProof(LedgerProof proof) { m_proof = std::move(proof); }
    /// From now on nothing answers.
    void hang() { m_hanging = true; }
    const std::vector<NewTopUp> &topUps() const { return m_topUps; }
    int calls() const { return m_calls; }

private:
    template <typename T> void answer(Reply<T> reply, std::function<Outcome<T>()> work);
    Account *find(const QString &id);

    std::unique_ptr<QObject> m_session; ///< owns the timers of what is under way
    std::chrono::milliseconds m_delay;
    std::vector<Account> m_accounts; ///< newest first
    std::vector<NewTopUp> m_topUps;
    std::map<QString, Account> m_booked; ///< by idempotency key
    ApiError m_failure;
    int m_failures = 0;
    std::function<void()> m_sessionOver;
    QString m_role;
    LedgerProof m_proof;
    bool m_hanging = false;
    int m_calls = 0;
};

} // namespace beaver::admin
