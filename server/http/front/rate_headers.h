#pragma once

#include <server/limits/limits_service.h>
#include <shared/api/error_body.h>

#include <string>
#include <utility>
#include <vector>

namespace beaver::http {

/// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` in OpenAI's form.
/// Of the tightest budget `x-beaver-budget-{limit,remaining,reset}` in USD; of a refusal `x-beaver-limit`, whose and
/// which, and `x-beaver-limit-opens-at`. On Anthropic's paths:
/// `anthropic-ratelimit-{requests,tokens}-{limit,remaining,reset}` with RFC 3339 times.
void addRateHeaders(std::vector<std::pair<std::string, std::string>> &headers, const limits::Ticket &ticket,
                    api::Surface surface = api::Surface::Beaver);

/// A duration as OpenAI writes it: `8.64s`, `6ms`, `1m30s`.
std::string durationText(std::int64_t ms);

} // namespace beaver::http
