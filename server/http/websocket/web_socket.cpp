#include <server/http/websocket/web_socket.h>

#include <algorithm>
#include <utility>

namespace beaver::http {

namespace {

constexpr std::size_t keptCapacity = 4 * 1024; // of an idle socket's room for frames

} // namespace

WebSocket::WebSocket(ops::EventLoop &loop, std::shared_ptr<Responder> responder, const WebSocketLimits &limits)
    : m_loop(loop)
    , m_responder(std::move(responder))
    , m_limits(limits)
    , m_reader(limits.message)
    , m_heardUs(loop.nowUs())
{}

WebSocket::~WebSocket()
{
    m_loop.cancelTimer(m_timer);
}

bool WebSocket::open(const ResponseHead &head, std::shared_ptr<User> user)
{
    m_user = user;
    // The responder lets go of both when the connection has ended, in whatever way.
    m_responder->onDrained([user] { user->drained(); });
    m_responder->onClientGone([self = shared_from_this(), user = std::move(user)] {
        self->m_closed = true;
        self->m_loop.cancelTimer(std::exchange(self->m_timer, 0));
        user->closed();
    });
    if (!m_responder->upgrade(head, shared_from_this())) {
        m_closed = true;
        m_responder->onClientGone(nullptr);
        m_responder->onDrained(nullptr);
        return false;
    }
    arm();
    return true;
}

void WebSocket::send(std::string_view text)
{
    queue(text);
    flush();
}

void WebSocket::queue(std::string_view text)
{
    if (!m_closed)
        appendFrame(m_frames, Opcode::Text, text);
}

void WebSocket::flush()
{
    if (m_frames.empty() || m_closed)
        return;
    m_responder->write(m_frames);
    m_frames.clear();
    if (m_frames.capacity() > keptCapacity)
        std::string().swap(m_frames);
}

void WebSocket::close(CloseCode code, std::string_view reason)
{
    if (m_closed)
        return;
    std::string frame;
    appendCloseFrame(frame, code, reason);
    m_responder->write(frame);
    end();
}

/// The connection ends after what is written; the edge waits a little for the peer's side of it.
void WebSocket::end()
{
    m_closed = true;
    m_loop.cancelTimer(std::exchange(m_timer, 0));
    m_loop.post([user = m_user.lock()] {
        if (user)
            user->closed();
    });
    m_responder->finish();
}

bool WebSocket::keep(std::size_t bytes)
{
    if (!m_responder->keep(bytes + m_reader.held()))
        return false;
    m_kept = bytes;
    return true;
}

void WebSocket::drain()
{
    if (const auto user = m_user.lock())
        user->drain();
}

bool WebSocket::received(std::string_view &bytes)
{
    m_heardUs = m_loop.nowUs();
    if (std::exchange(m_pingedUs, 0) != 0)
        arm();
    const std::size_t before = bytes.size();
    const auto event = m_reader.feed(bytes);
    const bool worked = handle(event);
    if (!m_closed && !m_responder->keep(m_kept + m_reader.held()))
        close(CloseCode::TryAgainLater, "Too many large requests are under way.");
    if (!m_closed)
        noteProgress(before - bytes.size());
    return worked;
}

/// True: a message was handed on.
bool WebSocket::handle(FrameReader::Event event)
{
    switch (event) {
    case FrameReader::Event::None:
    case FrameReader::Event::Pong:
        break;
    case FrameReader::Event::Text:
        if (const auto user = m_user.lock())
            user->received(m_reader.takeMessage());
        return true;
    case FrameReader::Event::Ping: {
        std::string frame;
        appendFrame(frame, Opcode::Pong, m_reader.control());
        m_responder->write(frame);
        break;
    }
    case FrameReader::Event::Close:
        if (!m_closed)
            close(m_reader.closeCode(), {}); // RFC 6455 5.5.1: the peer's own code comes back
        break;
    case FrameReader::Event::Broken:
        close(m_reader.closeCode(), m_reader.why());
        break;
    }
    return false;
}

/// As with a request's body each byte buys time, up to the grace.
void WebSocket::noteProgress(std::size_t count)
{
    if (m_reader.idle()) {
        m_messageDeadlineUs = 0;
        return;
    }
    const std::int64_t grace = m_loop.nowUs() + m_limits.messageGraceMs * 1000;
    const std::int64_t rate = std::max<std::int64_t>(m_limits.messageBytesPerSecond, 1);
    const std::int64_t bought = static_cast<std::int64_t>(count) * 1'000'000 / rate;
    m_messageDeadlineUs = m_messageDeadlineUs == 0 ? grace : std::min(m_messageDeadlineUs + bought, grace);
    arm();
}

/// The timer isn't moved when a deadline moves away; it fires at the old one and looks.
void WebSocket::arm()
{
    std::int64_t due = (m_pingedUs != 0 ? m_pingedUs + m_limits.pongMs * 1000 : m_heardUs + m_limits.pingMs * 1000);
    if (m_messageDeadlineUs != 0)
        due = std::min(due, m_messageDeadlineUs);
    if (m_closed || (m_timer != 0 && m_armedUs <= due))
        return;
    m_loop.cancelTimer(m_timer);
    m_armedUs = due;
    m_timer =
        m_loop.startTimer(std::max<std::int64_t>((due - m_loop.nowUs() + 999) / 1000, 1), [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->tick();
        });
}

void WebSocket::tick()
{
    m_timer = 0;
    if (!isOpen())
        return;
    const std::int64_t now = m_loop.nowUs();
    if (m_messageDeadlineUs != 0 && now >= m_messageDeadlineUs) {
        close(CloseCode::PolicyViolation, "The message arrives too slowly.");
        return;
    }
    const bool silent = now >= m_heardUs + m_limits.pingMs * 1000;
    if (m_responder->unsent() > 0) {
        // A ping would wait behind what the peer doesn't take, and its answer isn't read while too much waits: the
        // edge's own time-out of stalled writing decides.
        if (silent || m_pingedUs != 0)
            m_heardUs = now;
        m_pingedUs = 0;
    } else if (m_pingedUs != 0 && now >= m_pingedUs + m_limits.pongMs * 1000) {
        close(CloseCode::InternalError, "No pong came in time.");
        return;
    } else if (m_pingedUs == 0 && silent) {
        std::string frame;
        appendFrame(frame, Opcode::Ping, {});
        m_pingedUs = now;
        m_responder->write(frame);
    }
    arm();
}

} // namespace beaver::http
