#pragma once

#include <server/identity/types.h>
#include <server/ledger/types.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

/// An account as every path shows it.
void writeAccount(JsonWriter &json, const identity::Account &account, const ledger::Balance &balance);
/// One transaction, its amount from the customer's side.
void writeTransaction(JsonWriter &json, const ledger::Entry &entry);

} // namespace beaver::http
