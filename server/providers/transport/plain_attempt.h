#pragma once

#include <server/providers/transport/http_attempt.h>
#include <server/providers/transport/origin.h>
#include <sys/uio.h>

#include <array>

namespace beaver::providers {

class PlainAttempt;

/// What the attempts of one PlainTransport share.
struct PlainShared
{
    PlainShared(ops::EventLoop &eventLoop, const TransportLimits &bounds)
        : loop(eventLoop)
        , limits(bounds)
    {}

    void sendSoon(PlainAttempt *attempt);
    void forget(PlainAttempt *attempt);

    ops::EventLoop &loop;
    const TransportLimits limits;
    std::array<char, 64 * 1024> buffer{}; ///< what is read goes through it
    int running = 0;

private:
    std::vector<PlainAttempt *> m_toSend; // at the end of this turn; null where one has died meanwhile
};

/// One request of a PlainTransport, on a kept connection or a new one.
class PlainAttempt final : public HttpAttempt,
                           private Origin::Waiter,
                           private PlainConnection::User,
                           private AnswerParser::Receiver
{
public:
    /// `head` ends behind the last header.
    PlainAttempt(PlainShared &shared, std::shared_ptr<const UpstreamTarget> target, std::shared_ptr<Origin> origin,
                 std::string head, wire::OutgoingBody body, bool stream);
    ~PlainAttempt() override { letGo(); }

    /// Begins, or goes on, as far as the connection takes it.
    void write();

private:
    void connect();
    void connectNext();
    void begin();
    void watch();
    void wentWrong(std::string_view detail);
    void finish(AnswerParser::State state);
    void letGo();
    std::size_t left() const { return m_head.size() + m_body.size() - m_sent; }
    std::size_t gather(std::array<iovec, 16> &pieces) const;

    void release() override { letGo(); }
    void taken() override;

    void onAddresses(const Origin::Addresses &addresses) override;
    void onConnected(PlainConnection &connection, int error) override;
    void onReadable(PlainConnection &connection) override;
    void onWritable(PlainConnection &) override { write(); }

    bool onStatus(int status) override;
    bool onHeader(std::string_view name, std::string_view value) override;
    bool onBody(std::string_view bytes) override { return takeBytes(bytes); }

    PlainShared &m_shared;
    const std::shared_ptr<Origin> m_origin;
    const std::string m_head;
    const wire::OutgoingBody m_body;
    std::size_t m_sent = 0; ///< of head and body
    std::unique_ptr<PlainConnection> m_connection;
    std::vector<sockaddr_storage> m_addresses; ///< not yet tried, the next at the end
    std::string m_connectError;                ///< of the last one tried
    std::int64_t m_connectUntilUs = 0;
    ops::TimerId m_connectTimer = 0;
    bool m_going = true;
    bool m_writeFailed = false;
    bool m_answered = false; ///< a byte has come on this connection
};

} // namespace beaver::providers
