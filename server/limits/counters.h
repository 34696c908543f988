#pragma once

#include <server/limits/limits_service.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace beaver::limits {

constexpr std::array<Period, 4> calendarPeriods = {Period::Minute, Period::Hour, Period::Day, Period::Month};

/// The limits of one plan or key, laid out for the question of every call.
struct LimitSet
{
    struct Rule
    {
        std::int64_t amount = -1; ///< -1: no limit
        bool shadow = false;

        bool enforced() const { return amount >= 0 && !shadow; }
    };

    std::array<Rule, 4> requests; ///< by calendarPeriods
    std::array<Rule, 4> tokens;
    Rule concurrent;

    explicit LimitSet(const std::vector<Limit> &limits = {});
};

/// The moment of a question, on both clocks.
struct Moment
{
    std::int64_t wallMs = 0;
    std::int64_t monotonicUs = 0;
};

/// What the answer for the headers and for a refusal is gathered in, over plan and key.
struct Verdict
{
    std::optional<WindowState> requests; ///< the one with the least share left
    std::optional<WindowState> tokens;

    bool refused = false;
    bool neverFits = false; ///< the call alone is more than the window takes
    bool byKey = false;
    Limit full; ///< of the full ones the one that opens last
    std::int64_t opensInMs = 0;
};

/// What one account or one key has used in its current windows. Not for several threads at once: its owner locks.
class Counters
{
public:
    /// Opens the windows anew whose end has come. To be called before each of the others.
    ///
    /// A wall clock that jumps back leaves a window behind that begins in the future. It stays as it is, so nothing is
    /// counted twice, until its whole length has really passed by the monotonic clock: a minute's limit mustn't hold
    /// for the day that the clock was wrong by.
    void roll(const Moment &now, std::string_view timeZone);

    /// Would one more request of `tokens` fit? Adds to the verdict.
    void examine(const LimitSet &limits, std::int64_t tokens, const Moment &now, bool isKey, Verdict &verdict) const;
    /// Takes it. Answers the number of windows opened so far, which tells settle() what it was taken from.
    std::uint32_t take(std::int64_t tokens);
    /// Gives the call back and corrects the tokens in the windows that haven't been opened anew since.
    void settle(std::uint32_t opened, std::int64_t tokenCorrection);
    /// At start: what was used in this window before.
    void restore(Period period, std::int64_t requests, std::int64_t tokens);

    std::int64_t running() const { return m_running; }
    /// Nothing in it matters any more.
    bool idle(const Moment &now) const;

private:
    struct Window
    {
        std::int64_t startMs = 0;
        std::int64_t endMs = 0;
        std::int64_t openedUs = 0;
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        std::uint32_t opening = 0; ///< value of m_opened when it was opened
    };
    std::int64_t opensInMs(std::size_t period, const Moment &now) const;

    std::array<Window, 4> m_windows;
    std::int64_t m_running = 0;
    std::uint32_t m_opened = 0;
};

} // namespace beaver::limits
