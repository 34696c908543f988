#pragma once

#include <server/http/edge/responder.h>
#include <server/http/websocket/frame_reader.h>
#include <server/http/websocket/limits.h>
#include <server/ops/event_loop.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::http {

/// One WebSocket over a connection of the edge: text messages both ways, pings and time-outs. Loop's thread. Lives as
/// long as the connection or a user holds it; sending over a closed one does nothing.
class WebSocket final : public Upgraded, public std::enable_shared_from_this<WebSocket>
{
public:
    /// What is done with it. Held until the socket has closed.
    class User
    {
    public:
        virtual ~User() = default;
        /// A whole message, in UTF-8.
        virtual void received(std::string message) = 0;
        /// congested() is over.
        virtual void drained() = 0;
        /// The gateway is going down: begin nothing new, and close when what runs has ended.
        virtual void drain() = 0;
        /// It is closed, whoever did it. Called once, from the loop, never inside one of the calls here.
        virtual void closed() = 0;
    };

    WebSocket(ops::EventLoop &loop, std::shared_ptr<Responder> responder, const WebSocketLimits &limits);
    ~WebSocket() override;
    WebSocket(const WebSocket &) = delete;
    WebSocket &operator=(const WebSocket &) = delete;

    /// Answers the request with `head` and takes over. False: the request isn't one for that, or its client is gone.
    bool open(const ResponseHead &head, std::shared_ptr<User> user);

    void send(std::string_view text);
    /// Several with one system call: queue each, then flush.
    void queue(std::string_view text);
    void flush();
    /// Says so to the peer and closes; nothing is sent or received any more. `reason`: ASCII, for people.
    void close(CloseCode code, std::string_view reason);
    bool isOpen() const { return !m_closed && !m_responder->clientGone(); }
    /// More is unsent than the peer should be given at once; User::drained() follows.
    bool congested() const { return m_responder->unsent() > m_responder->highWater(); }
    /// The user keeps so many bytes of messages. False: there is no room (EdgeLimits::bodies).
    bool keep(std::size_t bytes);

    bool received(std::string_view &bytes) override;
    void drain() override;

private:
    bool handle(FrameReader::Event event);
    void end();
    void noteProgress(std::size_t count);
    void arm();
    void tick();

    ops::EventLoop &m_loop;
    const std::shared_ptr<Responder> m_responder;
    const WebSocketLimits m_limits;
    std::weak_ptr<User> m_user; ///< usually holds this; the responder holds it
    FrameReader m_reader;
    std::string m_frames; ///< queued
    std::size_t m_kept = 0;
    bool m_closed = false;

    // Monotonic microseconds, 0: none.
    std::int64_t m_heardUs = 0;
    std::int64_t m_pingedUs = 0;          ///< a ping is unanswered
    std::int64_t m_messageDeadlineUs = 0; ///< of what is unfinished
    std::int64_t m_armedUs = 0;
    ops::TimerId m_timer = 0;
};

} // namespace beaver::http
