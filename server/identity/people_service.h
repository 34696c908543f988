#pragma once

#include <server/identity/attempt_limit.h>
#include <server/identity/identity_service.h>
#include <server/identity/people_store.h>
#include <server/identity/session_store.h>
#include <server/mail/outbox.h>
#include <server/ops/sealing.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace beaver::identity {

struct PeopleSettings
{
    enum class Registration : std::uint8_t { Open, Invite, Closed } registration = Registration::Open;
    bool verifyFirst = false; ///< an account is made only once its address has been proved
    std::string publicUrl;    ///< `https://gateway.example.com`, no / at its end: where links in mails lead
    std::int64_t registrationsPerHour = 20; ///< from one address; 0: no limit
    Secret masterKey;                       ///< seals what second factors are made of
};

/// What somebody registers with.
struct Registration
{
    std::string email;
    std::string fullName;
    std::string username;
    std::optional<Secret> password; ///< without one the account has its key, and a password when it is reset
    std::string invitation;         ///< the token, or empty
    std::string environment;        ///< of the first key: `live`, `test`, `staging`, `dev`; empty: none
    bool cookie = false;
    bool withKey = true; ///< makes a first key
};

struct Registered
{
    std::optional<CreatedApiKey> key;
    SignIn signIn; ///< with the account
};

/// What people do about their own accounts: register, prove their address, change and reset passwords, second factors,
/// sign-ins, deletion. It shares the IdentityService's memory and must not outlive it. Any thread; a coroutine resumes
/// on the executor it was given.
class PeopleService
{
public:
    PeopleService(PeopleSettings settings, IdentityService &identity, mail::Outbox &outbox);

    const PeopleSettings &settings() const { return m_settings; }

    /// Empty: the address must be proved first; a mail is on its way, whether the address is registered or not.
    /// Otherwise the account, its first key and a sign-in; Conflict (`email_taken`).
    /// Forbidden: `registration_closed`, `invitation_required`, `invalid_invitation`. RateLimited by address.
    QCoro::Task<Result<std::optional<Registered>>> registerAccount(ops::Executor &loop, Registration wanted,
                                                                   Caller caller);
    struct Verified
    {
        Account account;
        std::optional<Registered> registered; ///< the account was made by this
    };
    /// InvalidRequest (`invalid_or_expired_token`).
    QCoro::Task<Result<Verified>> verifyEmail(ops::Executor &loop, Secret token, Caller caller, bool cookie);
    /// Mails the proof anew, if the address waits for one; says nothing. RateLimited by the caller's address.
    Result<void> resendVerification(const std::string &email, const Caller &caller);

    /// Mails a token, if there is such an account; says nothing and does it later, so that it takes the same time.
    Result<void> forgotPassword(const std::string &email, const Caller &caller);
    /// Sets the password, ends all sign-ins, and takes the address for proved.
    QCoro::Task<Result<void>> resetPassword(ops::Executor &loop, Secret token, Secret password);
    /// `current` isn't asked of an account without a password. Ends all sign-ins but the principal's.
    QCoro::Task<Result<void>> changePassword(ops::Executor &loop, Principal principal, std::optional<Secret> current,
                                             Secret password, Caller caller);

    /// Of one account, newest first.
    struct SessionPage
    {
        std::vector<store::Session> sessions;
        bool hasMore = false;
    };
    QCoro::Task<Result<SessionPage>> sessions(ops::Executor &loop, AccountId account, int limit, std::string after);
    /// NotFound for another's. `actor`: written to the audit log, where it isn't the account itself.
    QCoro::Task<Result<void>> endSession(ops::Executor &loop, AccountId account, SessionId session, audit::Actor actor);
    /// All but `kept`. Answers how many.
    QCoro::Task<Result<int>> endSessions(ops::Executor &loop, AccountId account, SessionId kept, audit::Actor actor);

