#include <QLoggingCategory>

#include <server/http/llm/chat_socket.h>
#include <server/http/llm/decode_call.h>
#include <server/http/llm/socket_message.h>
#include <server/http/llm/socket_sink.h>
#include <server/http/websocket/handshake.h>
#include <server/http/websocket/web_socket.h>
#include <server/wire/openai_answer.h>

#include <algorithm>

namespace beaver::http {

namespace {

Q_LOGGING_CATEGORY(socketLog, "beaver.websocket")

constexpr std::size_t mostCalls = 4; // at once on one socket
constexpr std::string_view protocolName = "beaver";

Error refusedFor(ErrorCode code, std::string message, std::string reason)
{
    return {code, std::move(message), {}, std::move(reason), {}, 1000};
}

/// One client and its calls. Each is a call of its own: authenticated, held, metered and charged by itself.
class ChatSocket final : public WebSocket::User, public std::enable_shared_from_this<ChatSocket>
{
public:
    ChatSocket(relay::Relay &relay, const Clock &clock, std::shared_ptr<Exchange> exchange,
               std::shared_ptr<WebSocket> socket)
        : m_relay(relay)
        , m_clock(clock)
        , m_exchange(std::move(exchange))
        , m_socket(std::move(socket))
    {}

    void received(std::string text) override;
    void drained() override;
    void drain() override;
    void closed() override;

private:
    struct Running
    {
        Running(std::shared_ptr<WebSocket> socket, std::optional<std::string> id, std::size_t size)
            : sink(std::move(socket), std::move(id))
            , bytes(size)
        {}
        SocketSink sink;
        const std::size_t bytes; ///< of its body
    };

    Result<void> mayStart(const SocketMessage &message) const;
    void start(SocketMessage message);
    void cancel(const std::string &id);
    static QCoro::Task<> run(std::shared_ptr<ChatSocket> self, std::shared_ptr<Running> one, std::string body);
    static QCoro::Task<std::string> carryOut(std::shared_ptr<ChatSocket> self, std::shared_ptr<Running> one,
                                             std::string body);
    void ended(const Running &one);

