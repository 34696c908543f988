#pragma once

#include <server/identity/types.h>
#include <shared/base/json_writer.h>

#include <string>

namespace beaver::identity {

/// The members of a key as every path shows them, without its secret.
void writeKeyMembers(JsonWriter &json, const ApiKey &key, std::int64_t nowMs);
/// What the audit log keeps of it.
std::string keyAuditJson(const ApiKey &key);

} // namespace beaver::identity