    /// Of the person's own. Forbidden (`wrong_password`, `confirmation_required`): an account with a password needs it;
    /// one without, or a key with the permission `admin`, the word DELETE_ACCOUNT.
    QCoro::Task<Result<void>> deleteOwn(ops::Executor &loop, Principal principal, std::optional<Secret> password,
                                        std::string confirmation, Caller caller, audit::Actor actor);
    /// By an administrator; an owner or admin only by an owner. Conflict: the last owner.
    QCoro::Task<Result<void>> deleteAccount(ops::Executor &loop, AccountId id, Operator by);

    struct SecondFactorSetup
    {
        std::string secret; ///< base32, shown once
        std::string uri;    ///< `otpauth://…`, for a QR code
    };
    /// Makes a secret; sign-ins ask for its codes once enabling has proved one. Conflict where one is on.
    QCoro::Task<Result<SecondFactorSetup>> setUpSecondFactor(ops::Executor &loop, Principal principal);
    enum class FactorChange : std::uint8_t { Enable, Disable, NewCodes };
    /// Proved by a code of the second factor, or of recovery; each is good once. Answers new recovery codes, shown
    /// once, but for Disable. Unauthenticated (`invalid_code`), throttled; Conflict (`no_second_factor`).
    QCoro::Task<Result<std::vector<std::string>>> changeSecondFactor(ops::Executor &loop, Principal principal,
                                                                     FactorChange wanted, Secret code, Caller caller);
    /// The second step of a sign-in. Errors as above; a challenge is good for five minutes, once.
    QCoro::Task<Result<SignIn>> finishSignIn(ops::Executor &loop, Secret challenge, Secret code, Caller caller,
                                             bool cookie);
    QCoro::Task<Result<int>> recoveryCodesLeft(ops::Executor &loop, AccountId account);

    /// Whom another sign-in (server/openid) says somebody is.
    struct External
    {
        std::string provider;
        std::string subject;
        std::string email;
        bool emailVerified = false;
        std::string name;
    };
    /// Signs in who is known; else links the account of the same address, if both sides have proved it; else makes one
    /// where registration is open. Forbidden (`email_not_verified`, `registration_closed`, `invitation_required`),
    /// Conflict (`account_not_verified`: sign in otherwise and prove the address first, so that nobody who registered
    /// another's address early gets in with them).
    QCoro::Task<Result<SignIn>> externalSignIn(ops::Executor &loop, External who, Caller caller);

    struct CreatedInvitation
    {
        store::Invitation invitation;
        Secret token; ///< shown once
    };
    /// Mailed where it has an address. Forbidden: only an owner invites an owner or admin.
    QCoro::Task<Result<CreatedInvitation>> invite(ops::Executor &loop, store::Invitation wanted, int days, Operator by);
    struct InvitationPage
    {
        std::vector<store::Invitation> invitations;
        bool hasMore = false;
    };
    QCoro::Task<Result<InvitationPage>> invitations(ops::Executor &loop, int limit, std::string after);
    QCoro::Task<Result<store::Invitation>> withdrawInvitation(ops::Executor &loop, std::string id, Operator by);

private:
    using Identity = IdentityService::Private;

    struct Draft;
    Result<Registered> makeAccount(storage::Connection &connection, const Draft &draft);
    Draft draft(const store::PendingRegistration &from, const Caller &caller, bool cookie) const;
    static std::string sealOwner(const AccountId &account);
    KeyHash recoveryHash(const AccountId &account, std::string_view plain) const;
    std::vector<std::string> newRecoveryCodes(const AccountId &account, std::vector<KeyHash> &hashes) const;
    /// Uses the code up, in the transaction of what it is asked for.
    Result<void> proveCode(storage::Connection &connection, const AccountId &account, const std::string &plain,
                           bool enabledOnly);
    /// On a reader: is this the account's password? Counts as a try to sign in.
    QCoro::Task<Result<void>> checkPassword(ops::Executor &loop, Account account, Secret password, Caller caller);

    const PeopleSettings m_settings;
    std::shared_ptr<Identity> d;
    mail::Outbox &m_outbox;
    ops::CredentialBox m_box;
    AttemptLimit m_registrations; ///< by address of the caller
    AttemptLimit m_mailsAsked;    ///< likewise
    AttemptLimit m_mailsTo;       ///< by e-mail
};

} // namespace beaver::identity
