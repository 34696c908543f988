#include <server/http/edge/connection.h>
#include <server/http/edge/core.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <utility>

namespace beaver::http {

namespace {

std::atomic<std::uint64_t> lastId = 0;

} // namespace

Connection::Connection(Core &core, int descriptor, const PeerAddress &peer)
    : m_core(core)
    , m_descriptor(descriptor)
    , m_id(++lastId)
    , m_peer(peer.text)
    , m_addressKey(peer.key)
    , m_readDeadline(monotonicUs() + core.limits().headersMs * 1000)
{
    // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): it asks members that come after it
    m_events = wantedEvents();
    m_core.loop().add(m_descriptor, m_events, this);
    arm();
}

Connection::~Connection() = default;

void Connection::ready(std::uint32_t events)
{
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        close();
        return;
    }
    if ((events & EPOLLOUT) != 0) {
        flush();
        relieve();
    }
    if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
        switch (m_state) {
        case State::Head:
        case State::Body:
        case State::Piping:
            if (mayTake() && m_hungry)
                read();
            else if (!mayTake() && (events & EPOLLRDHUP) != 0)
                peerEnded();
            break;
        case State::Calling:
            if ((events & EPOLLRDHUP) != 0)
                peerEnded();
            else
                m_inputPaused = true;
            break;
        case State::Lingering:
            read();
            break;
        case State::Flushing:
        case State::Closed:
            break;
        }
    }
    settle();
}

void Connection::resume()
{
    m_resumeAsked = false;
    if (m_state == State::Closed)
        return;
    flush();
    relieve();
    if (mayTake() && !m_in.empty())
        take({});
    settle();
}

void Connection::askToResume()
{
    if (!std::exchange(m_resumeAsked, true))
        m_core.soon(*this);
}

void Connection::closeIfIdle()
{
    if (m_state == State::Piping) {
        m_call->drain();
        settle();
        return;
    }
    if (m_state != State::Head || m_head.started() || !m_in.empty())
        return;
    if (m_out.empty())
        close();
    else
        startClosing(false);
    settle();
}

void Connection::close()
{
    if (m_state == State::Closed)
        return;
    if (m_state == State::Piping)
        EdgeCounters::bump(m_core.counters().webSockets, -1);
    m_state = State::Closed;
    m_core.loop().remove(m_descriptor, this);
    ::close(m_descriptor);
    m_core.loop().cancelTimer(m_timer);
    if (Call *call = std::exchange(m_call, nullptr)) {
        call->lost();
        if (auto held = call->weak_from_this().lock()) // else it is being destroyed
            m_core.tellGoneSoon(std::move(held));
    }
    if (m_pass != 0)
        m_core.gate().leave(std::exchange(m_pass, 0));
    returnBody();
    m_core.bury(*this, m_addressKey);
}

/// The peer sends no more (RFC 9112 9.5: it may have closed altogether, which can't be told apart). While a call is
/// under way that means it has left; an answer already complete is still sent.
void Connection::peerEnded()
{
    if (m_call || m_out.empty())
        close();
    else
        startClosing(false);
}

void Connection::startClosing(bool linger)
{
    m_linger = linger;
    m_state = State::Flushing;
    m_readDeadline = 0;
    if (m_out.empty())
        finishClosing();
    else
        flush();
}

void Connection::finishClosing()
{
    // Closing with bytes unread makes the kernel send a reset, which can overtake the answer.
    const bool more = m_linger || ::recv(m_descriptor, m_core.input().data(), 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    if (!more || ::shutdown(m_descriptor, SHUT_WR) != 0) {
        close();
        return;
    }
    m_state = State::Lingering;
    m_in.clear();
    m_readDeadline = monotonicUs() + m_core.limits().lingerMs * 1000;
}

/// At the end of whatever was done: what the loop watches and when it wakes.
void Connection::settle()
{
    if (m_holding)
        flush();
    if (m_state == State::Closed)
        return;
    if (m_pressed && m_out.size() <= m_core.limits().sendQueue / 2)
        askToResume();
    if (const std::uint32_t wanted = wantedEvents(); wanted != m_events) {
        m_events = wanted;
        m_core.loop().modify(m_descriptor, m_events, this);
    }
    arm();
}

std::uint32_t Connection::wantedEvents() const
{
    const std::uint32_t out = m_out.empty() ? 0u : static_cast<std::uint32_t>(EPOLLOUT);
    switch (m_state) {
    case State::Head:
    case State::Body:
    case State::Piping:
        if (!mayTake())
            return out | EPOLLRDHUP;
        return m_hungry ? out | EPOLLIN | EPOLLRDHUP : out; // else it goes on in a moment, and looks then
    case State::Calling:
        return out | EPOLLRDHUP | (m_inputPaused ? 0u : static_cast<std::uint32_t>(EPOLLIN));
    case State::Flushing:
        return out;
    case State::Lingering:
        return EPOLLIN;
    case State::Closed:
        break;
    }
    return 0;
}

void Connection::arm()
{
    std::int64_t due = m_readDeadline;
    if (m_writeDeadline != 0 && (due == 0 || m_writeDeadline < due))
        due = m_writeDeadline;
    if (due == 0 || (m_timer != 0 && m_armed <= due))
        return;
    m_core.loop().cancelTimer(m_timer);
    m_armed = due;
    m_timer = m_core.loop().startTimer((due - monotonicUs() + 999) / 1000, [this] { timerFired(); });
}

void Connection::timerFired()
{
    m_timer = 0;
    const std::int64_t now = monotonicUs();
    if (m_writeDeadline != 0 && m_writeDeadline <= now)
        refuse(Refusal::WriteStalled);
    else if (m_readDeadline != 0 && m_readDeadline <= now)
        expire();
    settle();
}

void Connection::expire()
{
    switch (m_state) {
    case State::Head:
        refuse(m_head.started() ? Refusal::HeadTimeout : Refusal::IdleTimeout);
        break;
    case State::Body:
        refuse(Refusal::BodyTimeout);
        break;
    case State::Calling:
    case State::Piping:
    case State::Flushing:
    case State::Lingering:
        close();
        break;
    case State::Closed:
        break;
    }
}

} // namespace beaver::http
