#include <server/providers/transport/plain_attempt.h>
#include <server/providers/transport/retry_after.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace beaver::providers {

namespace {

std::string textOf(int error)
{
    return std::system_category().message(error);
}

} // namespace

void PlainShared::sendSoon(PlainAttempt *attempt)
{
    m_toSend.push_back(attempt);
    if (m_toSend.size() > 1)
        return;
    loop.post([this] {
        // NOLINTNEXTLINE(modernize-loop-convert): one may die of another's end
        for (std::size_t at = 0; at < m_toSend.size(); ++at) {
            if (PlainAttempt *each = m_toSend[at])
                each->write();
        }
        m_toSend.clear();
    });
}

void PlainShared::forget(PlainAttempt *attempt)
{
    std::replace(m_toSend.begin(), m_toSend.end(), attempt, static_cast<PlainAttempt *>(nullptr));
}

PlainAttempt::PlainAttempt(PlainShared &shared, std::shared_ptr<const UpstreamTarget> target,
                           std::shared_ptr<Origin> origin, std::string head, wire::OutgoingBody body, bool stream)
    : HttpAttempt(shared.loop, shared.limits, std::move(target), stream)
    , m_shared(shared)
    , m_origin(std::move(origin))
    , m_head(std::move(head))
    , m_body(std::move(body))
    , m_connection(m_origin->take())
{
    ++m_shared.running;
    watchTime();
    if (m_connection) {
        begin();
        m_shared.sendSoon(this);
    } else {
        connect();
    }
}

void PlainAttempt::connect()
{
    m_connectUntilUs = m_loop.nowUs() + connectMs() * 1000;
    if (const auto *known = m_origin->addresses()) {
        m_addresses.assign(known->found.rbegin(), known->found.rend());
        connectNext();
        return;
    }
    m_connectTimer = m_loop.startTimer(connectMs(), [this] {
        m_connectTimer = 0;
        conclude(TransportEnd::ConnectFailed, "the server's name wasn't resolved in time");
        letGo();
        wake();
    });
    m_origin->lookUp(*this);
}

void PlainAttempt::onAddresses(const Origin::Addresses &addresses)
{
    m_addresses.assign(addresses.found.rbegin(), addresses.found.rend());
    m_connectError = addresses.problem;
    connectNext();
    if (ended())
        wake();
}

/// Each address gets its share of the time.
void PlainAttempt::connectNext()
{
    if (m_connectTimer != 0)
        m_loop.cancelTimer(std::exchange(m_connectTimer, 0));
    m_connection.reset();
    while (!m_connection && !m_addresses.empty()) {
        const sockaddr_storage to = m_addresses.back();
        m_addresses.pop_back();
        m_connection = PlainConnection::begin(m_loop, *this, reinterpret_cast<const sockaddr *>(&to));
        if (!m_connection)
            m_connectError = textOf(errno);
    }
    if (!m_connection) {
        conclude(TransportEnd::ConnectFailed, "couldn't connect to the server: " + m_connectError);
        letGo();
        return;
    }
    const std::int64_t leftMs = (m_connectUntilUs - m_loop.nowUs()) / 1000;
    m_connectTimer = m_loop.startTimer(
        std::max<std::int64_t>(leftMs / static_cast<std::int64_t>(m_addresses.size() + 1), 1), [this] {
            m_connectTimer = 0;
            m_connectError = textOf(ETIMEDOUT);
            connectNext();
            if (ended())
                wake();
        });
}

void PlainAttempt::onConnected(PlainConnection &, int error)
{
    if (error != 0) {
        m_connectError = textOf(error);
        connectNext();
        if (ended())
            wake();
        return;
    }
    m_loop.cancelTimer(std::exchange(m_connectTimer, 0));
    begin();
    write();
}

void PlainAttempt::begin()
{
    m_connection->setUser(*this);
    m_connection->parser.begin(*this, m_limits.headers);
    m_sent = 0;
    m_writeFailed = false;
    m_answered = false;
}

