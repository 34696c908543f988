#pragma once

#include <server/http/front/exchange.h>
#include <server/identity/identity_service.h>
#include <server/limits/types.h>
#include <shared/base/json_writer.h>

#include <vector>

namespace beaver::http {

/// The members `limits` and the four budgets.
void writeKeyLimits(JsonWriter &json, const std::vector<limits::Limit> &limits);
/// A key that was just made or rotated: its secret is in here, and nowhere else.
Answer createdKey(const identity::CreatedApiKey &created, const std::vector<limits::Limit> &limits, std::int64_t nowMs);
Answer shownKey(const identity::ApiKey &key, const std::vector<limits::Limit> &limits, std::int64_t nowMs);
/// `total`: how many there are on all pages, where that was asked for.
Answer shownKeys(const identity::IdentityService::KeyPage &page, std::int64_t nowMs,
                 std::optional<std::int64_t> total = {});

} // namespace beaver::http
