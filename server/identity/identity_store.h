#pragma once

#include <server/identity/types.h>
#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <vector>

/// SQL of accounts. On the thread of the connection.
namespace beaver::identity::store {

struct AccountLogin
{
    Account account;
    std::string passwordHash;
};

Result<std::optional<Account>> findAccount(storage::Connection &connection, const AccountId &id);
Result<std::optional<AccountLogin>> findLogin(storage::Connection &connection, const std::string &email);
/// Newest first.
/// `search`: part of the address, the name or the user name, whatever its case, or an ID; `status`: of these alone;
/// both empty for all.
Result<std::vector<Account>> listAccounts(storage::Connection &connection, int limit, const std::string &after,
                                          const std::string &search, const std::string &status);
/// How many there are on all pages.
Result<std::int64_t> countAccounts(storage::Connection &connection, const std::string &search,
                                   const std::string &status);
/// With its row in `balances` and its default project.
Result<void> insertAccount(storage::Connection &connection, const Account &account, const std::string &passwordHash);
Result<void> updateAccount(storage::Connection &connection, const Account &account, std::int64_t nowMs);
/// Only if it is still `oldHash`: a hash made anew from an old password mustn't undo a change of it.
Result<void> replacePasswordHash(storage::Connection &connection, const AccountId &id, const std::string &oldHash,
                                 const std::string &newHash, std::int64_t nowMs);
Result<bool> anyAdministrator(storage::Connection &connection);
/// Active ones besides `id`.
Result<bool> anyOtherOwner(storage::Connection &connection, const AccountId &id);

} // namespace beaver::identity::store
