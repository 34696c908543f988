#pragma once

#include <shared/base/clock.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace beaver::identity {

/// Slows guessing of passwords by address and by account: from the 5th failure on the next try must wait, 1 s at first
/// and twice as long each time, up to 15 minutes. Failures are forgotten an hour after the last one. Durations are
/// monotonic. Any thread.
///
/// Anybody can fail at an account whose e-mail they know. So for a password its account is slowed for seconds only
/// (`passwordMs`), and not at all for an address from which somebody got in before (beginKnown()); the address is what
/// waits for minutes.
///
/// A try counts as a failure from its beginning and is taken back when it succeeds; else a thousand guesses at once
/// would all pass before the first has failed.
class LoginThrottle
{
public:
    /// At most `most` addresses and `most` accounts are remembered; those with few failures, longest ago, make room.
    explicit LoginThrottle(const Clock &clock, std::size_t most = 20'000)
        : m_clock(clock)
        , m_most(most)
    {}

    static constexpr std::int64_t longestMs = 15 * 60 * 1000;
    static constexpr std::int64_t passwordMs = 8'000;

    /// 0: go on; else so many milliseconds to wait. `account`: the normalised e-mail, whether there is such an account
    /// or not; it is slowed for at most `accountMs`.
    std::int64_t begin(std::string_view address, std::string_view account, std::int64_t accountMs = longestMs);
    /// The same for an address that has been let in to the account before: only its own failures slow it.
    std::int64_t beginKnown(std::string_view address, std::string_view account, std::int64_t accountMs = longestMs);
    /// Must the address wait, whatever the account?
    bool slows(std::string_view address);
    /// It was the right password: the account starts over, the address has one try less.
    void succeeded(std::string_view address, std::string_view account);
    /// The try said nothing about the password.
    void takenBack(std::string_view address, std::string_view account);

    std::size_t size() const;

private:
    struct Entry
    {
        int failures = 0;
        std::int64_t lastUs = 0;
        std::int64_t blockedUntilUs = 0;
    };
    using Entries = std::unordered_map<std::string, Entry>;
    std::int64_t waitUs(Entries &entries, const std::string &name, std::int64_t nowUs) const;
    void count(Entries &entries, const std::string &name, std::int64_t nowUs, std::int64_t mostUs);
    void makeRoom(Entries &entries, std::int64_t nowUs);
    static void uncount(Entries &entries, const std::string &name);

    const Clock &m_clock;
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    Entries m_addresses;
    Entries m_accounts;
    std::size_t m_sweptTo = 0;
};

} // namespace beaver::identity
