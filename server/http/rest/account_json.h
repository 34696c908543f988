#pragma once

#include <server/identity/types.h>
#include <server/ledger/types.h>
#include <shared/base/json_writer.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

inline constexpr std::int64_t largestTopUpNanoUsd = 1'000'000'000'000'000; ///< 1,000,000 USD at once

/// A member that is a list of texts.
void writeTexts(JsonWriter &json, std::string_view name, const std::vector<std::string> &texts);
/// An account as every path shows it.
void writeAccount(JsonWriter &json, const identity::Account &account, const ledger::Balance &balance);
/// One transaction, its amount from the customer's side.
void writeTransaction(JsonWriter &json, const ledger::Entry &entry);

} // namespace beaver::http
