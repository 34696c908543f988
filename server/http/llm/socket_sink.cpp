#include <server/http/llm/socket_message.h>
#include <server/http/llm/socket_sink.h>

#include <utility>

namespace beaver::http {

namespace {

constexpr std::size_t longestEvent = 16 * 1024 * 1024; // the relay has bounded them already
constexpr std::string_view endMarker = "[DONE]";
/// How an error begins that the gateway writes into a stream; those of providers never come here as they are.
constexpr std::string_view errorBegin = "{\"error\":";

} // namespace

SocketSink::SocketSink(std::shared_ptr<WebSocket> socket, std::optional<std::string> id)
    : m_socket(std::move(socket))
    , m_id(std::move(id))
    , m_splitter(longestEvent)
{}

void SocketSink::write(std::string_view bytes)
{
    m_splitter.feed(bytes);
    while (const auto frame = m_splitter.next()) {
        if (frame->hasData)
            event(frame->data);
    }
    m_socket->flush();
}

void SocketSink::event(std::string_view data)
{
    if (data == endMarker)
        return;
    if (data.starts_with(errorBegin) && data.ends_with('}')) {
        m_error = data.substr(errorBegin.size(), data.size() - errorBegin.size() - 1);
        return;
    }
    m_socket->queue(chunkMessage(data, m_id));
}

void SocketSink::onGone(std::function<void()> action)
{
    if (m_cancelled && action) // the relay was busy with something else at that moment
        action();
    else
        m_onGone = std::move(action);
}

void SocketSink::cancel()
{
    m_cancelled = true;
    if (const auto action = std::exchange(m_onGone, nullptr))
        action();
}

void SocketSink::drained()
{
    if (const auto action = m_onDrained) // it may set another
        action();
}

} // namespace beaver::http
