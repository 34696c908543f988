#pragma once

#include <server/limits/types.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace beaver::limits {

/// The limits of one plan, account, project or key, laid out for the question of every call.
struct LimitSet
{
    struct Rule
    {
        std::int64_t amount = -1; ///< -1: no limit
        bool shadow = false;

        bool stands() const { return amount >= 0; }
        bool enforced() const { return amount >= 0 && !shadow; }
    };
    using Rules = std::array<Rule, periodCount>; ///< by Period

    Rules requests;
    Rules tokens;
    Rules spend;
    Rule concurrent;
    std::vector<Limit> list; ///< all of them
    bool hasSpend = false;   ///< some budget, enforced or not
    bool hasTotal = false;

    explicit LimitSet(std::vector<Limit> limits = {});
};

/// Stands for the tokens of a request that is no call.
inline constexpr std::int64_t requestAlone = -1;

/// How often each shadow would have refused.
struct ShadowCounts
{
    std::array<std::array<std::uint32_t, periodCount>, 2> rates{}; ///< requests, tokens
    std::array<std::uint32_t, periodCount> spend{};
    std::uint32_t concurrent = 0;

    std::uint32_t of(const Limit &limit) const;
};

/// The moment of a question, on both clocks.
struct Moment
{
    std::int64_t wallMs = 0;
    std::int64_t monotonicUs = 0;
};

/// What the answer for the headers and for a refusal is gathered in, over all that a call is limited by.
struct Verdict
{
    std::optional<WindowState> requests; ///< the one with the least share left
    std::optional<WindowState> tokens;

    bool refused = false;
    bool neverFits = false; ///< the call alone is more than the window takes
    bool passing = false;   ///< nothing but what calls under way have borrowed is in its way
    Scope scope = Scope::Plan;
    Limit full; ///< of the full ones the one that opens last
    std::int64_t opensInMs = 0;
};

/// What an account, a project or a key has used in its current windows. Not for several threads at once: its owner
/// locks.
class Counters
{
public:
    /// Opens the windows anew whose end has come. To be called before each of the others.
    ///
    /// A wall clock that jumps back leaves a window behind that begins in the future. It stays as it is, so nothing is
    /// counted twice, until its whole length has really passed by the monotonic clock: a minute's limit mustn't hold
    /// for the day that the clock was wrong by.
    void roll(const Moment &now, std::string_view timeZone);

    /// Would one more request of `tokens` fit? Adds to the verdict, and to the counts of the shadows that it wouldn't
    /// fit. `tokens` of requestAlone: neither tokens nor calls at once are asked about.
    void examine(const LimitSet &limits, std::int64_t tokens, const Moment &now, Scope scope, Verdict &verdict,
                 ShadowCounts &shadows) const;
    /// Takes it. Answers the number of windows opened so far, which tells the others what it was taken from.
    std::uint32_t take(std::int64_t tokens);
    /// Gives the call back and corrects the tokens in the windows that haven't been opened anew since.
    void settle(std::uint32_t opened, std::int64_t borrowedTokens, std::int64_t usedTokens);

    /// The room of the budgets in the windows that a call was taken from (all where `opened` is 0), with `ownHeld` of
    /// it free again.
    void room(const LimitSet &limits, std::uint32_t opened, Money ownHeld, const Moment &now, Scope scope,
              SpendRoom &room) const;
    /// Counts the shadows whose budget `wanted` wouldn't fit.
    void shadowSpend(const LimitSet &limits, Money wanted, ShadowCounts &shadows) const;
    /// Changes what is held; the room was asked for before.
    void hold(std::uint32_t opened, Money more);
    /// What was held becomes what was spent.
    void spend(std::uint32_t opened, Money held, Money spent);
    /// The highest of 50, 80 and 100 percent that a window's budget has newly reached; 0: none. `full`: a call was
    /// refused, so it is as good as used up.
    int crossed(const LimitSet::Rules &budgets, std::size_t period, bool ofPlan, bool full);

    /// What was used in this window before.
    void restore(Period period, std::int64_t requests, std::int64_t tokens, Money spent);
    /// From now on only what is under way counts, in all windows or in that without an end alone; restore() adds what
    /// was used before.
    void beginAnew(bool totalOnly);

    std::int64_t running() const { return m_running; }
    /// How much of a limit is used, and when its window is.
    void fill(LimitState &state, const Moment &now) const;
    /// Nothing in it matters any more. `windows`: those that have not ended do.
    bool idle(const Moment &now, bool windows) const;

private:
    struct Window
    {
        std::int64_t startMs = 0;
        std::int64_t endMs = 0;
        std::int64_t openedUs = 0;
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        std::int64_t spent = 0;                ///< nano-USD, settled
        std::int64_t held = 0;                 ///< nano-USD, by calls under way
        std::uint32_t opening = 0;             ///< value of m_opened when it was opened
        std::array<std::uint8_t, 2> alerted{}; ///< percent of the budget that was told of: of its own, of the plan
    };
    std::int64_t opensInMs(std::size_t period, const Moment &now) const;

    std::array<Window, periodCount> m_windows;
    std::int64_t m_running = 0;
    std::int64_t m_borrowed = 0; ///< tokens of calls under way
    std::int64_t m_held = 0;     ///< nano-USD of calls under way
    std::uint32_t m_opened = 0;
};

} // namespace beaver::limits
