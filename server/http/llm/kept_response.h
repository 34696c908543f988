#pragma once

#include <QCoroTask>

#include <server/http/front/exchange.h>
#include <server/relay/types.h>
#include <server/responses/items.h>
#include <server/responses/response_service.h>
#include <server/wire/sse.h>

#include <optional>

namespace beaver::http {

/// What becomes of a call to `POST /v1/responses` beside its answer.
struct KeptResponse
{
    std::string body; ///< for the model: with what the response goes on from before its own input
    bool keep = false;
    responses::StoredResponse response; ///< all but its id and body
};

/// Looks up what a request goes on from. Errors: NotFound (`previous_response_not_found`), InvalidRequest.
QCoro::Task<Result<KeptResponse>> prepareResponse(responses::ResponseService &service,
                                                  std::shared_ptr<Exchange> exchange);

/// Keeps the answer `body`; resumes after the commit. What can't be kept is logged: the answer is paid for and goes
/// out.
QCoro::Task<> keepResponse(responses::ResponseService &service, ops::EventLoop &loop,
                           responses::StoredResponse response, std::string body);

/// Lets a stream pass and takes the whole response out of its last event, which waits for letGo().
class KeepingSink final : public relay::StreamSink
{
public:
    explicit KeepingSink(relay::StreamSink &client)
        : m_client(client)
        , m_splitter(16 * 1024 * 1024)
    {}

    void begin(const relay::StreamOpening &opening) override { m_client.begin(opening); }
    void write(std::string_view bytes) override;
    void finish() override;
    void abort() override { m_client.abort(); }
    bool gone() const override { return m_client.gone(); }
    bool congested() const override { return m_client.congested(); }
    void onGone(std::function<void()> action) override { m_client.onGone(std::move(action)); }
    void onDrained(std::function<void()> action) override { m_client.onDrained(std::move(action)); }

    /// JSON; empty: the stream didn't end as one does.
    const std::string &response() const { return m_response; }
    void letGo();

private:
    relay::StreamSink &m_client;
    wire::SseSplitter m_splitter;
    std::string m_response;
    std::string m_held;
    bool m_finished = false;
};

} // namespace beaver::http
