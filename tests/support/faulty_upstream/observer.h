#pragma once

#include "request.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace faulty {

/// How an exchange ended: answered as planned; the client left before the end; cut because the behaviour cuts.
enum class Outcome { Complete, Cancelled, Cut };

/// What came in and what became of it; answers `/_stats` and `/_bodies`. Thread-safe. Bounded: the last 100 requests
/// with up to 1 MB of body each, the last 4,096 answer bodies within 64 MB, 10,000 prefixes.
class Observer
{
public:
    /// Counts the request and returns its number, which is unique for the life of the program.
    std::uint64_t begin(const Request &request, std::string_view prefix, bool trap);
    /// `bytes`: all that was sent for it, headers too. `leftAtUs`: nowUs() at which the client was seen to be gone.
    void end(std::uint64_t number, Outcome outcome, std::uint64_t bytes, std::int64_t leftAtUs);
    /// Takes the place of what was kept for that request before.
    void keepBody(std::uint64_t number, std::string bytes);

    /// Counts this prefix's POST requests: 1 for the first since the last reset.
    std::uint64_t countPost(std::string_view prefix);
    /// How many it has counted.
    std::uint64_t posts(std::string_view prefix) const;

    void connectionOpened();
    void connectionClosed();
    void badRequest();

    /// Totals, the prefixes, and up to `requests` of the last requests, newest last.
    std::string statsJson(std::size_t requests) const;
    /// The answer body (without transfer framing) of that request, or of the last one for 0. False: not kept.
    bool body(std::uint64_t number, std::string &bytes) const;
    /// The request body, in the same way.
    bool requestBody(std::uint64_t number, std::string &bytes) const;
    /// The number of the last request whose prefix has the option `tag` with this value; 0: none is kept.
    std::uint64_t numberByTag(std::string_view tag) const;

    /// True when the total called `name` (requests, running, ended, cancelled, trap_hits, open_connections) has reached
    /// `value` (running and open_connections: is at most `value`) within the time.
    bool waitFor(std::string_view name, std::int64_t value, std::int64_t timeoutMs) const;

    void reset();

private:
    struct Record
    {
        std::uint64_t number = 0;
        bool trap = false;
        std::string prefix;
        Request request;
        std::size_t bodySize = 0;
        std::string outcome = "running";
        std::int64_t atUs = 0;
        std::int64_t endedAtUs = 0;
        std::int64_t cancelledAtUs = 0;
        std::uint64_t bytesSent = 0;
    };
    struct Body
    {
        std::uint64_t number;
        std::string bytes;
    };
    struct Totals
    {
        std::uint64_t requests = 0, ended = 0, cancelled = 0, cut = 0, trapHits = 0, badRequests = 0, bytesSent = 0;
        std::int64_t lastCancelledAtUs = 0;
    };

    std::int64_t total(std::string_view name) const;
    static std::string recordJson(const Record &record);

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::uint64_t m_lastNumber = 0;
    std::uint64_t m_resetAt = 0; ///< requests up to this number belong to an earlier count
    Totals m_totals;
    std::int64_t m_open = 0;
    std::uint64_t m_connections = 0;
    std::map<std::string, std::uint64_t, std::less<>> m_byPrefix;
    std::map<std::string, std::uint64_t, std::less<>> m_posts;
    std::deque<Record> m_records;
    std::deque<Body> m_bodies;
    std::size_t m_bodyBytes = 0;
};

} // namespace faulty