    relay::Relay &m_relay;
    const Clock &m_clock;
    const std::shared_ptr<Exchange> m_exchange;
    const std::shared_ptr<WebSocket> m_socket;
    std::vector<std::shared_ptr<Running>> m_running;
    std::size_t m_bytes = 0; ///< of the bodies of those
    bool m_draining = false;
};

void ChatSocket::received(std::string text)
{
    auto message = readSocketMessage(std::move(text));
    if (message.error)
        m_socket->send(errorMessage(*message.error, message.id));
    else if (message.kind == SocketMessage::Kind::Cancel)
        cancel(*message.id);
    else if (const auto may = mayStart(message); !may)
        m_socket->send(errorMessage(may.error(), message.id));
    else
        start(std::move(message));
}

Result<void> ChatSocket::mayStart(const SocketMessage &message) const
{
    if (m_draining)
        return refusedFor(ErrorCode::Unavailable, "The gateway is being restarted. Please try again.",
                          "gateway_stopping");
    if (m_running.size() >= mostCalls)
        return refusedFor(ErrorCode::RateLimited,
                          "Four calls run on this WebSocket already. Wait for one to end, or open another WebSocket.",
                          "too_many_calls");
    const bool taken =
        message.id && std::ranges::any_of(m_running, [&](const auto &one) { return one->sink.id() == message.id; });
    if (taken)
        return Error{
            ErrorCode::Conflict, "A call with this id is running on this WebSocket.", "id", "duplicate_id", {}, 0};
    if (!m_socket->keep(m_bytes + message.body.size()))
        return refusedFor(ErrorCode::Unavailable, "Too many large requests are under way. Try again in a moment.",
                          "too_many_bodies");
    return {};
}

void ChatSocket::start(SocketMessage message)
{
    auto one = std::make_shared<Running>(m_socket, std::move(message.id), message.body.size());
    m_bytes += one->bytes;
    m_running.push_back(one);
    run(shared_from_this(), std::move(one), std::move(message.body));
}

/// A call that has ended meanwhile is no error: its last message and the wish to end it have crossed.
void ChatSocket::cancel(const std::string &id)
{
    const auto running = m_running; // ending one changes it
    for (const auto &one : running) {
        if (one->sink.id() == id)
            one->sink.cancel();
    }
}

QCoro::Task<> ChatSocket::run(std::shared_ptr<ChatSocket> self, std::shared_ptr<Running> one, std::string body)
{
    auto carrying = carryOut(self, one, std::move(body));
    const std::string last = co_await carrying;
    self->m_socket->send(last);
    self->ended(*one);
}

/// The call's last message.
QCoro::Task<std::string> ChatSocket::carryOut(std::shared_ptr<ChatSocket> self, std::shared_ptr<Running> one,
                                              std::string body)
{
    // The socket may be older than what the key may do now.
    auto asking = self->m_exchange->authenticate();
    auto principal = co_await asking;
    if (!principal) {
        const std::string said = errorMessage(principal.error(), one->sink.id());
        if (principal.error().code != ErrorCode::Unauthenticated)
            co_return said;
        self->m_socket->send(said);
        self->m_socket->close(CloseCode::PolicyViolation, "The credential is no longer valid.");
        co_return std::string();
    }
    if (one->sink.gone())
        co_return doneMessage({}, one->sink.id(), true);
    auto call = decodeChat(wire::Dialect::OpenAiChat, std::move(body));
    if (!call)
        co_return errorMessage(call.error(), one->sink.id());
    CallTotals totals;
    (*call)->id = newId<CallId>(self->m_clock.wallMs());
    totals.receipt = (*call)->id.text();
    (*call)->principal = std::move(*principal);
    (*call)->surface = self->m_exchange->route->name;
    (*call)->arrivedUs = self->m_clock.monotonicUs();
    (*call)->sink = &one->sink;
    auto calling = self->m_relay.run(*call);
    auto reply = co_await calling;
    if (!reply) {
        if (reply.error().code == ErrorCode::Internal)
            qCCritical(socketLog, "call %s: %s", totals.receipt.c_str(), reply.error().detail.c_str());
        co_return errorMessage(reply.error(), one->sink.id(), totalsMembers(totals));
    }
    totals.usage = wire::usageJson(reply->usage);
    totals.cost = reply->cost;
    totals.balance = reply->balance;
    if (!reply->streamed && !reply->body.empty())
        self->m_socket->send(chunkMessage(reply->body, one->sink.id()));
    if (!one->sink.error().empty())
        co_return brokenMessage(one->sink.error(), one->sink.id(), totals);
    co_return doneMessage(totals, one->sink.id(), one->sink.cancelled());
}

void ChatSocket::ended(const Running &one)
{
    m_bytes -= one.bytes;
    std::erase_if(m_running, [&one](const auto &other) { return other.get() == &one; });
    m_socket->keep(m_bytes);
    if (m_draining)
        drain();
}

void ChatSocket::drained()
{
    const auto running = m_running;
    for (const auto &one : running)
        one->sink.drained();
}

void ChatSocket::drain()
{
    m_draining = true;
    if (m_running.empty())
        m_socket->close(CloseCode::GoingAway, "The gateway is being restarted.");
}

void ChatSocket::closed()
{
    const auto running = m_running;
    for (const auto &one : running)
        one->sink.cancel();
}

} // namespace

QCoro::Task<Result<Answer>> ChatSocketHandlers::open(std::shared_ptr<Exchange> exchange)
{
    const auto handshake = readHandshake(*exchange->request);
    Answer answer;
    answer.status = handshake.status;
    if (handshake.status != 101) {
        ResponseHead head;
        addHandshake(head, handshake, {});
        answer.headers = std::move(head.headers);
        Error error = invalid({}, handshake.message);
        error.reason = "bad_handshake";
        answer.body = api::errorBody(exchange->route->surface, error);
        co_return answer;
    }
    WebSocketLimits limits = m_limits;
    limits.message = exchange->route->bodyLimit;
    auto socket = std::make_shared<WebSocket>(*exchange->loop, exchange->responder, limits);
    // A browser brings its key as a second protocol, and wants one of them to be chosen.
    const bool named = std::ranges::find(handshake.protocols, protocolName) != handshake.protocols.end();
    ResponseHead head = exchange->head(101, {});
    addHandshake(head, handshake, named ? protocolName : std::string_view());
    socket->open(head, std::make_shared<ChatSocket>(m_relay, m_clock, exchange, socket));
    answer.streamed = true;
    co_return answer;
}

} // namespace beaver::http
