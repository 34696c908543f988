#pragma once

#include <server/http/websocket/web_socket.h>
#include <server/relay/types.h>
#include <server/wire/sse.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::http {

/// The relay's view of a client that waits on a WebSocket: each event of the stream becomes one text message. An event
/// that says why the stream broke is kept for the call's last message. Loop's thread.
class SocketSink final : public relay::StreamSink
{
public:
    /// `id`: the client's own name for the call.
    SocketSink(std::shared_ptr<WebSocket> socket, std::optional<std::string> id);

    void begin(const relay::StreamOpening &) override {}
    void write(std::string_view bytes) override;
    void finish() override {}
    bool gone() const override { return m_cancelled || !m_socket->isOpen(); }
    bool congested() const override { return m_socket->congested(); }
    void onGone(std::function<void()> action) override;
    void onDrained(std::function<void()> action) override { m_onDrained = std::move(action); }

    /// The client wants no more of it, or has left.
    void cancel();
    bool cancelled() const { return m_cancelled; }
    void drained();

    const std::optional<std::string> &id() const { return m_id; }
    /// JSON of the error that ended the stream; empty: none did.
    const std::string &error() const { return m_error; }

private:
    void event(std::string_view data);

    const std::shared_ptr<WebSocket> m_socket;
    const std::optional<std::string> m_id;
    wire::SseSplitter m_splitter;
    std::string m_error;
    bool m_cancelled = false;
    std::function<void()> m_onGone;
    std::function<void()> m_onDrained;
};

} // namespace beaver::http
