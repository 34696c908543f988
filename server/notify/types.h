#pragma once

#include <shared/base/ids.h>
#include <shared/base/secret.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::notify {

/// What webhooks are told of. `endpoint.…` and `webhook.disabled` go to gateway-wide webhooks alone.
inline constexpr std::array<std::string_view, 8> eventKinds = {
    "balance.low",       "budget.threshold",   "key.expiring",     "endpoint.failed",
    "endpoint.degraded", "endpoint.recovered", "webhook.disabled", "webhook.test"};

struct Event
{
    std::string kind;
    AccountId account; ///< whose it is; empty: the gateway's own
    std::string data;  ///< JSON object
};

struct Webhook
{
    std::string id;
    AccountId account; ///< empty: gateway-wide
    std::string url;
    std::string description;
    std::vector<std::string> events; ///< empty: all
    std::string status;              ///< `active`, `paused`, `disabled` (by repeated failure)
    std::string disabledWhy;
    std::optional<std::int64_t> failingSinceMs;
    std::int64_t createdAtMs = 0;
    std::int64_t updatedAtMs = 0;
};

struct CreatedWebhook
{
    Webhook webhook;
    Secret secret; ///< shown once
};

/// What is given changes.
struct WebhookPatch
{
    std::optional<std::string> url;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> events;
    std::optional<std::string> status; ///< `active`, `paused`
};

struct Delivery
{
    std::string id;
    std::string webhook;
    std::string eventId;
    std::string event;
    std::string body;
    std::string state; ///< `queued`, `delivered`, `failed`
    int attempts = 0;
    int lastStatus = 0; ///< HTTP; 0: none came
    std::string lastError;
    std::int64_t nextAtMs = 0;
    std::int64_t createdAtMs = 0;
    std::optional<std::int64_t> endedAtMs;
};

} // namespace beaver::notify
