#pragma once

#include <cstddef>
#include <cstdint>

namespace beaver::http {

/// Every bound of the edge; each is an option of `beaverd serve`. Sizes in bytes, times in milliseconds.
struct EdgeLimits
{
    std::size_t requestLine = 16 * 1024;
    std::size_t headerLine = 16 * 1024;
    std::size_t headers = 64 * 1024;
    int headerCount = 100;
    std::size_t body = 10 * 1024 * 1024;    ///< unless the route's HeadVerdict says otherwise
    std::size_t bodies = 256 * 1024 * 1024; ///< of all loops, held at one time; bodies up to 16 KB don't count
    std::size_t chunkExtension = 256;
    std::size_t chunkExtensions = 16 * 1024;
    std::size_t trailers = 8 * 1024;
    std::int64_t headersMs = 10'000; ///< from a request's first byte (or the connect) to the end of its head
    std::int64_t keepAliveMs = 60'000;
    std::int64_t bodyGraceMs = 10'000; ///< from then on a body must come at bodyBytesPerSecond
    std::int64_t bodyBytesPerSecond = 1024;
    std::int64_t stalledWriteMs = 60'000; ///< a client that takes nothing for so long is cut
    std::int64_t lingerMs = 2'000;        ///< how long what a refused client still sends is read and dropped
    int requestsPerConnection = 10'000;
    int connections = 20'000;           ///< of all loops
    int connectionsPerAddress = 256;    ///< of all loops; IPv6 counts by /64; 0 for no limit
    int pipelined = 16;                 ///< answered in a row before other connections get their turn
    std::size_t sendQueue = 256 * 1024; ///< high-water mark
};

} // namespace beaver::http
