#include <server/identity/address_name.h>
#include <server/identity/login_throttle.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr int freeFailures = 4;
constexpr std::int64_t secondUs = 1'000'000;
constexpr std::int64_t longestUs = LoginThrottle::longestMs * 1000;
constexpr std::int64_t forgetUs = 60 * 60 * secondUs;

std::string accountName(std::string_view account)
{
    return std::string(account.substr(0, 254));
}

} // namespace

std::int64_t LoginThrottle::begin(std::string_view address, std::string_view account, std::int64_t accountMs)
{
    const std::string from = addressName(address);
    const std::string to = accountName(account);
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowUs = m_clock.monotonicUs();
    const std::int64_t wait = std::max(waitUs(m_addresses, from, nowUs), waitUs(m_accounts, to, nowUs));
    if (wait > 0)
        return (wait + 999) / 1000;
    count(m_addresses, from, nowUs, longestUs);
    count(m_accounts, to, nowUs, accountMs * 1000);
    return 0;
}

std::int64_t LoginThrottle::beginKnown(std::string_view address, std::string_view account, std::int64_t accountMs)
{
    const std::string from = addressName(address);
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowUs = m_clock.monotonicUs();
    if (const std::int64_t wait = waitUs(m_addresses, from, nowUs); wait > 0)
        return (wait + 999) / 1000;
    count(m_addresses, from, nowUs, longestUs);
    count(m_accounts, accountName(account), nowUs, accountMs * 1000);
    return 0;
}

bool LoginThrottle::slows(std::string_view address)
{
    const std::string from = addressName(address);
    const std::lock_guard lock(m_mutex);
    return waitUs(m_addresses, from, m_clock.monotonicUs()) > 0;
}

void LoginThrottle::succeeded(std::string_view address, std::string_view account)
{
    const std::lock_guard lock(m_mutex);
    // Not reset: who has one account of his own could clear his address with it after every few guesses at another's.
    uncount(m_addresses, addressName(address));
    m_accounts.erase(accountName(account));
}

void LoginThrottle::takenBack(std::string_view address, std::string_view account)
{
    const std::lock_guard lock(m_mutex);
    uncount(m_addresses, addressName(address));
    uncount(m_accounts, accountName(account));
}

std::size_t LoginThrottle::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_addresses.size() + m_accounts.size();
}

std::int64_t LoginThrottle::waitUs(Entries &entries, const std::string &name, std::int64_t nowUs) const
{
    const auto found = entries.find(name);
    if (found == entries.end())
        return 0;
    if (nowUs - found->second.lastUs > forgetUs) {
        entries.erase(found);
        return 0;
    }
    return std::max<std::int64_t>(found->second.blockedUntilUs - nowUs, 0);
}

void LoginThrottle::count(Entries &entries, const std::string &name, std::int64_t nowUs, std::int64_t mostUs)
{
    if (entries.size() >= m_most && !entries.contains(name))
        makeRoom(entries, nowUs);
    Entry &entry = entries[name];
    ++entry.failures;
    entry.lastUs = nowUs;
    if (entry.failures > freeFailures) {
        const int doublings = std::min(entry.failures - freeFailures - 1, 20);
        entry.blockedUntilUs = nowUs + std::min(secondUs << doublings, mostUs);
    }
}

/// Looks at some, not at all: this runs on a loop.
void LoginThrottle::makeRoom(Entries &entries, std::int64_t nowUs)
{
    const auto lessTelling = [nowUs](const Entry &a, const Entry &b) {
        const auto rank = [nowUs](const Entry &entry) {
            return std::pair(nowUs - entry.lastUs > forgetUs ? 0 : entry.failures, entry.lastUs);
        };
        return rank(a) < rank(b);
    };
    const std::string *victim = nullptr;
    const Entry *least = nullptr;
    for (std::size_t step = 0; step < entries.bucket_count() && (step < 64 || !victim); ++step) {
        const std::size_t bucket = m_sweptTo++ % entries.bucket_count();
        for (auto at = entries.cbegin(bucket); at != entries.cend(bucket); ++at) {
            if (!least || lessTelling(at->second, *least)) {
                victim = &at->first;
                least = &at->second;
            }
        }
    }
    if (victim)
        entries.erase(std::string(*victim));
}

void LoginThrottle::uncount(Entries &entries, const std::string &name)
{
    const auto found = entries.find(name);
    if (found == entries.end())
        return;
    if (--found->second.failures <= 0) {
        entries.erase(found);
        return;
    }
    if (found->second.failures <= freeFailures)
        found->second.blockedUntilUs = 0;
}

} // namespace beaver::identity
