#pragma once

#include "response_parser.h"

#include <tests/bench/common/poller.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// One client connection with at most one request under way. Reconnects by itself when the server has closed between
/// two answers, which is its right.
class HttpConnection final : public Poller::Client
{
public:
    /// What happens on it. A callback may send the next request at once.
    class Owner
    {
    public:
        virtual ~Owner() = default;
        /// More of the body is there (in body()); take it if it should not pile up.
        virtual void received(HttpConnection &connection) = 0;
        /// The answer is complete.
        virtual void answered(HttpConnection &connection) = 0;
        /// The answer can't come any more; the connection is closed until the next send().
        virtual void failed(HttpConnection &connection, const std::string &why) = 0;
    };

    HttpConnection(Poller &poller, Owner &owner, std::uint16_t port, int index);
    ~HttpConnection() override;

    void send(std::string_view request);
    void ready(std::uint32_t events) override;

    int index() const { return m_index; }
    bool isOpen() const { return m_fd >= 0; }
    bool isBusy() const { return m_busy; }
    int status() const { return m_parser.status(); }
    std::string &body() { return m_body; }
    std::uint64_t reconnects() const { return m_connects > 0 ? m_connects - 1 : 0; }

private:
    bool open();
    void shut();
    void flush();
    void read();
    bool take(std::string_view bytes);
    void fail(const std::string &why);

    Poller &m_poller;
    Owner &m_owner;
    std::uint16_t m_port;
    int m_index;
    int m_fd = -1;
    bool m_busy = false;
    std::uint64_t m_connects = 0;
    std::string m_out;
    std::size_t m_sent = 0; ///< of m_out
    std::string m_body;
    ResponseParser m_parser;
};

} // namespace bench
