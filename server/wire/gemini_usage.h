#pragma once

#include <server/wire/usage.h>
#include <simdjson.h>

#include <optional>
#include <string>

namespace beaver::wire {

struct AnswerTotals;

/// Disjoint buckets from a `usageMetadata` object (https://ai.google.dev/api/generate-content#UsageMetadata): the
/// prompt holds the cached tokens, the candidates don't hold the thoughts, what tools put into the prompt stands beside
/// it. Empty when it has no believable counts. In a stream they grow from chunk to chunk: until it has `finished`,
/// those that name no output say nothing of what has come. Requests is 1.
std::optional<Usage> usageFromGemini(simdjson::dom::object metadata, bool finished);

/// The same as Google writes it, with `cost` and `balance` in USD where they are known.
std::string geminiUsageJson(const AnswerTotals &totals);

} // namespace beaver::wire
