#pragma once

#include <server/wire/usage.h>
#include <simdjson.h>

#include <optional>
#include <string>

namespace beaver::wire {

struct AnswerTotals;

/// Disjoint buckets from the `usage` object of a response. Empty when it has no believable counts: absent, negative,
/// not whole, over a billion, or all 0 (what OpenAI reports for a stream that it cut at the maximum). Requests is 1.
std::optional<Usage> usageFromResponses(simdjson::dom::object usage);

/// The same as OpenAI writes it, with `cost` and `balance` in USD where they are known.
std::string responsesUsageJson(const AnswerTotals &totals);

} // namespace beaver::wire
