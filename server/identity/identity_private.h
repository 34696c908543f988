#pragma once

#include <server/identity/identity_service.h>
#include <server/identity/key_cache.h>
#include <server/identity/key_filter.h>
#include <server/identity/key_material.h>
#include <server/identity/login_throttle.h>
#include <server/identity/password_hasher.h>
#include <server/identity/revoked_sessions.h>
#include <server/identity/session_cookie.h>
#include <server/identity/session_store.h>
#include <server/identity/signing.h>
#include <server/ops/sealing.h>

#include <functional>

namespace beaver::identity {

/// What the sources of the service share.
struct IdentityService::Private
{
    Private(Settings given, storage::Database &storage, const Clock &time);

    Settings settings; ///< without the master key
    std::size_t masterKeyBytes;
    storage::Database &database;
    const Clock &clock;
    const KeyMaterial material;
    const ops::CredentialBox box; ///< of signing secrets
    const std::int64_t startedMs;
    KeyFilter filter;
    KeyFilter signers; ///< ids of keys that can sign, hashed
    KeyCache cache;
    mutable KeyUses uses;
    mutable SeenSignatures seen;
    RevokedSessions revoked;
    CookieCache cookies;
    LoginThrottle throttle;
    PasswordHasher hasher; ///< last: its threads end first

    /// May this key be used, from there, now?
    Result<Principal> admit(const std::shared_ptr<const KeyRecord> &record, const Caller &caller,
                            bool isSigned = false) const;
    Result<Principal> admitSigned(const std::shared_ptr<const KeyRecord> &record, const SignedRequest &request,
                                  const Caller &caller) const;
    Result<Principal> admit(std::shared_ptr<const Account> account, SessionId session) const;

    /// From memory or, on a reader, from the database; null: there is none.
    Result<std::shared_ptr<const KeyRecord>> loadKey(storage::Connection &connection, const KeyHash &hash);
    Result<std::shared_ptr<const KeyRecord>> loadKeyById(storage::Connection &connection, const KeyId &id);
    Result<std::optional<LoadedKey>> complete(storage::Connection &connection,
                                              Result<std::optional<store::FoundKey>> found, bool opens) const;
    std::uint64_t signerBits(std::string_view id) const { return firstBits(material.apiKeys().of(id)); }
    Result<std::shared_ptr<const Account>> loadAccount(storage::Connection &connection, const AccountId &id);

    /// A write that answers something. `work` may run again when its batch fails. `committed` is called on the writer's
    /// thread after the commit and before anybody is told: caches change there, in the order of the commits.
    template <typename T>
    ops::Future<Result<T>> write(ops::Executor &loop, std::function<Result<T>(storage::Connection &)> work,
                                 std::function<void(const T &)> committed)
    {
        const ops::Promise<Result<T>> promise(loop);
        auto answer = std::make_shared<std::optional<Result<T>>>();
        database.write(
            [work = std::move(work), answer](storage::Connection &connection) -> Result<void> {
                answer->emplace(work(connection));
                return (*answer)->ok() ? Result<void>() : Result<void>((*answer)->error());
            },
            [committed = std::move(committed), answer, promise](Result<void> done) {
                if (!done) {
                    promise.set(std::move(done).error());
                    return;
                }
                committed((*answer)->value());
                promise.set(std::move(**answer));
            });
        return promise.future();
    }
    /// The same for start: waits.
    Result<void> writeNow(std::function<Result<void>(storage::Connection &)> work) const;
    Result<void> readNow(std::function<Result<void>(storage::Connection &)> work) const;

    /// A session that begins, with what its holder is given; it is there once it is stored.
    struct NewSession
    {
        store::Session session;
        Secret refreshToken;
        KeyHash refreshHash{};
        Secret cookie; ///< empty: none
        std::optional<KeyHash> cookieHash;
    };
    NewSession newSession(const AccountId &account, const Caller &caller, std::string method, bool cookie) const;
    static Result<void> storeSession(storage::Connection &connection, const NewSession &opened);
    SignIn signInOf(const Account &account, const NewSession &opened) const;
    /// After the commit that ended them.
    void sessionsEnded(const std::vector<SessionId> &sessions);
    /// After the commit.
    void accountChanged(const Account &account) { cache.accountChanged(account); }

    /// Makes the key and its secrets; doesn't store it.
    CreatedApiKey makeKey(const NewApiKey &wanted) const;
    std::string sealSigning(const KeyId &id, const Secret &secret) const;
    /// What is newer in memory than in the database.
    void addLive(ApiKey &key) const;
};

Error invalidKeyError();
Error invalidTokenError();
Error suspendedError();
Error noAccountError();
/// A token from a mail, an invitation or a challenge that isn't there, was used, or is too old: never which.
Error spentTokenError();
Error tooManyError(std::string message, std::int64_t waitMs);
/// What a client claims about itself is kept for a person to read: visible ASCII, not too much of it.
std::string shown(std::string_view text, std::size_t most);

} // namespace beaver::identity
