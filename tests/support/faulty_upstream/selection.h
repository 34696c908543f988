#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace faulty {

/// What the first part of a request's path asks for: `/<behaviour>[;option=value…]/<rest>`.
struct Selection
{
    std::string prefix; ///< exactly as sent, with its slash: what counters are kept by
    std::string behaviour;
    std::map<std::string, std::string> options;
    std::string rest;  ///< `/v1/chat/completions`
    std::string error; ///< not empty: what is wrong with the prefix; the rest of the fields may be unset

    std::int64_t number(std::string_view name, std::int64_t otherwise) const;
    std::string text(std::string_view name, std::string_view otherwise = {}) const;
    bool has(std::string_view name) const;
};

/// Values are percent-decoded; an option without a value is 1. The value of `case` may hold one plain slash:
/// `/fixture;case=openai/stream_basic_usage/v1/…`.
Selection parseSelection(std::string_view path);

/// The selection that a request's body makes for a path that begins with `/asked`: `[[do 429;retry_after=1]]` anywhere
/// in it. So a crowd of clients gets what each one asks for, whatever gateway stands between. `case` is written with a
/// point, because JSON may escape a slash.
Selection askedSelection(const Selection &selection, std::string_view body);

} // namespace faulty
