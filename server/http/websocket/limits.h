#pragma once

#include <cstddef>
#include <cstdint>

namespace beaver::http {

/// Bounds of one WebSocket. Times in milliseconds.
struct WebSocketLimits
{
    std::size_t message = 10 * 1024 * 1024; ///< bytes, over all fragments
    std::int64_t pingMs = 30'000;           ///< after so long without a byte from the peer it is asked for one
    std::int64_t pongMs = 30'000;           ///< and then has so long to answer
    std::int64_t messageGraceMs = 10'000;   ///< a begun message or frame must go on at messageBytesPerSecond after that
    std::int64_t messageBytesPerSecond = 1024;
};

} // namespace beaver::http
