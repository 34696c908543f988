#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <server/providers/transport/origin.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <system_error>
#include <thread>
#include <utility>

namespace beaver::providers {

namespace {

constexpr std::int64_t knownForUs = 60'000'000;
constexpr std::int64_t longestIdleUs = 100'000'000; // servers and what stands between forget them after a minute or two

std::optional<std::string> part(CURLU *url, CURLUPart which, unsigned flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

} // namespace

std::optional<PlainUrl> PlainUrl::of(const std::string &text)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return {};
    const auto scheme = part(url.get(), CURLUPART_SCHEME);
    auto host = part(url.get(), CURLUPART_HOST);
    const auto port = part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (scheme != "http" || !host || host->empty() || !port || part(url.get(), CURLUPART_USER) ||
        part(url.get(), CURLUPART_PASSWORD) || part(url.get(), CURLUPART_ZONEID))
        return {};
    if (std::any_of(host->begin(), host->end(), [](char c) { return c <= ' ' || c > '~'; }))
        return {};
    PlainUrl read;
    read.host = std::move(*host);
    std::from_chars(port->data(), port->data() + port->size(), read.port);
    read.target = part(url.get(), CURLUPART_PATH).value_or("/");
    if (const auto query = part(url.get(), CURLUPART_QUERY))
        read.target.append("?").append(*query);
    return read;
}

std::string PlainUrl::authority() const
{
    return port == 80 ? host : host + ":" + std::to_string(port);
}

/// Where the resolver's thread leaves its answer, for as long as there is somebody to get it.
struct Origin::Inbox
{
    std::mutex mutex; // guards the next
    Origin *owner = nullptr;
};

Origin::Origin(ops::EventLoop &loop, const PlainUrl &url)
    : m_loop(loop)
    , m_host(url.host)
    , m_port(url.port)
    , m_inbox(std::make_shared<Inbox>())
{
    m_inbox->owner = this;
    const std::string bare = m_host.starts_with('[') ? m_host.substr(1, m_host.size() - 2) : m_host;
    if (bare == "localhost") {
        for (const char *address : {"::1", "127.0.0.1"})
            m_addresses.found.push_back(resolve(address, m_port, AI_NUMERICHOST).found.front());
    } else {
        m_addresses = resolve(bare, m_port, AI_NUMERICHOST);
    }
    if (!m_addresses.found.empty())
        m_knownUntilUs = std::numeric_limits<std::int64_t>::max();
}

Origin::~Origin()
{
    const std::lock_guard lock(m_inbox->mutex);
    m_inbox->owner = nullptr;
}

Origin::Addresses Origin::resolve(const std::string &host, std::uint16_t port, int flags)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags;
    addrinfo *list = nullptr;
    Addresses addresses;
    if (const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &list); failure != 0) {
        addresses.problem = ::gai_strerror(failure);
        return addresses;
    }
    for (const addrinfo *each = list; each; each = each->ai_next) {
        if (each->ai_family != AF_INET && each->ai_family != AF_INET6)
            continue;
        sockaddr_storage &address = addresses.found.emplace_back();
        std::memcpy(&address, each->ai_addr, each->ai_addrlen);
    }
    ::freeaddrinfo(list);
    return addresses;
}

const Origin::Addresses *Origin::addresses() const
{
    return m_loop.nowUs() < m_knownUntilUs ? &m_addresses : nullptr;
}

void Origin::lookUp(Waiter &waiter)
{
    m_waiting.push_back(&waiter);
    if (m_waiting.size() > 1)
        return;
    const auto ask = [inbox = m_inbox, &loop = m_loop, host = m_host, port = m_port] {
        Addresses addresses = resolve(host, port, 0);
        const std::lock_guard lock(inbox->mutex);
        if (!inbox->owner) // nor, perhaps, a loop
            return;
        loop.post([inbox, addresses = std::move(addresses)]() mutable {
            if (inbox->owner) // changed on this thread alone
                inbox->owner->lookedUp(std::move(addresses));
        });
    };
    try {
        std::thread(ask).detach();
    } catch (const std::system_error &failure) { // no more threads: those who wait are told, later as always
        m_loop.post([inbox = m_inbox, addresses = Addresses{{}, failure.what()}]() mutable {
            if (inbox->owner)
                inbox->owner->lookedUp(std::move(addresses));
        });
    }
}

void Origin::lookedUp(Addresses addresses)
{
    const auto alive = shared_from_this();
    m_addresses = std::move(addresses);
    m_knownUntilUs = m_addresses.found.empty() ? 0 : m_loop.nowUs() + knownForUs;
    // NOLINTNEXTLINE(modernize-loop-convert): one may go, or come, because of another's end
    for (std::size_t at = 0; at < m_waiting.size(); ++at) {
        if (Waiter *each = std::exchange(m_waiting[at], nullptr))
            each->onAddresses(m_addresses);
    }
    m_waiting.clear();
}

void Origin::forget(Waiter &waiter)
{
    std::replace(m_waiting.begin(), m_waiting.end(), &waiter, static_cast<Waiter *>(nullptr));
}

std::unique_ptr<PlainConnection> Origin::take()
{
    while (!m_idle.empty() && m_loop.nowUs() - m_idle.front()->idleSinceUs > longestIdleUs)
        m_idle.pop_front();
    if (m_idle.empty())
        return nullptr;
    auto connection = std::move(m_idle.back());
    m_idle.pop_back();
    return connection;
}

void Origin::keep(std::unique_ptr<PlainConnection> connection, std::size_t most)
{
    if (m_idle.size() >= most)
        return;
    connection->setUser(*this);
    connection->watchFor(true, false);
    connection->used = true;
    connection->idleSinceUs = m_loop.nowUs();
    m_idle.push_back(std::move(connection));
}

/// The server closes it, or says what nobody has asked for.
void Origin::onReadable(PlainConnection &connection)
{
    std::erase_if(m_idle, [&connection](const auto &one) { return one.get() == &connection; });
}

} // namespace beaver::providers
