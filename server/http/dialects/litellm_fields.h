#pragma once

#include <server/http/rest/limits_json.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace beaver::http {

/// LiteLLM's fields that keys and users share (https://docs.litellm.ai/docs/proxy/virtual_keys). A budget opens anew at
/// the calendar's turns, as it does there: `1d` at midnight, `7d` on Mondays, `30d` on the first of the month; without
/// `budget_duration` never.

/// `30s`, `30m`, `30h`, `30d`, `2w`, `1mo` from now on, in milliseconds since 1970; `-1` and null: for ever (an inner
/// empty). Empty: the body doesn't say. What is wrong is noted in `body`.
std::optional<std::optional<std::int64_t>> readDuration(JsonBody &body, std::int64_t nowMs);
/// `max_budget`, `budget_duration`, `tpm_limit`, `rpm_limit`, `max_parallel_requests`; null takes one away. `before`:
/// the limits that are there.
std::vector<LimitChange> readLiteLlmLimits(JsonBody &body, const std::vector<limits::Limit> &before);
/// `models`; empty: all.
std::optional<std::vector<std::string>> readLiteLlmModels(JsonBody &body);
/// What Beaver can't do is refused where somebody asks for it; null, false, 0 and what is empty ask for nothing.
void refuseUnlessEmpty(JsonBody &body, std::initializer_list<std::string_view> names);

/// The budget that LiteLLM would show: the one that lasts longest. Empty: none.
std::optional<limits::Limit> budgetOf(const std::vector<limits::Limit> &limits);
/// Since when `spend` is counted: the beginning of the budget's window; 0: for ever.
std::int64_t spendFromMs(const std::vector<limits::Limit> &limits, std::string_view zone, std::int64_t nowMs);
/// The same five members and `budget_reset_at`.
void writeLiteLlmLimits(JsonWriter &json, const std::vector<limits::Limit> &limits, std::string_view zone,
                        std::int64_t nowMs);

} // namespace beaver::http
