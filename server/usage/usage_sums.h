#pragma once

#include <server/storage/connection.h>
#include <shared/base/ids.h>
#include <shared/base/money.h>
#include <shared/base/result.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace beaver::usage {

/// What calls came to, from the hourly rollups. Refused calls aren't counted: they used nothing.
struct Total
{
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    Money listCost;
    Money cost;
    std::int64_t lastAtMs = 0; ///< 0: there was none

    std::int64_t tokens() const { return inputTokens + outputTokens; }
};

/// Whose calls: an empty account stands for all of the gateway, an empty key or project for all of the account.
struct Of
{
    AccountId account;
    KeyId key;
    ProjectId project;
};

/// Calls whose hour begins within [fromMs, toMs).
Result<Total> sum(storage::Connection &connection, const Of &of, std::int64_t fromMs = 0,
                  std::int64_t toMs = 9'000'000'000'000'000);
/// One line for each key that was used; of one account.
Result<std::map<std::string, Total>> sumByKey(storage::Connection &connection, const Of &of, std::int64_t fromMs = 0);
/// One line for each model.
Result<std::map<std::string, Total>> sumByModel(storage::Connection &connection, const Of &of, std::int64_t fromMs);
struct AccountTotal
{
    AccountId account;
    std::int64_t calls = 0;
    std::int64_t tokens = 0;
    Money cost;
};
/// Who spent most in the UTC month that begins then.
Result<std::vector<AccountTotal>> topAccounts(storage::Connection &connection, std::int64_t monthMs, int limit);
/// The model of most calls; empty where there was none.
Result<std::string> mostUsedModel(storage::Connection &connection, const Of &of);

} // namespace beaver::usage
