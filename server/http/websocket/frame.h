#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::http {

/// RFC 6455 5.2.
enum class Opcode : std::uint8_t {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa,
};

inline constexpr std::size_t longestControlPayload = 125; ///< of Close, Ping and Pong (5.5)

/// Why a WebSocket closes (RFC 6455 7.4.1; 1013 from the registry of IANA).
enum class CloseCode : std::uint16_t {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    UnsupportedData = 1003,
    NoStatus = 1005, ///< a Close frame without a code; never sent
    InvalidText = 1007,
    PolicyViolation = 1008,
    MessageTooBig = 1009,
    InternalError = 1011,
    TryAgainLater = 1013,
};

/// Whether a peer may send it in a Close frame.
bool isSendable(std::uint16_t closeCode);

/// Appends one whole, unmasked frame, as a server sends it.
void appendFrame(std::string &to, Opcode opcode, std::string_view payload);
/// NoStatus: without a code and a reason. A reason that doesn't fit is cut; ours are ASCII.
void appendCloseFrame(std::string &to, CloseCode code, std::string_view reason);

} // namespace beaver::http
