#pragma once

#include <server/http/dialects/gateway_context.h>
#include <shared/base/json_writer.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// The credit gateway's unit: 1 credit is 1 token is 0.00002 USD. What is left of one is lost.
inline constexpr std::int64_t nanoUsdPerCredit = 20'000;
constexpr std::int64_t creditsOf(Money amount)
{
    return amount.nanoUsd() / nanoUsdPerCredit;
}

/// `gw_live_`, `gw_test_`, `gw_staging_`, `gw_dev_`: the environment that a key is for; others are for `live`.
std::string_view environmentOf(std::string_view preview);
std::optional<std::string> prefixOfEnvironment(std::string_view environment);

/// A key of the account that stands for it where a client asks with a session: the first one made.
const identity::ApiKey *primaryKey(const std::vector<identity::ApiKey> &keys);

/// `{"requests_per_minute": 60, …}`: the strictest of what the account is limited by; null: no limit.
void writeRateLimits(JsonWriter &json, std::string_view name, const std::vector<limits::LimitState> &states);
/// The same six names with what is used of the windows.
void writeRateUse(JsonWriter &json, std::string_view name, const std::vector<limits::LimitState> &states);
/// The limits that the account is under.
std::vector<limits::LimitState> limitsOfAccount(const GatewayContext &context, const identity::Account &account);
/// Reads the six names; those that aren't there don't change.
Result<std::vector<limits::Limit>> readRateLimits(const std::map<std::string, std::int64_t> &named);

/// Milliseconds of an RFC 3339 time, or null.
void timeOrNull(JsonWriter &json, std::string_view name, std::int64_t ms);

} // namespace beaver::http
