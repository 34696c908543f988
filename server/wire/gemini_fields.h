#pragma once

#include <shared/base/result.h>
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::wire {

/// Google reads each name in two spellings, `maxOutputTokens` and `max_output_tokens`, whole numbers also as texts, and
/// one object where a list is meant (JSON of protocol buffers, https://protobuf.dev/programming-guides/json). All names
/// here are given in the first spelling.

bool isGeminiField(std::string_view key, std::string_view name);
/// A member, or empty where it is absent or null.
std::optional<simdjson::dom::element> geminiField(simdjson::dom::object object, std::string_view name);
/// A text member, or empty where it is absent or none.
std::string_view geminiText(simdjson::dom::object object, std::string_view name);
/// Refuses an object that has a name in both spellings. `where`: path of the object, empty for the top.
Result<void> refuseBothSpellings(simdjson::dom::object object, std::string_view where = {});
/// A whole number from `least` to `most`. `field`: whole path, for the error. Null leaves `to` as it is.
Result<void> readGeminiCount(simdjson::dom::element value, std::string_view field, std::int64_t least,
                             std::int64_t most, std::optional<std::int64_t> &to);

/// Calls `each(element, index)` for the members of a list, or once for what stands in its place, until one fails.
template <typename Each> Result<void> forEachGemini(simdjson::dom::element value, Each each)
{
    simdjson::dom::array list;
    if (value.get(list))
        return each(value, std::size_t{0});
    std::size_t index = 0;
    for (const simdjson::dom::element element : list) {
        if (auto done = each(element, index++); !done)
            return done;
    }
    return {};
}

} // namespace beaver::wire
