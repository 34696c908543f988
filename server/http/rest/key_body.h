#pragma once

#include <server/http/rest/json_body.h>
#include <server/http/rest/limits_json.h>
#include <server/identity/key_change.h>

#include <optional>
#include <string>
#include <vector>

namespace beaver::http {

/// What a body changes about limits: `limits`, the budgets `daily_budget`, `weekly_budget`, `monthly_budget` and
/// `total_budget` in USD (null takes one away), and BluesMinds' `rpm`, `tpm`, `daily_quota` and `monthly_quota`.
std::vector<LimitChange> readLimitChanges(JsonBody &body);

/// `metadata`: an object of the client's own, compact; empty: none any more. No value: the body doesn't say.
std::optional<std::string> readKeyMetadata(JsonBody &body);

/// The fields of a new key, but whose it is. What is wrong is noted in `body`.
identity::NewApiKey readNewKey(JsonBody &body, std::int64_t nowMs);
identity::KeyPatch readKeyPatch(JsonBody &body, std::int64_t nowMs);

} // namespace beaver::http
