#pragma once

#include <QUrl>

#include <admin-ui/client/outcome.h>
#include <admin-ui/client/types.h>

namespace beaver::admin {

/// One Beaver server's administration, as far as the console uses it.
///
/// Lives on one thread and answers there. A reply comes from the event loop, never from inside the call, once; never
/// after the client's end or after signOut(). Tokens stay inside: they are renewed when the server asks for it, and
/// forgotten at signOut().
class ApiClient
{
public:
    ApiClient() = default;
    virtual ~ApiClient() = default;
    Q_DISABLE_COPY_MOVE(ApiClient)

    /// All later calls go to `server` under this sign-in. Asks first whether a Beaver server answers there, so that no
    /// password goes to anything else that happens to listen.
    virtual void signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply) = 0;
    /// Forgets the sign-in at once and lets the server know.
    virtual void signOut() = 0;
    /// Called when the server has ended the sign-in and it can't be renewed. The client is signed out by then.
    virtual void onSessionOver(std::function<void()> handler) = 0;

    /// `after`: empty for the first page, else the `next` of the page before.
    virtual void accounts(const QString &after, int limit, Reply<AccountPage> reply) = 0;
    virtual void createAccount(const NewAccount &wanted, Reply<Account> reply) = 0;
    /// Answers the account as it is afterwards.
    virtual void topUp(const NewTopUp &wanted, Reply<Account> reply) = 0;
    virtual void createApiKey(const NewApiKey &wanted, Reply<ApiKey> reply) = 0;
    virtual void ledgerProof(Reply<LedgerProof> reply) = 0;
};

} // namespace beaver::admin
