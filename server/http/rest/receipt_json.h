#pragma once

#include <server/catalog/catalogue_service.h>
#include <server/ledger/types.h>
#include <server/usage/usage_store.h>
#include <shared/base/json_writer.h>

#include <optional>

namespace beaver::http {

/// A settled call with what its charge follows from.
struct StoredReceipt
{
    usage::Record record;
    std::optional<ledger::Entry> entry;
    std::optional<catalog::PriceVersion> prices;
};

/// Empty: there is none, or none any more. A reader's thread.
Result<std::optional<StoredReceipt>> readReceipt(storage::Connection &connection, const CallId &id);

/// The members of a receipt, into an object that the caller has begun.
void writeReceiptMembers(JsonWriter &json, const StoredReceipt &stored);

} // namespace beaver::http
