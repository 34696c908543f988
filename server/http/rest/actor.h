#pragma once

#include <server/audit/audit_log.h>
#include <server/http/front/exchange.h>

namespace beaver::http {

/// Who is named in the audit log.
inline audit::Actor actorOf(const Exchange &exchange)
{
    audit::Actor actor;
    actor.account = exchange.principal->account->id.text();
    actor.via = exchange.principal->key ? exchange.principal->key->id.text() : exchange.principal->session.text();
    actor.address = exchange.caller.address;
    actor.requestId = exchange.requestId;
    return actor;
}

/// Only owners make administrators.
inline Result<void> checkGivenRole(const Exchange &exchange, identity::Role role)
{
    if (role < identity::Role::Admin || exchange.principal->role >= identity::Role::Owner)
        return {};
    return Error{ErrorCode::Forbidden, "Only an owner may make an owner or admin.", "role", "role_required", {}, 0};
}

/// What concerns the account as a whole isn't for a key of one project of it.
inline Result<void> checkWholeAccount(const Exchange &exchange)
{
    if (identity::confinedTo(*exchange.principal).isEmpty())
        return {};
    return Error{
        ErrorCode::Forbidden,
        "This key belongs to a project: what concerns the whole account takes a key of its default project, or "
        "a sign-in.",
        {},
        "permission_required",
        {},
        0};
}

} // namespace beaver::http
