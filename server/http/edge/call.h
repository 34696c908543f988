#pragma once

#include <server/http/edge/responder.h>

#include <functional>
#include <memory>

namespace beaver::http {

class Connection;

/// The responder of one request. Knows its connection until the answer has ended or the peer has left, whichever comes
/// first.
class Call final : public Responder, public std::enable_shared_from_this<Call>
{
public:
    Call(Connection &connection, std::size_t highWater)
        : m_connection(&connection)
        , m_highWater(highWater)
    {}
    ~Call() override;
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

    void send(const ResponseHead &head, std::string_view body) override;
    void begin(const ResponseHead &head) override;
    bool write(std::string_view bytes) override;
    void finish() override;
    void abort() override;
    bool upgrade(const ResponseHead &head, std::shared_ptr<Upgraded> by) override;
    bool keep(std::size_t bytes) override;
    bool clientGone() const override { return m_gone; }
    std::size_t unsent() const override;
    std::size_t highWater() const override { return m_highWater; }
    void onClientGone(std::function<void()> action) override { m_onGone = std::move(action); }
    void onDrained(std::function<void()> action) override { m_onDrained = std::move(action); }

    /// The connection's side: the answer is complete.
    void ended();
    /// The connection's side: it is closed; tellGone() follows.
    void lost();
    void tellGone();
    /// Lets go of the actions and of who took over, which usually hold this responder: nobody will call them any more.
    void forgetActions();
    void drained();
    /// Of an upgraded connection.
    bool received(std::string_view &bytes);
    void drain();

private:
    Connection *m_connection;
    const std::size_t m_highWater;
    bool m_begun = false;
    bool m_gone = false;
    std::function<void()> m_onGone;
    std::function<void()> m_onDrained;
    std::shared_ptr<Upgraded> m_upgraded;
};

} // namespace beaver::http
