#pragma once

#include <server/http/rest/json_body.h>
#include <server/limits/types.h>
#include <shared/base/json_writer.h>

#include <optional>
#include <string_view>
#include <vector>

namespace beaver::http {

/// What a body says of one limit.
struct LimitChange
{
    limits::Limit limit;
    bool removed = false; ///< it said null
};

/// `{"requests_per_minute": 60, "spend_per_day": {"amount": 5, "shadow": true}, "concurrent": null}`; empty where the
/// body has no such field. What is wrong is noted in `body`.
std::optional<std::vector<LimitChange>> readLimits(JsonBody &body, std::string_view name);
/// Those that the changes name change, the others stay.
std::vector<limits::Limit> changed(std::vector<limits::Limit> limits, const std::vector<LimitChange> &changes);

/// An object by name, in the same form: a number, or amount and shadow.
void writeLimits(JsonWriter &json, std::string_view name, const std::vector<limits::Limit> &limits);
/// How far a limit is used.
void writeLimitState(JsonWriter &json, const limits::LimitState &state);

} // namespace beaver::http
