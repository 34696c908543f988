#pragma once

#include <server/limits/types.h>

#include <cstdint>
#include <string_view>

namespace beaver::limits {

/// Half open, milliseconds of the wall clock.
struct Span
{
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
};

constexpr std::int64_t minuteMs = 60'000;
constexpr std::int64_t hourMs = 60 * minuteMs;
constexpr std::int64_t dayMs = 24 * hourMs;

/// The calendar minute, hour, day, week (from Monday, ISO 8601) or month that `wallMs` lies in: minutes and hours of
/// UTC, the others of `timeZone` (an IANA name; one that isn't known counts as UTC). Total is all of time. Any thread;
/// takes microseconds, so keep what it says until the span ends.
Span calendarSpan(Period period, std::int64_t wallMs, std::string_view timeZone);

/// The longest a window of this kind can be, in a calendar without jumps.
std::int64_t longestMs(Period period);

} // namespace beaver::limits
