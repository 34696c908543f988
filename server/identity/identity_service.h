#pragma once

#include <QCoroTask>

#include <server/identity/key_change.h>
#include <server/identity/signing.h>
#include <server/identity/types.h>
#include <server/ops/event_loop.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/result.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::identity {

struct Settings
{
    Secret masterKey; ///< BEAVER_SECRET_KEY, at least 32 bytes; pepper and token keys are derived from it
    std::function<std::string()> defaultPlan = [] { return std::string("free"); }; ///< of new accounts; any thread
    std::int64_t accessTokenS = 900;
    std::int64_t refreshTokenS = 30 * 86'400;
    int hashThreads = 2; ///< Argon2id runs here; at most 64 wait, more are refused with Unavailable
    /// Argon2id cost; tests lower it. libsodium's "interactive" by default.
    unsigned long long hashOpsLimit = 0;
    std::size_t hashMemLimit = 0;
};

/// Accounts, API keys, sign-ins: a credential in, a Principal out. Any thread; a coroutine resumes on the executor it
/// was given, which must outlive the service.
class IdentityService
{
public:
    IdentityService(Settings settings, storage::Database &database, const Clock &clock);
    ~IdentityService();

    /// Loads what answers an unknown key without a question to the database (a set of short hashes of all keys).
    /// Blocks; at start only; must take well under a second for 300,000 keys (may go on in the background).
    Result<void> start();

    /// Whose key is this, and may it be used from there, now? A known key and a key that can't exist are answered at
    /// once, in under 2 µs: no database, no thread. Empty: its record isn't in memory yet; await authenticateKey().
    /// Errors: Unauthenticated (`invalid_api_key`; the same text for missing, unknown, expired, revoked or malformed),
    /// Forbidden (`ip_not_allowed`, `referrer_not_allowed`, `account_suspended`).
    std::optional<Result<Principal>> tryKey(std::string_view secret, const Caller &caller) const;
    QCoro::Task<Result<Principal>> authenticateKey(ops::Executor &loop, std::string secret, Caller caller);
    /// A signed request; answered at once as above. Errors besides: `invalid_signature`, `signature_expired`,
    /// `signature_replayed`.
    std::optional<Result<Principal>> trySigned(const SignedRequest &request, const Caller &caller) const;
    /// False: no key of this id signs requests. Asked before a request's body is taken; any thread.
    bool couldSign(std::string_view keyId) const;
    /// What `request` refers to must live until this has answered.
    QCoro::Task<Result<Principal>> authenticateSigned(ops::Executor &loop, SignedRequest request, Caller caller);
    /// Who a batch of this key calls as, while the key may be used; its address and referrer lists don't count.
    QCoro::Task<Result<Principal>> principal(ops::Executor &loop, AccountId account, KeyId key);
    /// Writes when keys were last used. Called every few seconds; waits for nothing.
    void writeUses();
    /// An access token of ours (from /auth/login): answered at once; empty as above.
    /// Errors: Unauthenticated (`invalid_token`), Forbidden (`account_suspended`).
    std::optional<Result<Principal>> tryAccessToken(std::string_view token) const;
    QCoro::Task<Result<Principal>> authenticateToken(ops::Executor &loop, std::string token);
    static bool looksLikeAccessToken(std::string_view credential);
    /// A browser's session cookie; the database is asked at most once a minute for it. Errors as above.
    QCoro::Task<Result<Principal>> authenticateCookie(ops::Executor &loop, std::string cookie);
    /// What a request that changes something must carry beside the cookie, where it can't show where it comes from.
    std::string csrfToken(std::string_view cookie) const;
    bool isCsrfToken(std::string_view cookie, std::string_view given) const;

    /// Normalises the e-mail (trim, lower case ASCII, NFKC; refuses what isn't one). Conflict when it exists. Also
    /// makes the account's row in `balances`.
    /// `by`: who makes it for somebody, for the audit log; empty: a person for themselves.
    QCoro::Task<Result<Account>> createAccount(ops::Executor &loop, NewAccount wanted, audit::Actor by = {});
    /// An account that is only to be written yet, by whoever writes something of their own with it: `insert` on the
    /// writer's thread, in their transaction; Conflict as above.
    struct PreparedAccount
    {
        Account account;
        std::function<Result<void>(storage::Connection &)> insert;
    };
    QCoro::Task<Result<PreparedAccount>> prepareAccount(ops::Executor &loop, NewAccount wanted, audit::Actor by);
    QCoro::Task<Result<Account>> account(ops::Executor &loop, AccountId id);
    /// For an administrator who knows no id. NotFound.
    QCoro::Task<Result<Account>> accountByEmail(ops::Executor &loop, std::string email);
    QCoro::Task<Result<ApiKey>> keyBySecret(ops::Executor &loop, Secret secret);
    /// A password that an operator gives; ends all sign-ins. An empty one is made up and answered.
    QCoro::Task<Result<Secret>> setPassword(ops::Executor &loop, AccountId id, Secret password, Operator by);
    /// Newest first; `after` is an account id. At most `limit` + 1 are read to know whether there is more.
    struct Page
    {
        std::vector<Account> accounts;
        bool hasMore = false;
    };
    /// `search`: part of the address or a name, or an ID; `status`: of these alone; both empty for all.
    QCoro::Task<Result<Page>> accounts(ops::Executor &loop, int limit, std::string after, std::string search = {},
                                       std::string status = {});
    /// How many those are altogether.
    QCoro::Task<Result<std::int64_t>> accountCount(ops::Executor &loop, std::string search, std::string status);
    /// Fields that are set change.
    struct AccountPatch
    {
        std::optional<std::string> fullName, plan, status, timeZone, pricingPolicy, username;
        std::optional<Role> role;
    };
    /// Written to the audit log. Suspending ends the account's sessions and stops its keys at once. Forbidden: only an
    /// owner makes or changes an owner or admin. Conflict: the last owner stays one.
    QCoro::Task<Result<Account>> updateAccount(ops::Executor &loop, AccountId id, AccountPatch patch, Operator by);

