#pragma once

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <string>
#include <unordered_set>
#include <utility>

namespace beaver::identity {

/// Sessions that ended while access tokens of theirs may still be valid. A line is kept for `keepUs` of the monotonic
/// clock; that is more than a token's life, so that a wall clock set back doesn't bring an ended session to life. At
/// most `most` lines, the oldest go first. Any thread.
class RevokedSessions
{
public:
    explicit RevokedSessions(std::int64_t keepUs, std::size_t most = 100'000)
        : m_keepUs(keepUs)
        , m_most(most)
    {}

    void add(const std::string &session, std::int64_t nowUs);
    bool contains(const std::string &session) const;

private:
    const std::int64_t m_keepUs;
    const std::size_t m_most;
    mutable std::shared_mutex m_mutex;
    std::unordered_set<std::string> m_sessions;
    std::deque<std::pair<std::int64_t, std::string>> m_byAge;
};

} // namespace beaver::identity
