#pragma once

#include <server/audit/audit_log.h>
#include <server/identity/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace beaver::identity {

/// Who makes or changes keys, and how far. What isn't theirs doesn't exist for them.
struct KeyAuthority
{
    audit::Actor actor;
    AccountId account;                     ///< whose keys; empty: anybody's
    ProjectId project;                     ///< empty: of any project
    AccountId createdBy;                   ///< only those made by it; empty: by anybody
    std::shared_ptr<const ApiKey> through; ///< nothing goes beyond what this key has; null: a person
    Role role = Role::None;                ///< the highest that may be given
    bool mayAdminister = true;             ///< false: makes no key that could make keys
};

/// What is set changes; an inner empty takes away.
struct KeyPatch
{
    std::optional<std::string> name, metadata;
    std::optional<std::vector<std::string>> scopes, permissions, allowedModels, allowedIps, allowedReferrers;
    std::optional<std::optional<std::int64_t>> requestCap, expiresAtMs;
    std::optional<bool> active, requireSignature;
    std::optional<Role> role;
};

} // namespace beaver::identity
