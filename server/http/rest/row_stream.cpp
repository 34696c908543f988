#include <server/http/rest/row_stream.h>
#include <server/ops/async.h>

#include <optional>

namespace beaver::http {

namespace {

/// Wakes who waits for the client to take what was written, or to leave.
class DrainSignal
{
public:
    explicit DrainSignal(Exchange &exchange)
        : m_responder(exchange.responder)
        , m_loop(exchange.loop)
        , m_waiting(std::make_shared<std::optional<ops::Promise<bool>>>())
    {
        const auto wake = [waiting = m_waiting] {
            if (*waiting) {
                const auto promise = std::move(**waiting);
                waiting->reset();
                promise.set(true);
            }
        };
        m_responder->onDrained(wake);
        m_responder->onClientGone(wake);
    }

    bool full() const { return !m_responder->clientGone() && m_responder->unsent() > m_responder->highWater(); }
    ops::Future<bool> drained()
    {
        ops::Promise<bool> promise(*m_loop);
        *m_waiting = promise;
        return promise.future();
    }

private:
    std::shared_ptr<Responder> m_responder;
    ops::EventLoop *m_loop;
    std::shared_ptr<std::optional<ops::Promise<bool>>> m_waiting;
};

} // namespace

QCoro::Task<Result<Answer>> streamRows(std::shared_ptr<Exchange> exchange, storage::Database &database,
                                       std::string contentType, std::string fileName, RowSource source)
{
    Answer answer;
    answer.streamed = true;
    auto shared = std::make_shared<RowSource>(std::move(source));
    DrainSignal signal(*exchange);
    bool begun = false;
    while (true) {
        auto reading =
            database.read(*exchange->loop, [shared](storage::Connection &connection) { return (*shared)(connection); });
        const auto chunk = co_await reading;
        if (!chunk && !begun)
            co_return chunk.error();
        if (!chunk || exchange->responder->clientGone()) {
            exchange->responder->abort();
            co_return answer;
        }
        if (!begun) {
            ResponseHead head = exchange->head(200, contentType);
            head.add("content-disposition", "attachment; filename=\"" + fileName + "\"");
            head.add("cache-control", "no-store").add("x-content-type-options", "nosniff");
            exchange->responder->begin(head);
            begun = true;
        }
        if (!chunk->text.empty())
            exchange->responder->write(chunk->text);
        if (chunk->last) {
            exchange->responder->finish();
            co_return answer;
        }
        while (signal.full()) {
            auto draining = signal.drained();
            co_await draining;
        }
    }
}

void appendCsvText(std::string &to, std::string_view text)
{
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        to += text;
        return;
    }
    to += '"';
    if (formula)
        to += '\'';
    for (const char c : text) {
        if (c == '"')
            to += '"';
        to += c;
    }
    to += '"';
}

} // namespace beaver::http
