#pragma once

#include <server/wire/unit_request.h>
#include <simdjson.h>

#include <initializer_list>
#include <optional>
#include <string_view>

namespace beaver::wire {

/// What the readers of whole and of streamed answers have in common.

/// The first of the keys whose value is a believable count; −1: none is.
std::int64_t reportedUnits(simdjson::dom::object object, std::initializer_list<std::string_view> keys);
/// What the provider says it took, rounded half up to nano-USD; shown beside our own price, never charged.
std::optional<Money> unitReportedCost(simdjson::dom::object usage);
/// Tokens as a `usage` object reports them, in the buckets that this kind of call has. Empty: no believable ones.
std::optional<Usage> reportedTokens(UnitKind kind, simdjson::dom::object object);
/// `{"usage": {"type": "tokens", …}}` or `{"usage": {"type": "duration", "seconds"}}`, or the `duration` of verbose
/// JSON.
std::optional<Usage> reportedTranscript(const UnitRequest &request, simdjson::dom::object answer);
/// What is known without any report.
Usage countedInput(const UnitRequest &request);

} // namespace beaver::wire
