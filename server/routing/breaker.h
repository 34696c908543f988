#pragma once

#include <server/routing/random.h>
#include <server/routing/router.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::routing {

/// Keeps calls off an endpoint that fails.
///
///     closed ── so many failures in a row, or their share of a window ──▶ open
///     open ── its time is over, or a free check succeeds ──▶ half open: lets one call through
///     half open ── that call succeeds ──▶ closed;  it fails ──▶ open, twice as long
///
/// Not thread-safe: its owner locks. Times are microseconds of the monotonic clock.
class Breaker
{
public:
    using State = EndpointHealth::Breaker;

    Breaker(const RouterSettings &settings, Random &random)
        : m_settings(settings)
        , m_random(random)
    {}

    /// A ticket for reporting: 0 for an ordinary call, another number for the one that decides. None: no way through.
    std::optional<std::uint64_t> enter(std::int64_t nowUs);
    /// The same where everything else is out as well: an open breaker lets it through.
    std::uint64_t enterAnyway(std::int64_t nowUs);

    void answered(std::int64_t nowUs, std::uint64_t ticket);
    /// The call that decides has a sound answer, of which more is to come.
    void probeAnswers(std::int64_t nowUs, std::uint64_t ticket);
    void failed(std::int64_t nowUs, std::uint64_t ticket, std::string_view reason);
    /// The credential: opens at once, for long.
    void refused(std::int64_t nowUs, std::string_view reason);
    void notCounted(std::uint64_t ticket);
    /// A free check succeeded: the next call may try.
    void checked(std::int64_t nowUs);
    /// A free check failed: opens, or stays open longer.
    void checkFailed(std::int64_t nowUs, std::string_view reason);

    State state(std::int64_t nowUs) const;
    bool closed() const { return m_state == State::Closed; }
    bool refusesKey() const { return m_refused && !closed(); }
    bool probing() const { return m_probe != 0; }
    std::int64_t untilUs() const { return m_untilUs; }
    const std::string &reason() const { return m_reason; }
    std::uint64_t ejections() const { return m_ejections; }
    /// Of the calls in the window; 0 where there was none.
    int failurePercent(std::int64_t nowUs) const;

private:
    struct Slot
    {
        std::int64_t number = -1;
        int answered = 0;
        int failed = 0;
    };
    struct Counts
    {
        int all = 0;
        int failed = 0;
    };
    static constexpr std::size_t slots = 6;

    Slot &slot(std::int64_t nowUs);
    Counts counts(std::int64_t nowUs) const;
    void open(std::int64_t nowUs, std::string_view reason, bool refused);
    void close(std::int64_t nowUs);

    const RouterSettings &m_settings;
    Random &m_random;
    State m_state = State::Closed;
    std::array<Slot, slots> m_window{};
    int m_inARow = 0;
    int m_doublings = 0;
    bool m_refused = false;
    std::int64_t m_untilUs = 0;
    std::int64_t m_closedAtUs = 0;
    std::uint64_t m_probe = 0; // under way; 0: none
    std::uint64_t m_lastProbe = 0;
    std::uint64_t m_ejections = 0;
    std::string m_reason;
};

/// `ms` doubled so many times, at most `mostMs`.
std::int64_t doubled(std::int64_t ms, int times, std::int64_t mostMs);

} // namespace beaver::routing
