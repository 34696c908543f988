#pragma once

#include <server/providers/profile.h>
#include <server/wire/chat_request.h>
#include <server/wire/outgoing_body.h>
#include <server/wire/unit_request.h>

#include <coroutine>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::providers {

/// How an attempt's transport ended.
enum class TransportEnd : std::uint8_t {
    Running,
    Complete,      ///< the whole answer arrived
    ConnectFailed, ///< no connection, so the provider did nothing
    Broken,        ///< reset, cut, or not HTTP
    TimedOut,      ///< connect, first byte, silence or whole call
    TooLarge,      ///< headers or body over the bound
    BadEncoding,   ///< a content coding that wasn't asked for
};

/// One try at one endpoint. Loop's thread only; destroying it cancels. The reader waits and then looks:
///
///     while (!attempt.ended()) {
///         auto change = attempt.change();
///         co_await change;
///         attempt.take(bytes);
///     }
class Attempt
{
public:
    virtual ~Attempt() = default;

    /// HTTP status, or 0 while it isn't known.
    int status() const { return m_status; }
    /// Bytes of the body that arrived since the last call, swapped into `into`, whose old content is dropped.
    void take(std::string &into)
    {
        into.clear();
        into.swap(m_bytes);
        taken();
    }
    bool hasBytes() const { return !m_bytes.empty(); }
    bool ended() const { return m_end != TransportEnd::Running; }
    TransportEnd end() const { return m_end; }
    /// For the operator: what failed.
    const std::string &detail() const { return m_detail; }
    /// Of the answer; empty where it names none.
    const std::string &contentType() const { return m_contentType; }
    /// Milliseconds, from the answer's headers; 0 where it says nothing.
    std::int64_t retryAfterMs() const { return m_retryAfterMs; }

    /// Stops reading from the provider until resume().
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Wakes the reader without a change, because something else has happened (the client left).
    void interrupt()
    {
        m_interrupted = true;
        wake();
    }

    class Change
    {
    public:
        explicit Change(Attempt &attempt)
            : m_attempt(attempt)
        {}
        bool await_ready() const { return m_attempt.hasBytes() || m_attempt.ended() || m_attempt.m_interrupted; }
        void await_suspend(std::coroutine_handle<> reader) { m_attempt.m_reader = reader; }
        void await_resume() { m_attempt.m_interrupted = false; }

    private:
        Attempt &m_attempt;
    };
    /// Bind it to a name, then await the name. One reader.
    Change change() { return Change(*this); }

    /// The same of two attempts that one reader waits for: either wakes it.
    class EitherChange
    {
    public:
        EitherChange(Attempt &one, Attempt &other)
            : m_one(one)
            , m_other(other)
        {}
        bool await_ready() const { return Change(m_one).await_ready() || Change(m_other).await_ready(); }
        void await_suspend(std::coroutine_handle<> reader) { m_one.m_reader = m_other.m_reader = reader; }
        void await_resume()
        {
            for (Attempt *each : {&m_one, &m_other}) {
                each->m_reader = nullptr;
                each->m_interrupted = false;
            }
        }

    private:
        Attempt &m_one;
        Attempt &m_other;
    };

protected:
    /// Resumes the reader, which may destroy this attempt: nothing of it may be touched afterwards.
    void wake()
    {
        if (const auto reader = std::exchange(m_reader, nullptr))
            reader.resume();
    }
    virtual void taken() {}

    int m_status = 0;
    std::string m_bytes;
    TransportEnd m_end = TransportEnd::Running;
    std::string m_detail;
    std::string m_contentType;
    std::int64_t m_retryAfterMs = 0;

private:
    std::coroutine_handle<> m_reader;
    bool m_interrupted = false;
};

/// One request to an endpoint.
struct Ask
{
    wire::Dialect dialect = wire::Dialect::OpenAiChat; ///< of a chat's body
    std::string_view model;                            ///< as the provider names it; stands in the URL of Gemini
    bool stream = false;
    wire::OutgoingBody body;                 ///< its pieces, where it has some, live as long as the attempt
    std::vector<std::string> headers;        ///< whole lines of the client's own, e.g. `anthropic-beta: …`
    const wire::ChatRequest *chat = nullptr; ///< what is asked for, for a provider that answers by itself
    const wire::UnitRequest *unit = nullptr; ///< a call that isn't a chat
};

/// A kind of upstream on one loop.
class Provider
{
public:
    virtual ~Provider() = default;
    /// Starts a call. What `ask` points to lives until this returns, the pieces of its body until the attempt dies.
    virtual std::unique_ptr<Attempt> start(std::shared_ptr<const Endpoint> endpoint, Ask ask) = 0;
};

} // namespace beaver::providers