    /// Checks every list (CIDR, model patterns, scopes, expiry in the future) and names the field that is wrong. A
    /// key's role can't be above its account's: when the account loses a role, so do its keys. Every change leaves a
    /// line in the audit log.
    QCoro::Task<Result<CreatedApiKey>> createKey(ops::Executor &loop, NewApiKey wanted, KeyAuthority by = {});
    QCoro::Task<Result<ApiKey>> changeKey(ops::Executor &loop, KeyId id, KeyPatch patch, KeyAuthority by);
    /// The old secret works for `graceS` more seconds, 0 to 30 days.
    QCoro::Task<Result<CreatedApiKey>> rotateKey(ops::Executor &loop, KeyId id, std::int64_t graceS, KeyAuthority by);
    /// A new secret to sign with; one from before is worth nothing from the answer on.
    QCoro::Task<Result<CreatedApiKey>> renewSigningSecret(ops::Executor &loop, KeyId id, KeyAuthority by);
    QCoro::Task<Result<ApiKey>> revokeKey(ops::Executor &loop, KeyId id, KeyAuthority by);
    struct Revocation
    {
        std::int64_t count = 0;                            ///< revoked, or that would be
        std::vector<std::pair<std::string, Error>> left{}; ///< ids and why; at most 10,000
    };
    /// All of these ids, or all that the query finds where there are none. What isn't there or isn't `by`'s to revoke
    /// is left, what was revoked before counts as neither. `dryRun` only tells.
    QCoro::Task<Result<Revocation>> revokeKeys(ops::Executor &loop, std::vector<std::string> ids, KeyQuery query,
                                               bool dryRun, KeyAuthority by);
    QCoro::Task<Result<ApiKey>> key(ops::Executor &loop, KeyId id, KeyAuthority by);
    struct KeyPage
    {
        std::vector<ApiKey> keys; ///< newest first
        bool hasMore = false;
    };
    QCoro::Task<Result<KeyPage>> keyPage(ops::Executor &loop, KeyQuery query);
    /// All that the query finds, on any page.
    QCoro::Task<Result<std::int64_t>> keyCount(ops::Executor &loop, KeyQuery query);
    /// Of one account, newest first.
    QCoro::Task<Result<std::vector<ApiKey>>> keys(ops::Executor &loop, AccountId account);
    /// From the answer on nobody gets in with it. `owner`: whose key it must be, else NotFound; empty: anybody's.
    /// Revoking twice is fine.
    QCoro::Task<Result<ApiKey>> revokeKey(ops::Executor &loop, AccountId owner, KeyId id);

    /// E-mail and password. A failure takes as long for an unknown e-mail as for a wrong password and says the same;
    /// failures are slowed by address (RateLimited with retryAfterMs; doubling from the 5th, up to 15 minutes) and, but
    /// for addresses that got in before, by account (up to 8 seconds). `cookie`: for a browser. An account with a
    /// second factor gets a challenge (see SignIn).
    QCoro::Task<Result<SignIn>> login(ops::Executor &loop, std::string email, Secret password, Caller caller,
                                      bool cookie = false);
    /// Rotates. A refresh token used twice is taken for stolen: its session ends, and both holders must sign in anew.
    QCoro::Task<Result<SignIn>> refresh(ops::Executor &loop, Secret refreshToken, Caller caller);
    /// Ends the session of the principal: its refresh and access tokens are worth nothing from the answer on.
    QCoro::Task<Result<void>> logout(ops::Executor &loop, Principal principal);

    /// First start: makes the owner if no account with a role exists. With an e-mail and password given they are used;
    /// else both are made up and returned, with an admin API key, to be shown once. Blocks; at start only.
    struct FirstAdministrator
    {
        Account account;
        std::optional<Secret> password; ///< only where it was made up
        std::optional<Secret> apiKey;   ///< likewise
    };
    Result<std::optional<FirstAdministrator>> ensureAdministrator(std::string email, Secret password);

private:
    friend class PeopleService;
    struct Private;
    std::shared_ptr<Private> d; ///< shared with work that the database still has when the service ends
};

} // namespace beaver::identity
