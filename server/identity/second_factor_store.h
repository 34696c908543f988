#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>
#include <server/storage/connection.h>

#include <string>
#include <vector>

/// SQL of second factors. On the thread of the connection.
namespace beaver::identity::store {

struct SecondFactor
{
    std::string sealedSecret; ///< empty: none was set up
    bool enabled = false;
    std::int64_t lastStep = 0; ///< of the code that was used last
};

Result<SecondFactor> findSecondFactor(storage::Connection &connection, const AccountId &account);
/// Sets it up; it isn't asked for yet. An empty secret takes it away, recovery codes too.
Result<void> setSecondFactor(storage::Connection &connection, const AccountId &account, std::string_view sealedSecret,
                             std::int64_t nowMs);
Result<void> enableSecondFactor(storage::Connection &connection, const AccountId &account, std::int64_t nowMs);
/// False: the step or a later one was used already.
Result<bool> useStep(storage::Connection &connection, const AccountId &account, std::int64_t step);

/// In place of those that were there.
Result<void> replaceRecoveryCodes(storage::Connection &connection, const AccountId &account,
                                  const std::vector<KeyHash> &codes);
/// False: there is no such code, or it was used.
Result<bool> useRecoveryCode(storage::Connection &connection, const AccountId &account, const KeyHash &code,
                             std::int64_t nowMs);
Result<int> recoveryCodesLeft(storage::Connection &connection, const AccountId &account);

} // namespace beaver::identity::store
