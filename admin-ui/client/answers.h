#pragma once

#include <admin-ui/client/api_error.h>
#include <admin-ui/client/json_value.h>
#include <admin-ui/client/types.h>

#include <optional>

// The server's answers as values. Fields that the console doesn't know are
// skipped; an answer without one it needs, or with an amount it can't read exactly, is no answer.
namespace beaver::admin {

std::optional<Account> readAccount(const JsonValue &json);
std::optional<LedgerProof> readLedgerProof(const JsonValue &json);
/// `{"error":{"message","type","param","code"}}` and the status beside it.
ApiError readError(int status, const JsonValue &json);

} // namespace beaver::admin
