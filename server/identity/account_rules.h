#pragma once

#include <server/identity/types.h>
#include <shared/base/result.h>

namespace beaver::identity {

/// Trimmed, NFKC, ASCII lower case, an international domain in its `xn--` form, so that one mailbox is one text.
/// Refuses what isn't an address that mail can reach; the part before the @ is ASCII, which leaves look-alike letters
/// no room.
Result<std::string> normaliseEmail(std::string_view email);

Result<void> checkFullName(std::string_view name);
Result<void> checkUsername(std::string_view name);
Result<void> checkTimeZone(std::string_view name);
Result<void> checkStatus(std::string_view status);
/// Every list of a key, its name, cap and expiry; names the field that is wrong.
Result<void> checkNewKey(const NewApiKey &key, std::int64_t nowMs);

/// Well-formed and meaningless: 422, with the field.
Error unprocessable(std::string param, std::string message);

/// Only an owner may make, change or remove an owner or admin.
inline Result<void> checkRank(const Operator &by, Role other)
{
    if (other >= Role::Admin && by.role < Role::Owner)
        return Error{ErrorCode::Forbidden,
                     "Only an owner may make, change or remove an owner or admin.",
                     "role",
                     "role_required",
                     {},
                     0};
    return {};
}

} // namespace beaver::identity
