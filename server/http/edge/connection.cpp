#include <server/http/edge/connection.h>

#include <server/http/edge/core.h>

#include <atomic>
#include <charconv>
#include <chrono>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace beaver::http {

namespace {

std::atomic<std::uint64_t> lastId = 0;

std::int64_t nowUs()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

Connection::Connection(Core &core, int descriptor, const PeerAddress &peer)
    : m_core(core)
    , m_descriptor(descriptor)
    , m_id(++lastId)
    , m_peer(peer.text)
    , m_addressKey(peer.key)
    , m_readDeadline(nowUs() + core.limits().headersMs * 1000)
{
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
    if ((events & EPOLLOUT) != 0)
        flush();
    if ((events & (EPOLLIN | EPOLLRDHUP)) != 0) {
        switch (m_state) {
        case State::Head:
        case State::Body:
            if (mayTake())
                read();
            else if ((events & EPOLLRDHUP) != 0)
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
    if (mayTake() && !m_in.empty())
        take({});
    settle();
}

void Connection::closeIfIdle()
{
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
    m_core.bury(*this, m_addressKey);
}

void Connection::answer(const ResponseHead &head, std::string_view body)
{
    answerNow(head, body, closesAfter(head));
}

void Connection::answerFailure()
{
    m_core.counters().countRefusal(Refusal::Unanswered);
    const RefusalText &text = textOf(Refusal::Unanswered);
    ResponseHead head;
    head.status = text.status;
    head.add("content-type", "application/json");
    answer(head, m_core.errorBody(text));
}

void Connection::answerNow(const ResponseHead &head, std::string_view body, bool close)
{
    AnswerFraming framing;
    const bool bodiless = isBodiless(head.status);
    if (!bodiless)
        framing.contentLength = body.size();
    framing.close = close;
    framing.sayKeepAlive = m_head.framing().http10;
    std::string &text = m_core.headText();
    m_core.heads().append(text, head, framing);
    send({text, bodiless || m_isHead ? std::string_view() : body});
    endCall(close);
}

void Connection::beginAnswer(const ResponseHead &head)
{
    const bool http10 = m_head.framing().http10;
    m_bodiless = m_isHead || isBodiless(head.status);
    m_chunked = !http10 && !isBodiless(head.status);
    m_closeAfter = closesAfter(head) || (http10 && !m_bodiless);
    AnswerFraming framing;
    framing.chunked = m_chunked;
    framing.close = m_closeAfter;
    framing.sayKeepAlive = http10;
    std::string &text = m_core.headText();
    m_core.heads().append(text, head, framing);
    m_out.hold(text); // it leaves with the first bytes, or when this turn is over
    if (!std::exchange(m_resumeAsked, true))
        m_core.soon(*this);
}

bool Connection::writeAnswer(std::string_view bytes)
{
    if (bytes.empty() || m_bodiless) // an empty chunk would end the answer
        return true;
    if (m_chunked) {
        char size[18];
        char *end = std::to_chars(std::begin(size), std::end(size) - 2, bytes.size(), 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        send({std::string_view(size, static_cast<std::size_t>(end - size)), bytes, "\r\n"});
    } else {
        send({bytes});
    }
    settle();
    return m_state != State::Closed;
}

void Connection::finishAnswer()
{
    if (m_chunked && !m_bodiless)
        send({"0\r\n\r\n"});
    else
        flush();
    endCall(m_closeAfter);
}

void Connection::abortAnswer()
{
    if (m_state == State::Closed)
        return;
    if (!m_chunked) { // nothing but a reset tells such a client that the end is missing
        constexpr linger reset{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        endCall(false);
        close();
        return;
    }
    flush();
    endCall(true);
}

void Connection::flush()
{
    if (m_state == State::Closed || m_out.empty())
        return;
    const std::size_t before = m_out.size();
    const WriteBuffer::State state = m_out.flush(m_descriptor);
    if (m_out.size() < before)
        m_writeDeadline = 0;
    sent(state);
}

void Connection::send(std::initializer_list<std::string_view> parts)
{
    if (m_state != State::Closed)
        sent(m_out.write(m_descriptor, parts));
}

void Connection::sent(WriteBuffer::State state)
{
    if (state == WriteBuffer::State::Broken) {
        close();
        return;
    }
    if (state == WriteBuffer::State::Empty)
        m_writeDeadline = 0;
    else if (m_writeDeadline == 0)
        m_writeDeadline = nowUs() + m_core.limits().stalledWriteMs * 1000;
    m_pressed = m_pressed || m_out.size() > m_core.limits().sendQueue;
    if (state == WriteBuffer::State::Empty && m_state == State::Flushing)
        finishClosing();
}

/// What waited for the client to read may go on.
void Connection::relieve()
{
    m_pressed = false;
    if (m_call)
        m_call->drained();
    else if (mayTake() && !m_in.empty())
        take({});
}

/// The peer sends no more (RFC 9112 9.5: it may have closed altogether, which can't be told apart). While a call is under way
/// that means it has left; an answer already complete is still sent.
void Connection::peerEnded()
{
    if (m_call || m_out.empty())
        close();
    else
        startClosing(false);
}

void Connection::refuse(Refusal refusal)
{
    m_core.counters().countRefusal(refusal);
    const RefusalText &text = textOf(refusal);
    if (text.status == 0) {
        close();
        return;
    }
    ResponseHead head;
    head.status = text.status;
    head.add("content-type", "application/json");
    if (refusal == Refusal::MethodNotAllowed || refusal == Refusal::UnknownMethod)
        head.add("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    m_linger = true;
    m_isHead = m_request && m_request->method == Method::Head;
    answerNow(head, m_core.errorBody(text), true);
}

bool Connection::closesAfter(const ResponseHead &head) const
{
    return !m_head.framing().keepAlive || m_core.isDraining() || m_requests >= m_core.limits().requestsPerConnection
        || asksToClose(head);
}

void Connection::endCall(bool close)
{
    if (Call *call = std::exchange(m_call, nullptr))
        call->ended();
    if (m_pass != 0)
        m_core.gate().leave(std::exchange(m_pass, 0));
    if (m_state == State::Closed)
        return;
    m_request.reset();
    m_head.reset();
    m_inputPaused = false;
    m_chunked = false;
    m_bodiless = false;
    if (close) {
        startClosing(m_linger);
    } else {
        m_state = State::Head;
        m_readDeadline = nowUs() + m_core.limits().keepAliveMs * 1000;
        if (!m_taking && !m_in.empty() && !std::exchange(m_resumeAsked, true))
            m_core.soon(*this);
    }
    if (!m_taking)
        settle();
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
    m_readDeadline = nowUs() + m_core.limits().lingerMs * 1000;
}

void Connection::settle()
{
    if (m_state == State::Closed)
        return;
    if (m_pressed && m_out.size() <= m_core.limits().sendQueue / 2) {
        relieve();
        if (m_state == State::Closed)
            return;
    }
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
        return out | EPOLLRDHUP | (mayTake() ? static_cast<std::uint32_t>(EPOLLIN) : 0u);
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
    m_timer = m_core.loop().startTimer((due - nowUs() + 999) / 1000, [this] { timerFired(); });
}

void Connection::timerFired()
{
    m_timer = 0;
    const std::int64_t now = nowUs();
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
    case State::Flushing:
    case State::Lingering:
        close();
        break;
    case State::Closed:
        break;
    }
}

} // namespace beaver::http