void PlainAttempt::write()
{
    while (left() > 0 && !m_writeFailed) {
        std::array<iovec, 16> pieces{};
        const std::size_t count = gather(pieces);
        const ssize_t sent = m_connection->send({pieces.data(), count});
        if (sent >= 0)
            m_sent += static_cast<std::size_t>(sent);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            break;
        else if (errno != EINTR)
            m_writeFailed = true; // what the server said before it closed is still to be read
    }
    watch();
}

std::size_t PlainAttempt::gather(std::array<iovec, 16> &pieces) const
{
    std::size_t count = 0;
    const auto add = [&](std::string_view text) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): sendmsg() only reads
        pieces[count++] = {const_cast<char *>(text.data()), text.size()};
    };
    std::size_t from = m_sent;
    if (from < m_head.size()) {
        add(std::string_view(m_head).substr(from));
        from = m_head.size();
    }
    for (from -= m_head.size(); count < pieces.size() && from < m_body.size();) {
        const std::string_view piece = m_body.pieceFrom(from);
        add(piece);
        from += piece.size();
    }
    return count;
}

void PlainAttempt::watch()
{
    m_connection->watchFor(!heldBack(), left() > 0 && !m_writeFailed);
}

void PlainAttempt::taken()
{
    if (m_connection && readOn())
        watch();
}

void PlainAttempt::onReadable(PlainConnection &)
{
    if (hasEnough()) {
        holdBack();
        watch();
        return;
    }
    auto &buffer = m_shared.buffer;
    const ssize_t count = m_connection->receive(buffer.data(), buffer.size());
    if (count < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            wentWrong(textOf(errno));
        return;
    }
    if (count == 0) {
        const auto state = m_connection->parser.takeEnd();
        if (state == AnswerParser::State::Cut)
            wentWrong(m_answered ? "the server closed the connection in the middle of its answer"
                                 : "the server closed the connection without an answer");
        else
            finish(state);
        return;
    }
    m_answered = true;
    heard();
    const auto state = m_connection->parser.take({buffer.data(), static_cast<std::size_t>(count)});
    if (state != AnswerParser::State::More)
        finish(state);
    else if (hasBytes())
        wake();
}

/// The connection is gone. The server may have closed a kept one before it saw this request: RFC 9112, 9.3.1.
void PlainAttempt::wentWrong(std::string_view detail)
{
    if (m_connection->used && !m_answered) {
        m_connection.reset();
        connect();
    } else {
        conclude(TransportEnd::Broken, detail);
        letGo();
    }
    if (ended())
        wake();
}

void PlainAttempt::finish(AnswerParser::State state)
{
    switch (state) {
    case AnswerParser::State::Complete:
        conclude(TransportEnd::Complete, {});
        if (left() == 0 && m_connection->parser.keepsAlive())
            m_origin->keep(std::move(m_connection), static_cast<std::size_t>(m_shared.limits.connections));
        break;
    case AnswerParser::State::HeadersTooLong:
        conclude(TransportEnd::TooLarge, "the answer's headers are over the bound");
        break;
    case AnswerParser::State::Malformed:
        conclude(TransportEnd::Broken, m_connection->parser.detail());
        break;
    case AnswerParser::State::Refused: // takeHeader() and takeBytes() have said why
    case AnswerParser::State::More:
    case AnswerParser::State::Cut:
        break;
    }
    letGo();
    wake();
}

void PlainAttempt::letGo()
{
    if (!m_going)
        return;
    m_going = false;
    --m_shared.running;
    watchNoTime();
    if (m_connectTimer != 0)
        m_loop.cancelTimer(std::exchange(m_connectTimer, 0));
    m_origin->forget(*this);
    m_shared.forget(this);
    m_connection.reset();
}

bool PlainAttempt::onHeader(std::string_view name, std::string_view value)
{
    if (isName(name, "transfer-encoding") && !isName(value, "chunked") && !isName(value, "identity")) {
        conclude(TransportEnd::Broken, "the answer has a transfer coding that isn't known");
        return false;
    }
    return takeHeader(name, value);
}

bool PlainAttempt::onStatus(int status)
{
    m_status = status;
    return true;
}

} // namespace beaver::providers
