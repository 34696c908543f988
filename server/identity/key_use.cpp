#include <server/identity/key_use.h>

namespace beaver::identity {

bool KeyUse::takeRequest(std::int64_t cap)
{
    std::int64_t made = m_requests.load();
    do {
        if (made >= cap)
            return false;
    } while (!m_requests.compare_exchange_weak(made, made + 1));
    return true;
}

void KeyUse::setRequests(std::int64_t made, bool anew)
{
    if (!m_counts.exchange(true) || anew)
        m_requests = made;
}

void KeyUses::touch(const std::shared_ptr<KeyUse> &use, std::int64_t nowMs)
{
    use->m_lastUsedMs.store(nowMs, std::memory_order_relaxed);
    if (use->m_dirty.load(std::memory_order_relaxed) || use->m_dirty.exchange(true))
        return;
    const std::lock_guard lock(m_mutex);
    m_dirty.push_back(use);
}

std::vector<KeyUses::Line> KeyUses::take()
{
    std::vector<std::shared_ptr<KeyUse>> dirty;
    {
        const std::lock_guard lock(m_mutex);
        dirty.swap(m_dirty);
    }
    std::vector<Line> lines;
    lines.reserve(dirty.size());
    for (const auto &use : dirty) {
        use->m_dirty = false; // before the time is read: a use in between is noted anew
        lines.push_back({use->id(), use->lastUsedMs()});
    }
    return lines;
}

Result<void> takeRequest(const Principal &principal)
{
    if (!principal.key || !principal.key->requestCap || !principal.use)
        return {};
    const std::int64_t cap = *principal.key->requestCap;
    if (principal.use->takeRequest(cap))
        return {};
    return Error{ErrorCode::RateLimited,
                 "This API key has made all the " + std::to_string(cap) + " calls that it may make.",
                 {},
                 "request_cap_reached",
                 {},
                 0};
}

void giveBackRequest(const Principal &principal)
{
    if (principal.key && principal.key->requestCap && principal.use)
        principal.use->giveBackRequest();
}

} // namespace beaver::identity
