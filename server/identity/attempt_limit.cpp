#include <server/identity/attempt_limit.h>

#include <algorithm>

namespace beaver::identity {

std::int64_t AttemptLimit::take(const std::string &name, std::int64_t nowUs)
{
    if (m_count == 0)
        return 0;
    const std::lock_guard lock(m_mutex);
    if (m_windows.size() >= m_most && !m_windows.contains(name)) {
        std::erase_if(m_windows, [&](const auto &each) { return nowUs - each.second.beganUs >= m_periodUs; });
        if (m_windows.size() >= m_most)
            m_windows.erase(m_windows.begin());
    }
    Window &window = m_windows[name];
    if (window.taken == 0 || nowUs - window.beganUs >= m_periodUs)
        window = {nowUs, 0};
    if (window.taken >= m_count)
        return std::max<std::int64_t>((window.beganUs + m_periodUs - nowUs) / 1000, 1);
    ++window.taken;
    return 0;
}

} // namespace beaver::identity
