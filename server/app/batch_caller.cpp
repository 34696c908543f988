#include <server/app/batch_caller.h>
#include <server/http/llm/decode_call.h>
#include <server/ledger/ledger_store.h>
#include <shared/api/error_body.h>
#include <shared/api/http_status.h>

#include <algorithm>
#include <array>

namespace beaver::app {

namespace {

using batches::LineAnswer;
using batches::LineCall;

constexpr std::int64_t knownForUs = 2'000'000; // a revoked key's batch ends so soon
constexpr std::size_t mostKnown = 1024;
constexpr std::size_t keptBytes = 64 * 1024 * 1024; // embeddings of a long list are large

/// What a path of a batch is called as.
struct Callee
{
    std::string_view path;
    std::string_view name;                ///< of the records
    std::optional<wire::Dialect> dialect; ///< empty: a unit
    wire::UnitKind unit = wire::UnitKind::Embeddings;

    std::string_view scope() const { return dialect ? "chat.completions" : wire::unitSurface(unit).scope; }
};

constexpr std::array<Callee, 5> callees{{
    {"/v1/chat/completions", "batches.chat.completions", wire::Dialect::OpenAiChat, {}},
    {"/v1/responses", "batches.responses", wire::Dialect::Responses, {}},
    {"/v1/messages", "batches.messages", wire::Dialect::Anthropic, {}},
    {"/v1/embeddings", "batches.embeddings", std::nullopt, wire::UnitKind::Embeddings},
    {"/v1/completions", "batches.completions", std::nullopt, wire::UnitKind::Completion},
}};

Error closedKey()
{
    return {ErrorCode::Unauthenticated,
            "The API key of this batch is unknown, expired or revoked.",
            {},
            "invalid_api_key",
            {},
            0};
}

LineAnswer::Kind kindOf(const Error &error)
{
    using Kind = LineAnswer::Kind;
    if (error.reason == "gateway_stopping")
        return Kind::Interrupted;
    switch (error.code) {
    case ErrorCode::InsufficientBalance:
        return Kind::Stop;
    case ErrorCode::RateLimited:
        // Ours without a time: the call alone is more than the window takes, and waiting doesn't help.
        if (error.retryAfterMs > 0)
            return Kind::Wait;
        return error.detail.empty() ? Kind::Refused : Kind::Again;
    case ErrorCode::Unavailable:
        if (error.reason == "storage_unavailable")
            return Kind::Wait;
        return error.reason == "price_unknown" || error.reason == "no_endpoint" ? Kind::Refused : Kind::Again;
    case ErrorCode::UpstreamFailed:
    case ErrorCode::Timeout:
    case ErrorCode::Internal:
        return Kind::Again;
    default:
        return Kind::Refused;
    }
}

LineAnswer refusal(const Callee &callee, const Error &error, const CallId &call, bool crowdedOut = false)
{
    LineAnswer answer;
    answer.kind = crowdedOut ? LineAnswer::Kind::Crowded : kindOf(error);
    answer.status = api::httpStatus(error.code);
    answer.requestId = call.text();
    answer.body =
        api::errorBody(callee.dialect == wire::Dialect::Anthropic ? api::Surface::Anthropic : api::Surface::Beaver,
                       error, answer.requestId);
    answer.retryAfterMs = error.retryAfterMs;
    return answer;
}

Result<std::shared_ptr<relay::Call>> decode(const Callee &callee, std::string body)
{
    auto call = callee.dialect ? http::decodeChat(*callee.dialect, std::move(body))
                               : http::decodeUnitCall(callee.unit, std::move(body), "application/json");
    if (call && (*call)->request.stream)
        return invalid("stream", "A line of a batch can't be streamed.");
    return call;
}

} // namespace

QCoro::Task<LineAnswer> BatchCaller::call(LineCall line)
{
    const auto *const callee =
        std::find_if(callees.begin(), callees.end(), [&](const Callee &one) { return one.path == line.endpoint; });
    const auto id = newId<CallId>(m_clock.wallMs());
    if (callee == callees.end())
        co_return refusal(callees.front(), internalError("a batch of " + line.endpoint), id);
    auto asking = principalOf(line.account, line.key);
    const auto principal = co_await asking;
    if (!principal)
        co_return refusal(*callee, principal.error(), id);
    if (principal->key && !principal->key->mayUseScope(callee->scope()))
        co_return refusal(*callee,
                          {ErrorCode::Forbidden,
                           "This key lacks the scope '" + std::string(callee->scope()) + "'.",
                           {},
                           "scope_required",
                           {},
                           0},
                          id);
    auto decoded = decode(*callee, std::move(line.body));
    if (!decoded)
        co_return refusal(*callee, decoded.error(), id);

    auto &call = **decoded;
    call.id = id;
    call.principal = *principal;
    call.surface = callee->name;
    call.idempotencyKey = line.idempotencyKey;
    call.arrivedUs = m_clock.monotonicUs();
    call.pricePercent = line.pricePercent;
    call.keptBytes = keptBytes;
    auto running = m_relay.run(*decoded);
    auto reply = co_await running;
    if (!reply)
        co_return refusal(*callee, reply.error(), id, call.crowdedOut);
    co_return LineAnswer{LineAnswer::Kind::Answered, reply->status, reply->call.text(), std::move(reply->body), 0};
}

QCoro::Task<std::optional<LineAnswer>> BatchCaller::recall(LineCall line)
{
    auto reading = m_database.read(m_loop, [line](storage::Connection &connection) {
        return ledger::store::reply(connection, line.account, line.idempotencyKey);
    });
    auto kept = co_await reading;
    if (!kept || !*kept || !(*kept)->body)
        co_return std::nullopt;
    auto &reply = **kept;
    co_return LineAnswer{LineAnswer::Kind::Answered, reply.status, reply.call.text(), std::move(*reply.body), 0};
}

QCoro::Task<Result<identity::Principal>> BatchCaller::principalOf(AccountId account, KeyId key)
{
    const std::string name = account.text() + ' ' + key.text();
    const std::int64_t nowUs = m_clock.monotonicUs();
    if (const auto known = m_known.find(name); known != m_known.end() && known->second.untilUs > nowUs)
        co_return identity::Principal(known->second.principal); // QCoro moves out of what it is given

    auto asking = m_identity.account(m_loop, account);
    auto owner = co_await asking;
    if (!owner)
        co_return owner.error();
    if (!owner->active())
        co_return Error{ErrorCode::Forbidden,
                        "This account is suspended. Its operator can say why.",
                        {},
                        "account_suspended",
                        {},
                        0};
    identity::Principal principal;
    principal.account = std::make_shared<const identity::Account>(std::move(*owner));
    if (!key.isEmpty()) {
        auto finding = m_identity.principal(m_loop, account, key);
        auto found = co_await finding;
        if (!found)
            co_return found.error().code == ErrorCode::Unauthenticated ? closedKey() : found.error();
        principal = std::move(*found);
    }
    if (m_known.size() >= mostKnown)
        m_known.clear();
    m_known[name] = {principal, nowUs + knownForUs};
    co_return principal;
}

} // namespace beaver::app
