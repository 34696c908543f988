// Connection's way in: from the socket's bytes to the handler.
#include <server/http/edge/connection.h>
#include <server/http/edge/core.h>
#include <server/http/edge/logging.h>
#include <server/http/edge/receive.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

namespace beaver::http {

namespace {

constexpr std::size_t trustedReserve = 64 * 1024; // of a declared length; beyond that the bytes must come first
constexpr std::size_t roomBehind = 64;            // so that a JSON parser, which reads blocks, needs no copy
constexpr std::size_t growth = 32;                // of a long body's room, up to its declared length
constexpr std::size_t uncountedBody = 16 * 1024;
constexpr std::size_t keptCapacity = 4 * 1024; // of a read buffer on an idle connection

} // namespace

bool Connection::mayTake() const
{
    return (m_state == State::Head || m_state == State::Body || m_state == State::Piping) && !m_pressed;
}

void Connection::read()
{
    const bool straight = m_state == State::Body && !m_head.framing().chunked && m_in.empty();
    auto &input = m_core.input();
    const ssize_t count = straight ? receiveBody() : ::recv(m_descriptor, input.data(), input.size(), 0);
    if (count == 0)
        peerEnded();
    else if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        close();
    else if (count > 0 && straight)
        bodyReceived(static_cast<std::size_t>(count));
    else if (count > 0 && m_state != State::Lingering)
        take(std::string_view(input.data(), static_cast<std::size_t>(count)));
}

/// What is still to come of a body whose length is known, from the socket to its place.
ssize_t Connection::receiveBody()
{
    constexpr std::size_t leastRoom = 16 * 1024;
    std::string &body = m_request->body;
    makeBodyRoom(static_cast<std::size_t>(std::min<std::uint64_t>(m_bodyLeft, leastRoom)), body.size());
    const std::size_t room = body.capacity() - roomBehind - body.size();
    return receiveOnto(body, m_descriptor, static_cast<std::size_t>(std::min<std::uint64_t>(m_bodyLeft, room)));
}

void Connection::bodyReceived(std::size_t count)
{
    m_bodyLeft -= count;
    m_taking = true;
    bodyGrew(count, m_bodyLeft == 0);
    m_taking = false;
    m_hungry = true;
}

/// For at least so much more of it. The declared length is believed only as far as bytes have come.
void Connection::makeBodyRoom(std::size_t least, std::size_t come)
{
    std::string &body = m_request->body;
    const std::size_t size = body.size() + least;
    if (size + roomBehind <= body.capacity())
        return;
    const std::uint64_t believed = std::max({size, come * growth, trustedReserve});
    body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(body.size() + m_bodyLeft, believed)) + roomBehind);
}

/// Takes requests (or an upgraded connection's bytes) out of what was left and `fresh`, one after the other, until one
/// of them doesn't end at once.
void Connection::take(std::string_view fresh)
{
    if (!m_in.empty())
        m_in.append(fresh);
    const std::size_t whole = m_in.empty() ? fresh.size() : m_in.size();
    std::string_view bytes = m_in.empty() ? fresh : std::string_view(m_in);
    const std::int64_t until = m_requests + std::max(m_core.limits().pipelined, 1);
    std::size_t before = bytes.size() + 1;
    m_taking = true;
    while (mayTake() && bytes.size() < before && !bytes.empty() && m_requests < until) {
        before = bytes.size();
        if (m_state == State::Head)
            takeHead(bytes);
        else if (m_state == State::Body)
            takeBody(bytes);
        else
            takePiped(bytes);
    }
    m_taking = false;
    m_hungry = bytes.empty() || bytes.size() == before;

    if (m_state == State::Closed || m_state == State::Lingering || m_state == State::Flushing)
        m_in.clear();
    else if (m_in.empty())
        m_in.assign(bytes);
    else
        m_in.erase(0, whole - bytes.size());
    if (m_in.empty() && m_in.capacity() > keptCapacity)
        std::string().swap(m_in);
    if (mayTake() && !m_hungry)
        askToResume();
}

void Connection::takeHead(std::string_view &bytes)
{
    if (!m_head.started()) {
        m_request = std::make_shared<Request>();
        m_request->arrivedUs = m_core.loop().nowUs();
        m_sound = false;
        m_isHead = false;
        m_mayUpgrade = false;
    }
    const bool fresh = !m_head.started();
    std::size_t eaten = 0;
    const auto state = m_head.feed(bytes, m_core.limits(), *m_request, eaten);
    bytes.remove_prefix(eaten);
    switch (state) {
    case HeadParser::State::More:
        if (fresh) // not later: a head that drips in has no more time than one that stops
            m_readDeadline = std::min(m_readDeadline, m_core.loop().nowUs() + m_core.limits().headersMs * 1000);
        break;
    case HeadParser::State::Refused:
        refuse(m_head.refusal());
        break;
    case HeadParser::State::Done:
        headComplete(!bytes.empty());
        break;
    }
}

