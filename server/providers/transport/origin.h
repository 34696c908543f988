#pragma once

#include <server/providers/transport/plain_connection.h>
#include <sys/socket.h>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace beaver::providers {

/// What an `http` URL says, as libcurl reads it, so that both transports understand one alike.
struct PlainUrl
{
    std::string host; ///< as the URL has it: IPv6 in brackets
    std::uint16_t port = 80;
    std::string target; ///< path and query

    /// Nothing for another scheme, a URL with a user's name or password, or one that can't be read.
    static std::optional<PlainUrl> of(const std::string &text);
    /// The `Host` header's value.
    std::string authority() const;
};

/// A server, its addresses, and the connections to it that nobody uses now. Loop's thread only.
class Origin final : private PlainConnection::User, public std::enable_shared_from_this<Origin>
{
public:
    struct Addresses
    {
        std::vector<sockaddr_storage> found; ///< IPv4 and IPv6, in the order to try them
        std::string problem;                 ///< why there are none
    };
    /// Who waits for addresses.
    class Waiter
    {
    public:
        virtual void onAddresses(const Addresses &addresses) = 0;

    protected:
        ~Waiter() = default;
    };

    Origin(ops::EventLoop &loop, const PlainUrl &url);
    ~Origin();

    bool is(const PlainUrl &url) const { return m_host == url.host && m_port == url.port; }

    /// What is known, if it was asked for within the last minute. A host that is an address is always known.
    const Addresses *addresses() const;
    /// Asks the system's resolver, on a thread of its own; once for all that wait.
    void lookUp(Waiter &waiter);
    void forget(Waiter &waiter);

    /// The connection that was used last; null: none that may still stand.
    std::unique_ptr<PlainConnection> take();
    void keep(std::unique_ptr<PlainConnection> connection, std::size_t most);

private:
    struct Inbox;
    static Addresses resolve(const std::string &host, std::uint16_t port, int flags);
    void lookedUp(Addresses addresses);

    void onConnected(PlainConnection &, int) override {}
    void onReadable(PlainConnection &connection) override;
    void onWritable(PlainConnection &) override {}

    ops::EventLoop &m_loop;
    const std::string m_host;
    const std::uint16_t m_port;
    Addresses m_addresses;
    std::int64_t m_knownUntilUs = 0;
    std::vector<Waiter *> m_waiting; // null where one has gone meanwhile
    std::shared_ptr<Inbox> m_inbox;
    std::deque<std::unique_ptr<PlainConnection>> m_idle; // the last used at the end
};

} // namespace beaver::providers
