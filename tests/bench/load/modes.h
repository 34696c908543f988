#pragma once

#include <tests/bench/common/chunk_format.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// What all modes of the load generator take.
struct Target
{
    std::uint16_t port = 0;
    std::string path;
    std::vector<std::string> keys; ///< connection n uses key n % size; empty: no Authorization
    std::string pids;              ///< whose CPU time is measured
    std::string model = "gpt-4o-mini";
    std::size_t promptBytes = 0; ///< that the prompt is made as long as; 0: short
    bool cache = false;          ///< asks the gateway for a kept answer

    /// A whole POST of a chat call of about 200 bytes of JSON, or of promptBytes more.
    std::string chatRequest(int connection, bool stream, const Wish &wish) const;
    std::string getRequest(int connection) const;
};

struct CallLoad
{
    int connections = 64;
    double rate = 0; ///< calls a second, whether answers come or not (open loop); 0: the next call follows the answer
    double warmUpSeconds = 1;
    double seconds = 5;
    Wish wish;
};

struct StreamLoad
{
    int streams = 100;
    double rampSeconds = 1; ///< over which they start
    double limitSeconds = 120;
    bool translated = false; ///< chunks are compared with the first one of their stream, not with the upstream's bytes
    Wish wish;
};

// Each runs to its end and answers one JSON object.
std::string runCalls(const Target &target, const CallLoad &load);
std::string runStreams(const Target &target, const StreamLoad &load);

/// Opens that many connections, asks once on each (GET), prints `holding N`, keeps them until standard input ends.
std::string runIdle(const Target &target, int connections);

} // namespace bench
