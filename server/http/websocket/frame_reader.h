#pragma once

#include <server/http/websocket/frame.h>
#include <server/http/websocket/utf8.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::http {

/// Reads a client's frames (RFC 6455 5), which arrive in any pieces, without extensions. Strict: whatever the RFC calls
/// an error ends the connection, at the first byte that shows it. Keeps no more than one message of the given size.
class FrameReader
{
public:
    /// `longest` bounds one message, over all its fragments, in bytes.
    explicit FrameReader(std::size_t longest)
        : m_longest(longest)
    {}

    enum class Event : std::uint8_t {
        None,   ///< all bytes are eaten
        Text,   ///< a message is whole: takeMessage()
        Ping,   ///< control() is its payload, to be sent back
        Pong,   ///< control() is its payload
        Close,  ///< closeCode() and control(), the reason; nothing is read behind it
        Broken, ///< closeCode() says what to close with and why() tells the peer; nothing is read behind it
    };
    /// Eats `bytes` up to the end of the first event in them.
    Event feed(std::string_view &bytes);

    std::string takeMessage();
    std::string_view control() const { return std::string_view(m_control).substr(m_event == Event::Close ? 2 : 0); }
    CloseCode closeCode() const { return m_closeCode; }
    std::string_view why() const { return m_why; }

    /// Nothing is unfinished: neither a message nor a frame.
    bool idle() const { return !m_inMessage && m_headSize == 0; }
    /// Bytes of the message under way.
    std::size_t held() const { return m_message.size(); }

private:
    bool takeHead(std::string_view &bytes);
    bool checkHead();
    Event takePayload(std::string_view &bytes);
    Event endFrame();
    Event endClose();
    Event broken(CloseCode code, std::string_view why);
    bool isControl() const { return m_opcode >= Opcode::Close; }

    const std::size_t m_longest;
    Event m_event = Event::None; ///< the last one
    CloseCode m_closeCode = CloseCode::NoStatus;
    std::string_view m_why;

    // The frame under way.
    std::array<std::uint8_t, 14> m_head{};
    std::size_t m_headSize = 0; ///< bytes of it that have come
    bool m_headComplete = false;
    bool m_final = false;
    Opcode m_opcode = Opcode::Continuation;
    std::uint64_t m_left = 0; ///< of the payload
    std::array<std::uint8_t, 4> m_mask{};
    std::size_t m_maskAt = 0;

    bool m_inMessage = false; ///< a fragment has begun and the last one isn't over
    std::string m_message;
    Utf8Check m_utf8;
    std::string m_control;
};

} // namespace beaver::http
