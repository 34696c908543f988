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

} // namespace beaver::http
