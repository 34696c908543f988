#pragma once

#include <server/ledger/types.h>

#include <string>
#include <string_view>

namespace beaver::ledger {

/// The hash that links an entry to the one before: BLAKE2b-256 over the previous hash (32 bytes; zeros before the first
/// entry) and the entry's fields in the order of the table, each as decimal or UTF-8 text after its length in decimal
/// and a colon (netstrings, https://cr.yp.to/proto/netstrings.txt), so that no two entries have the same input.
std::string chainHash(std::string_view previous, const Entry &entry);

/// What precedes the first entry.
std::string chainStart();

} // namespace beaver::ledger
