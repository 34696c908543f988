#pragma once

#include <server/http/front/route_table.h>
#include <server/relay/relay.h>
#include <server/usage/body_keeper.h>

namespace beaver::responses {
class ResponseService;
}

namespace beaver::http {

struct KeptResponse;

/// Every path that calls a model: decodes the body in its dialect, hands the call to the relay, answers.
class ModelCallHandlers
{
public:
    /// `kept`: where responses are kept; null: they aren't.
    /// `bodies`: who keeps those of keys that ask for it; null: nobody.
    ModelCallHandlers(relay::Relay &relay, limits::LimitsService &limits, responses::ResponseService *kept = nullptr,
                      usage::BodyKeeper *bodies = nullptr)
        : m_relay(relay)
        , m_limits(limits)
        , m_kept(kept)
        , m_bodies(bodies)
    {}

    /// `POST /v1/chat/completions`: OpenAI's, the body names the model.
    QCoro::Task<Result<Answer>> completions(std::shared_ptr<Exchange> exchange);
    /// `/v1/models/{model+}/chat`: the path names it; the answer shows cost and balance.
    QCoro::Task<Result<Answer>> modelChat(std::shared_ptr<Exchange> exchange);
    /// `POST /v1/responses`.
    QCoro::Task<Result<Answer>> responses(std::shared_ptr<Exchange> exchange);
    /// `POST /v1/messages` of Anthropic.
    QCoro::Task<Result<Answer>> messages(std::shared_ptr<Exchange> exchange);
    /// `POST /v1/messages/count_tokens`: an estimate, free; a request by the limits.
    QCoro::Task<Result<Answer>> countTokens(std::shared_ptr<Exchange> exchange);
    /// `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent` of Gemini.
    QCoro::Task<Result<Answer>> generateContent(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> streamGenerateContent(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> geminiCountTokens(std::shared_ptr<Exchange> exchange);

    /// The handler of a path whose calls aren't chats (embeddings, images, audio, …).
    Handler unit(wire::UnitKind kind);

private:
    struct Asked
    {
        wire::Dialect dialect = wire::Dialect::OpenAiChat;
        std::string model;   ///< named by the path, or empty
        bool stream = false; ///< asked for by the path
        bool array = false;  ///< the stream is to be Google's JSON array
        bool costInBody = false;
        bool keepsBody = false;             ///< the request's own, for the log
        std::shared_ptr<KeptResponse> kept; ///< of a response
    };
    Result<Answer> counted(Exchange &exchange, wire::Dialect dialect, std::string_view member);
    std::string bodyForCall(Exchange &exchange, Asked &asked) const;
    QCoro::Task<Result<Answer>> chat(std::shared_ptr<Exchange> exchange, Asked asked);
    QCoro::Task<Result<Answer>> unitCall(std::shared_ptr<Exchange> exchange, wire::UnitKind kind);
    QCoro::Task<Result<Answer>> carryOut(std::shared_ptr<Exchange> exchange, std::shared_ptr<relay::Call> call,
                                         Asked asked);

    relay::Relay &m_relay;
    limits::LimitsService &m_limits;
    responses::ResponseService *m_kept;
    usage::BodyKeeper *m_bodies;
};

} // namespace beaver::http
