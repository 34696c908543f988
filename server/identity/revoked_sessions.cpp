#include <server/identity/revoked_sessions.h>

#include <mutex>

namespace beaver::identity {

void RevokedSessions::add(const std::string &session, std::int64_t nowUs)
{
    const std::unique_lock lock(m_mutex);
    while (!m_byAge.empty() && (nowUs - m_byAge.front().first > m_keepUs || m_byAge.size() >= m_most)) {
        m_sessions.erase(m_byAge.front().second);
        m_byAge.pop_front();
    }
    if (m_sessions.insert(session).second)
        m_byAge.emplace_back(nowUs, session);
}

bool RevokedSessions::contains(const std::string &session) const
{
    const std::shared_lock lock(m_mutex);
    return m_sessions.contains(session);
}

} // namespace beaver::identity
