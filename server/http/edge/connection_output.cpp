// Connection's way out: answers, what waits to be sent, and what follows an answer.
#include <server/http/edge/connection.h>
#include <server/http/edge/core.h>
#include <sys/socket.h>

#include <charconv>
#include <utility>

namespace beaver::http {

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
    const std::string body = m_core.refused(nullptr, text, head);
    answer(head, body);
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
    const std::string body = m_core.refused(m_sound ? m_request.get() : nullptr, text, head);
    answerNow(head, body, true);
}

bool Connection::closesAfter(const ResponseHead &head) const
{
    return !m_head.framing().keepAlive || m_core.isDraining() || m_requests >= m_core.limits().requestsPerConnection ||
           asksToClose(head) || m_mayUpgrade; // what follows a refused upgrade may not be HTTP
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
    m_out.hold(text); // it leaves with the first bytes, or when the handler has returned
    m_holding = true;
    askToResume();
}

void Connection::upgrade(const ResponseHead &head)
{
    std::string &text = m_core.headText();
    m_core.heads().append(text, head, {});
    m_out.hold(text);
    m_holding = true;
    m_state = State::Piping;
    m_mayUpgrade = false;
    m_inputPaused = false;
    m_chunked = false;
    m_bodiless = false;
    m_closeAfter = true;
    m_linger = true;
    EdgeCounters::bump(m_core.counters().webSockets, 1);
    if (m_pass != 0)
        m_core.gate().leave(std::exchange(m_pass, 0));
    askToResume(); // the head leaves; so does what the peer has sent too early
    if (m_core.isDraining())
        m_call->drain();
}

bool Connection::writeAnswer(std::string_view bytes)
{
    if (m_state == State::Piping && m_taking) { // all that one arrival brings about leaves with one system call
        m_out.hold(bytes);
        m_holding = true;
        m_pressed = m_pressed || m_out.size() > m_core.limits().sendQueue;
        return true;
    }
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

void Connection::endCall(bool close)
{
    if (Call *call = std::exchange(m_call, nullptr))
        call->ended();
    if (m_pass != 0)
        m_core.gate().leave(std::exchange(m_pass, 0));
    if (m_state == State::Closed)
        return;
    if (m_state == State::Piping)
        EdgeCounters::bump(m_core.counters().webSockets, -1);
    returnBody();
    m_request.reset();
    m_head.reset();
    m_inputPaused = false;
    m_chunked = false;
    m_bodiless = false;
    if (close) {
        startClosing(m_linger);
    } else {
        m_state = State::Head;
        m_readDeadline = monotonicUs() + m_core.limits().keepAliveMs * 1000;
        if (!m_taking && !m_in.empty())
            askToResume();
    }
    if (!m_taking)
        settle();
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
    m_holding = false;
    if (state == WriteBuffer::State::Broken) {
        close();
        return;
    }
    if (state == WriteBuffer::State::Empty)
        m_writeDeadline = 0;
    else if (m_writeDeadline == 0)
        m_writeDeadline = monotonicUs() + m_core.limits().stalledWriteMs * 1000;
    m_pressed = m_pressed || m_out.size() > m_core.limits().sendQueue;
    if (state == WriteBuffer::State::Empty && m_state == State::Flushing)
        finishClosing();
}

/// What waited for the client to read may go on. Only from the loop: a producer isn't called back inside its own
/// write().
void Connection::relieve()
{
    if (!m_pressed || m_out.size() > m_core.limits().sendQueue / 2)
        return;
    m_pressed = false;
    if (m_call)
        m_call->drained();
    if (mayTake() && !m_in.empty())
        take({});
}

} // namespace beaver::http
