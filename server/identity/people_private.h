#pragma once

#include <server/audit/audit_log.h>
#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_store.h>
#include <server/identity/letters.h>
#include <server/identity/password_policy.h>
#include <server/identity/people_service.h>

namespace beaver::identity {

/// A registration that has been checked, with everything made that its account begins with.
struct PeopleService::Draft
{
    Account account;
    std::string passwordHash;
    std::string invitation; ///< id, or empty
    std::optional<CreatedApiKey> key;
    KeyHash keyHash{};
    Identity::NewSession session;
    Secret verification; ///< empty: the address is proved
};

} // namespace beaver::identity
