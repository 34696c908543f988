#pragma once

#include <cstdint>
#include <string>

namespace bench {

/// CLOCK_MONOTONIC.
std::int64_t nowNs();

/// As many descriptors as the hard limit allows; answers how many.
std::uint64_t raiseDescriptorLimit();

/// A listening, non-blocking socket on 127.0.0.1; `port` 0 is replaced by the one it got. -1: errno says why.
int listenOn(std::uint16_t &port);

/// A non-blocking socket that is connecting to 127.0.0.1:port from 127.0.0.(1 + source). -1: errno says why.
int connectTo(std::uint16_t port, int source);

/// The port of `http://127.0.0.1:PORT/…`, and what follows it; ends the program if it is anything else.
std::uint16_t splitUrl(const std::string &url, std::string &path);

} // namespace bench
