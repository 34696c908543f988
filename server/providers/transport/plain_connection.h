#pragma once

#include <server/ops/event_loop.h>
#include <server/providers/transport/answer_parser.h>
#include <sys/uio.h>

#include <memory>
#include <span>

struct sockaddr;

namespace beaver::providers {

/// A TCP connection on the loop's poller, which tells its user when it may be read or written. Loop's thread only.
class PlainConnection final : public ops::Watch
{
public:
    /// Who is told. Any call may destroy the connection.
    class User
    {
    public:
        /// The connection stands, or can't be made: `error` is an errno, 0 where it stands.
        virtual void onConnected(PlainConnection &connection, int error) = 0;
        virtual void onReadable(PlainConnection &connection) = 0;
        virtual void onWritable(PlainConnection &connection) = 0;

    protected:
        ~User() = default;
    };

    /// Begins to connect to an IPv4 or IPv6 address; null, and errno, where that fails at once.
    static std::unique_ptr<PlainConnection> begin(ops::EventLoop &loop, User &user, const sockaddr *address);
    ~PlainConnection() override;
    PlainConnection(const PlainConnection &) = delete;
    PlainConnection &operator=(const PlainConnection &) = delete;

    void setUser(User &user) { m_user = &user; }
    /// What the user wants to be told of. A connection nobody uses is watched for its end: reads.
    void watchFor(bool reads, bool writes);

    /// As ::sendmsg() and ::recv(): bytes, or -1 with errno.
    ssize_t send(std::span<iovec> pieces) const;
    ssize_t receive(char *to, std::size_t size) const;

    void ready(std::uint32_t events) override;

    AnswerParser parser;
    bool used = false;            ///< it has carried an answer
    std::int64_t idleSinceUs = 0; ///< while nobody uses it

private:
    PlainConnection(ops::EventLoop &loop, User &user, int socket);
    void watch(std::uint32_t events);

    ops::EventLoop &m_loop;
    User *m_user;
    const int m_socket;
    bool m_connecting = true;
    std::uint32_t m_watched = 0; ///< 0: not in the poller, which would tell of a reset all the same
};

} // namespace beaver::providers
