#pragma once

#include <server/audit/audit_log.h>
#include <shared/base/ids.h>
#include <shared/base/secret.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::identity {

class KeyUse;

/// What a person may do on the gateway itself; plain accounts have none. Each includes the ones before it.
enum class Role : std::uint8_t { None, Viewer, Billing, Admin, Owner };
std::string_view roleName(Role role); ///< ``, `viewer`, `billing`, `admin`, `owner`
std::optional<Role> roleByName(std::string_view name);

struct Account
{
    AccountId id;
    std::string email;
    std::string fullName;
    Role role = Role::None;
    std::string plan;
    std::string status; ///< `active`, `suspended`, `deleted`
    std::string timeZone;
    std::string pricingPolicy; ///< empty: the gateway's
    std::int64_t createdAtMs = 0;
    std::string username; ///< what the credit gateway's clients call themselves; may be empty, needn't be unique
    bool emailVerified = false;
    bool secondFactor = false; ///< a sign-in asks for a code besides

    bool active() const { return status == "active"; }
};

/// The project that every account has from its beginning: what its own key ends with, with the prefix of a project.
inline ProjectId defaultProject(const AccountId &account)
{
    const std::size_t prefix = std::min(AccountId::prefix.size(), account.text().size());
    return ProjectId(std::string(ProjectId::prefix) + account.text().substr(prefix));
}

/// What still works of a key that was rotated.
struct OldSecret
{
    std::string preview;
    std::int64_t worksUntilMs = 0;
};

struct ApiKey
{
    KeyId id;
    AccountId account; ///< pays
    ProjectId project;
    AccountId createdBy; ///< empty: not known
    std::string name;
    std::string preview; ///< `beaver_Ab3d…x9Yz`
    Role role = Role::None;
    std::vector<std::string> scopes;        ///< empty: all; `chat.completions`, `models`, …
    std::vector<std::string> permissions;   ///< `read`, `write`, `admin`
    std::vector<std::string> allowedModels; ///< empty: all; an id, or a prefix with `*` at its end
    std::vector<std::string> allowedIps;    ///< empty: all; CIDR, v4 and v6
    std::vector<std::string> allowedReferrers;
    std::optional<std::int64_t> requestCap; ///< calls to models, over its whole life
    std::optional<std::int64_t> expiresAtMs;
    bool canSign = false;          ///< it has a signing secret
    bool requireSignature = false; ///< and takes nothing but signed requests
    bool active = true;
    std::string metadata; ///< JSON object of its owner's own; empty: none
    std::int64_t createdAtMs = 0;
    std::optional<std::int64_t> revokedAtMs; ///< for good
    std::optional<std::int64_t> rotatedAtMs;
    std::optional<std::int64_t> lastUsedAtMs;
    // Filled where a key is shown.
    std::vector<OldSecret> oldSecrets;
    std::optional<std::int64_t> requestsMade; ///< of a key with a cap

    bool mayUseModel(std::string_view model) const;
    bool mayUseScope(std::string_view scope) const;
    bool hasPermission(std::string_view permission) const;
    /// May it make and change keys? Only where it says so: by the permission `admin`, the scope `keys`, or a role.
    bool mayManageKeys() const;
    /// `active`, `paused`, `expired` or `revoked`.
    std::string_view status(std::int64_t nowMs) const;
    /// `live`, `test`, `staging`, `dev`, or empty.
    std::string_view environment() const;
};

/// Which keys to list. What is empty doesn't matter.
struct KeyQuery
{
    AccountId account;
    ProjectId project;
    AccountId createdBy;
    std::string status; ///< `active`, `paused`, `expired`, `revoked`, `all`; empty: all that aren't revoked
    std::string search; ///< part of name, preview, id or the account's e-mail
    std::string name;   ///< all of it
    KeyId id;
    int limit = 50;
    std::string after;       ///< a key's id
    std::int64_t offset = 0; ///< for surfaces that count pages
};

/// Who is calling. Cheap to copy; the records are the ones in memory at the time of the question.
struct Principal
{
    std::shared_ptr<const Account> account;
    std::shared_ptr<const ApiKey> key; ///< null for a signed-in person
    SessionId session;                 ///< empty for a key
    Role role = Role::None;            ///< what it may do: of the key, or of the signed-in account
    std::shared_ptr<KeyUse> use;       ///< of the key; null where there is none to count
};

/// The one project that a key is confined to; empty: a person, or a key of the default project.
ProjectId confinedTo(const Principal &principal);
/// The same without its name: cheap enough for every call.
bool isConfined(const Principal &principal);
/// May it decide about the account as a whole, and end it? A person; and a key that may manage the account, lies in the
/// default project, and wasn't made by somebody else.
bool actsForAccount(const Principal &principal);

/// Where a call comes from, for the key's lists and for slowing failed sign-ins.
struct Caller
{
    std::string address;  ///< numeric IP
    std::string referrer; ///< `Referer`, or `Origin` where there is none
    std::string userAgent;
};

/// What `POST /api-keys` and `/admin/api-keys` take.
struct NewApiKey
{
    AccountId account;
    ProjectId project; ///< empty: the account's default project
    AccountId createdBy;
    std::string prefix = "beaver_"; ///< of the secret
    std::string name;
    Role role = Role::None;
    std::vector<std::string> scopes;
    std::vector<std::string> permissions;
    std::vector<std::string> allowedModels;
    std::vector<std::string> allowedIps;
    std::vector<std::string> allowedReferrers;
    std::optional<std::int64_t> requestCap;
    std::optional<std::int64_t> expiresAtMs;
    bool canSign = false;
    bool requireSignature = false; ///< means canSign
    std::string metadata;          ///< as in ApiKey
};

struct CreatedApiKey
{
    ApiKey key;
    Secret secret;        ///< shown once
    Secret signingSecret; ///< likewise; empty where it can't sign
};

struct NewAccount
{
    std::string email;
    std::string username;
    std::string fullName;
    std::string plan; ///< empty: the default plan of the settings
    Role role = Role::None;
    std::optional<Secret> password;
};

/// What a sign-in or a refresh answers.
struct SignIn
{
    /// Not empty: the password was right, a code is wanted besides; nothing else here is set.
    Secret challenge;
    Secret accessToken;
    Secret refreshToken;
    std::int64_t expiresInS = 0; ///< of the access token
    Account account;
    SessionId session;
    Secret cookie; ///< of the session, where one was asked for
};

/// Who changes an account: their role decides which ones they may.
struct Operator
{
    audit::Actor actor;
    Role role = Role::None;
};

} // namespace beaver::identity
