#include <server/identity/identity_private.h>
#include <sodium.h>

namespace beaver::identity {

namespace {

constexpr std::int64_t freshUs = 60'000'000;
constexpr std::size_t mostKnown = 10'000;

} // namespace

std::string csrfToken(const Mac &mac, std::string_view cookie)
{
    const KeyHash hash = mac.of("csrf:" + std::string(cookie));
    std::string text(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    text.resize(40);
    return text;
}

std::optional<CookieCache::Known> CookieCache::find(const KeyHash &cookie, std::int64_t nowUs) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_known.find(cookie);
    if (found == m_known.end() || nowUs - found->second.readAtUs > freshUs)
        return std::nullopt;
    return found->second;
}

void CookieCache::add(const KeyHash &cookie, Known known)
{
    const std::lock_guard lock(m_mutex);
    if (m_known.size() >= mostKnown && !m_known.contains(cookie))
        m_known.erase(m_known.begin());
    m_known[cookie] = std::move(known);
}

std::string IdentityService::csrfToken(std::string_view cookie) const
{
    return identity::csrfToken(d->material.oneTimeTokens(), cookie);
}

bool IdentityService::isCsrfToken(std::string_view cookie, std::string_view given) const
{
    return Secret(csrfToken(cookie)).equals(given);
}

QCoro::Task<Result<Principal>> IdentityService::authenticateCookie(ops::Executor &loop, std::string cookie)
{
    if (!couldBeKey(cookie) || !cookie.starts_with(sessionCookiePrefix))
        co_return invalidTokenError();
    const KeyHash hash = d->material.oneTimeTokens().of(cookie);
    const std::int64_t nowUs = d->clock.monotonicUs();
    auto known = d->cookies.find(hash, nowUs);
    std::shared_ptr<const Account> account = known ? d->cache.findAccount(known->account.text()) : nullptr;
    if (!known || !account) {
        struct Found
        {
            std::optional<store::Session> session;
            std::shared_ptr<const Account> account;
        };
        auto reading = d->database.read(loop, [p = d, hash](storage::Connection &connection) -> Result<Found> {
            auto session = store::findSessionByCookie(connection, hash);
            if (!session)
                return std::move(session).error();
            Found found{std::move(*session), nullptr};
            if (!found.session)
                return found;
            auto loaded = p->loadAccount(connection, found.session->account);
            if (!loaded)
                return std::move(loaded).error();
            found.account = std::move(*loaded);
            return found;
        });
        auto found = co_await reading;
        if (!found)
            co_return std::move(found).error();
        if (!found->session || found->session->revoked || !found->account)
            co_return invalidTokenError();
        known = CookieCache::Known{found->session->account, found->session->id, found->session->expiresAtMs, nowUs};
        d->cookies.add(hash, *known);
        account = std::move(found->account);
    }
    if (d->revoked.contains(known->session.text()) || d->clock.wallMs() >= known->expiresAtMs)
        co_return invalidTokenError();
    co_return d->admit(std::move(account), known->session);
}

} // namespace beaver::identity
