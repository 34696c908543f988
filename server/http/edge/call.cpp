#include <server/http/edge/call.h>
#include <server/http/edge/connection.h>
#include <server/http/edge/logging.h>

#include <utility>

namespace beaver::http {

Q_LOGGING_CATEGORY(edgeLog, "beaver.edge")

Call::~Call()
{
    if (!m_connection)
        return;
    qCWarning(edgeLog, "A handler ended without %s its answer.", m_begun ? "finishing" : "giving");
    if (m_begun)
        m_connection->abortAnswer();
    else
        m_connection->answerFailure();
}

void Call::send(const ResponseHead &head, std::string_view body)
{
    if (m_connection && !m_begun)
        m_connection->answer(head, body);
}

void Call::begin(const ResponseHead &head)
{
    if (!m_connection || m_begun)
        return;
    m_begun = true;
    m_connection->beginAnswer(head);
}

bool Call::write(std::string_view bytes)
{
    return m_connection && m_begun && m_connection->writeAnswer(bytes);
}

void Call::finish()
{
    if (m_connection && m_begun)
        m_connection->finishAnswer();
}

void Call::abort()
{
    if (m_connection)
        m_connection->abortAnswer();
}

bool Call::upgrade(const ResponseHead &head, std::shared_ptr<Upgraded> by)
{
    if (!m_connection || m_begun || !m_connection->mayUpgrade())
        return false;
    m_begun = true;
    m_upgraded = std::move(by);
    m_connection->upgrade(head);
    return true;
}

bool Call::keep(std::size_t bytes)
{
    return !m_connection || m_connection->keep(bytes);
}

bool Call::received(std::string_view &bytes)
{
    const auto self = weak_from_this().lock(); // it may end the connection, which lets go of both
    const auto upgraded = m_upgraded;
    return upgraded->received(bytes);
}

void Call::drain()
{
    const auto self = weak_from_this().lock();
    const auto upgraded = m_upgraded;
    upgraded->drain();
}

std::size_t Call::unsent() const
{
    return m_connection ? m_connection->unsent() : 0;
}

void Call::ended()
{
    m_connection = nullptr;
    forgetActions();
}

void Call::forgetActions()
{
    const auto gone = std::exchange(m_onGone, nullptr); // destroyed last: with them may go the last reference to this
    const auto drained = std::exchange(m_onDrained, nullptr);
    const auto upgraded = std::exchange(m_upgraded, nullptr);
}

void Call::lost()
{
    m_connection = nullptr;
    m_gone = true;
}

void Call::tellGone()
{
    const auto action = std::exchange(m_onGone, nullptr);
    forgetActions();
    if (action)
        action();
}

void Call::drained()
{
    const auto self = weak_from_this().lock(); // the action may let go of the last other reference
    auto action = std::exchange(m_onDrained, nullptr);
    if (!action)
        return;
    action();
    if (!m_onDrained && m_connection)
        m_onDrained = std::move(action);
}

} // namespace beaver::http