void Connection::headComplete(bool bodyHasCome)
{
    const Framing &framing = m_head.framing();
    m_sound = true;
    m_isHead = m_request->method == Method::Head;
    m_request->peerAddress = m_peer;
    m_request->connection = m_id;
    m_bodyLimit = m_core.limits().body;
    if (!accepts())
        return;
    if (m_mayUpgrade && framing.hasBody()) {
        refuse(Refusal::BadUpgrade);
        return;
    }
    if (!framing.hasBody()) {
        dispatch();
        return;
    }
    if (framing.contentLength > m_bodyLimit) {
        refuse(Refusal::BodyTooLarge);
        return;
    }
    m_state = State::Body;
    m_bodyLeft = framing.contentLength;
    m_chunks = {};
    m_readDeadline = m_core.loop().nowUs() + m_core.limits().bodyGraceMs * 1000;
    if (framing.expectsContinue && !bodyHasCome)
        send({"HTTP/1.1 100 Continue\r\n\r\n"});
}

/// Asks the front. False: it has refused, and the answer is on its way.
bool Connection::accepts()
{
    if (!m_core.hooks().checkHead)
        return true;
    const HeadVerdict verdict = m_core.hooks().checkHead(*m_request);
    if (verdict.bodyLimit > 0)
        m_bodyLimit = verdict.bodyLimit;
    m_mayUpgrade = verdict.webSocket && m_head.framing().webSocket && m_request->method == Method::Get;
    m_request->upgrade = m_mayUpgrade;
    if (!verdict.refusal)
        return true;
    ++m_requests;
    const bool unread = m_head.framing().hasBody();
    m_linger = unread;
    answerNow(*verdict.refusal, verdict.refusalBody, unread || closesAfter(*verdict.refusal));
    return false;
}

void Connection::takeBody(std::string_view &bytes)
{
    std::string &body = m_request->body;
    const std::size_t before = bytes.size();
    bool complete = false;
    if (m_head.framing().chunked) {
        const auto state = m_chunks.feed(bytes, body, m_bodyLimit, m_core.limits());
        if (state == ChunkDecoder::State::Refused) {
            refuse(m_chunks.refusal());
            return;
        }
        complete = state == ChunkDecoder::State::Done;
    } else {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_bodyLeft, bytes.size()));
        makeBodyRoom(count, body.size() + count);
        body.append(bytes.substr(0, count));
        bytes.remove_prefix(count);
        m_bodyLeft -= count;
        complete = m_bodyLeft == 0;
    }
    bodyGrew(before - bytes.size(), complete);
}

/// By `read` bytes on the wire.
void Connection::bodyGrew(std::size_t read, bool complete)
{
    if (!keep(m_request->body.size())) {
        refuse(Refusal::TooManyBodies);
        return;
    }
    if (complete) {
        dispatch();
        return;
    }
    // Each byte buys time, up to the grace: a burst isn't a licence to stall for hours.
    const EdgeLimits &limits = m_core.limits();
    const std::int64_t rate = std::max<std::int64_t>(limits.bodyBytesPerSecond, 1);
    const std::int64_t bought = static_cast<std::int64_t>(read) * 1'000'000 / rate;
    m_readDeadline = std::min(m_readDeadline + bought, m_core.loop().nowUs() + limits.bodyGraceMs * 1000);
}

/// Large bodies share a budget over all loops; small ones are bounded by the number of connections.
bool Connection::keep(std::size_t size)
{
    const std::size_t counted = size > uncountedBody ? size : 0;
    if (counted > m_bodyCounted && !m_core.quota().takeBody(counted - m_bodyCounted))
        return false;
    if (counted < m_bodyCounted)
        m_core.quota().giveBodyBack(m_bodyCounted - counted);
    m_bodyCounted = counted;
    return true;
}

void Connection::returnBody()
{
    if (m_bodyCounted > 0)
        m_core.quota().giveBodyBack(std::exchange(m_bodyCounted, 0));
}

void Connection::takePiped(std::string_view &bytes)
{
    if (m_call->received(bytes))
        ++m_requests;
}

void Connection::dispatch()
{
    m_state = State::Calling;
    m_readDeadline = 0;
    ++m_requests;
    EdgeCounters::bump(m_core.counters().requests, 1);
    m_entrant = std::make_shared<Call>(*this, m_core.limits().sendQueue);
    m_call = m_entrant.get();
    const Gate::Pass pass = m_core.gate().enter(*this);
    if (pass == 0) {
        m_call->ended();
        m_call = nullptr;
        m_entrant.reset();
        refuse(Refusal::TooManyCalls);
    } else if (m_state == State::Calling) {
        m_pass = pass;
    } else { // answered already, or upgraded: an open socket is no call of QtHttpServer's
        m_core.gate().leave(pass);
    }
}

void Connection::entered()
{
    try {
        m_core.hooks().handle(std::move(m_request), std::move(m_entrant));
    } catch (const std::exception &error) { // a bug; the call ends with 500 because its responder has died
        qCCritical(edgeLog, "A handler threw: %s", error.what());
    }
}

} // namespace beaver::http
