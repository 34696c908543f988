#pragma once

#include <server/storage/connection.h>
#include <shared/base/ids.h>

#include <cstdint>
#include <optional>
#include <string>

namespace beaver::payments {

/// Who sells, and how taxes are counted: one for the gateway.
struct BillingSettings
{
    std::string sellerName = "Beaver";
    std::string sellerAddress; ///< lines
    std::string sellerTaxId;
    std::string sellerEmail;
    std::int64_t taxRatePpm = 0; ///< parts per million: 190000 is 19 %
    bool taxIncluded = true;     ///< in what calls are charged; else it comes on top
    std::string invoicePrefix = "INV-";
    std::string invoiceNote;

    std::string json() const;
};

/// Who buys: one for each account.
struct BillingProfile
{
    std::string name;
    std::string address; ///< lines
    std::string taxId;
    std::optional<std::int64_t> taxRatePpm; ///< empty: the gateway's

    std::string json() const;
};

namespace store {

Result<BillingSettings> settings(storage::Connection &connection);
Result<void> setSettings(storage::Connection &connection, const BillingSettings &settings);
Result<BillingProfile> profile(storage::Connection &connection, const AccountId &account);
Result<void> setProfile(storage::Connection &connection, const AccountId &account, const BillingProfile &profile,
                        std::int64_t nowMs);

} // namespace store

} // namespace beaver::payments
