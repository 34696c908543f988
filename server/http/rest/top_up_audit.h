#pragma once

#include <server/http/rest/actor.h>
#include <server/ledger/journal.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

/// The audit line of an administrator's top-up, written in the entry's own transaction.
inline ledger::Journal::Alongside topUpAudit(audit::Actor who)
{
    return [actor = std::move(who)](storage::Connection &connection, const ledger::Entry &entry) {
        JsonWriter json;
        json.beginObject()
            .field("account_id", entry.account.text())
            .field("amount", entry.customer)
            .field("reason", entry.description)
            .endObject();
        return audit::append(connection, {actor, "money.top_up", entry.id.text(), {}, json.take()}, entry.createdAtMs);
    };
}

inline ledger::Journal::Alongside topUpAudit(const Exchange &exchange)
{
    return topUpAudit(actorOf(exchange));
}

} // namespace beaver::http
