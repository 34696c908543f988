#include <QLoggingCategory>

#include <server/http/front/cookies.h>
#include <server/http/front/credential.h>
#include <server/http/front/front.h>
#include <server/http/front/signature.h>
#include <shared/api/http_status.h>

#include <algorithm>
#include <charconv>

Q_LOGGING_CATEGORY(logFront, "beaver.http")

namespace beaver::http {

namespace {

/// An id that a client sent is kept when it can't be mistaken for anything else.
bool isUsableId(std::string_view id)
{
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    });
}

api::Surface surfaceOf(const Exchange &exchange)
{
    return exchange.route ? exchange.route->surface : api::Surface::Beaver;
}

/// The head of an error's answer.
ResponseHead failure(const Exchange &exchange, const Error &error)
{
    ResponseHead head = exchange.head(api::httpStatus(error.code), "application/json");
    if (head.status == 401)
        head.add("www-authenticate", "Bearer");
    if (head.status == 402)
        head.add("x-should-retry", "false");
    if (error.retryAfterMs > 0) {
        head.add("retry-after", std::to_string((error.retryAfterMs + 999) / 1000));
        head.add("retry-after-ms", std::to_string(error.retryAfterMs));
    }
    if (surfaceOf(exchange) == api::Surface::Anthropic)
        head.add("request-id", exchange.requestId);
    return head;
}

bool hasBody(Method method)
{
    return method == Method::Post || method == Method::Put || method == Method::Patch;
}

constexpr std::uint64_t smallBody = 16 * 1024;           ///< bounded by the number of connections
constexpr std::size_t longestBodyWithCookie = 1'048'576; ///< a session is looked up after the body

/// A client that waits for our word, a large body, or one of unknown size.
bool isAskedBeforeItsBody(const Request &request)
{
    if (request.hasHeader("expect") || request.hasHeader("transfer-encoding"))
        return true;
    const std::string_view length = request.header("content-length");
    std::uint64_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    return bytes > smallBody;
}

bool isJson(std::string_view contentType)
{
    const std::string_view type = contentType.substr(0, contentType.find(';'));
    constexpr std::string_view json = "application/json";
    if (type.size() < json.size() ||
        !std::equal(json.begin(), json.end(), type.begin(),
                    [](char expected, char c) {
                        return expected == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
                    }) ||
        type.find_first_not_of(" \t", json.size()) != std::string_view::npos)
        return false;
    const std::size_t charset = contentType.find("charset=");
    if (charset == std::string_view::npos)
        return true;
    std::string name(contentType.substr(charset + 8, 7));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return name.starts_with("utf-8") || name.starts_with("\"utf-8");
}

bool isForm(std::string_view contentType)
{
    return contentType.starts_with("multipart/form-data;");
}

identity::Role roleFor(Access access)
{
    switch (access) {
    case Access::Viewer:
        return identity::Role::Viewer;
    case Access::Billing:
        return identity::Role::Billing;
    case Access::Admin:
        return identity::Role::Admin;
    case Access::Owner:
        return identity::Role::Owner;
    default:
        return identity::Role::None;
    }
}

Error noCredential()
{
    return {ErrorCode::Unauthenticated,
            "Send a valid API key as 'Authorization: Bearer KEY'. This one is missing, unknown, expired or revoked.",
            {},
            "invalid_api_key",
            {},
            0};
}

/// The credit gateway's clients expect 422.
Error missingCredential(const Route &route)
{
    if (route.surface != api::Surface::CreditGateway)
        return noCredential();
    return {ErrorCode::Unprocessable,
            "The header 'Authorization: Bearer KEY' is required.",
            "Authorization",
            "missing_authorization",
            {},
            0};
}

} // namespace

Front::Front(ops::EventLoop &loop, Settings settings, RouteTable routes, identity::IdentityService &identity,
             AccessLog &log, const Clock &clock)
    : m_loop(loop)
    , m_settings(std::move(settings))
    , m_routes(std::move(routes))
    , m_identity(identity)
    , m_log(log)
    , m_clock(clock)
    , m_cors(m_settings.corsOrigins)
    , m_counters(m_routes.routes().size())
{
    for (const std::string &address : m_settings.trustedProxies)
        if (const auto block = identity::Cidr::parse(address))
            m_trustedProxies.push_back(*block);
}

std::string Front::edgeRefused(const Request *request, std::string_view reason, std::string_view message,
                               ResponseHead &head) const
{
    Exchange exchange;
    identify(exchange, request);
    head.headers.insert(head.headers.end(), std::make_move_iterator(exchange.commonHeaders.begin()),
                        std::make_move_iterator(exchange.commonHeaders.end()));
    Error error;
    error.code = head.status >= 500   ? ErrorCode::Unavailable
                 : head.status == 413 ? ErrorCode::PayloadTooLarge
                                      : ErrorCode::InvalidRequest;
    error.message = message;
    error.reason = reason;
    return api::errorBody(api::Surface::Beaver, error, exchange.requestId);
}

bool Front::isTrustedProxy(std::string_view address) const
{
    if (m_trustedProxies.empty())
        return false;
    const auto ip = identity::parseIp(address);
    return ip &&
           std::ranges::any_of(m_trustedProxies, [&](const identity::Cidr &block) { return block.contains(*ip); });
}

/// Goes back over one line's hops while `address` is a proxy of ours. False: one is no address.
bool Front::takeHops(std::string_view line, std::string &address) const
{
    while (!line.empty() && isTrustedProxy(address)) {
        const std::size_t comma = line.rfind(',');
        std::string_view hop = comma == std::string_view::npos ? line : line.substr(comma + 1);
        line = comma == std::string_view::npos ? std::string_view() : line.substr(0, comma);
        while (hop.starts_with(' ') || hop.starts_with('\t'))
            hop.remove_prefix(1);
        while (hop.ends_with(' ') || hop.ends_with('\t'))
            hop.remove_suffix(1);
        if (hop.find('%') != std::string_view::npos || !identity::parseIp(hop))
            return false;
        address = hop;
    }
    return true;
}

identity::Caller Front::callerOf(const Request &request) const
{
    identity::Caller caller;
    caller.address = request.peerAddress;
    // The last address that isn't a proxy of ours: what stands before it may be invented. A hop that is no address
    // ends the chain, since nobody vouches for what is before it either.
    for (auto line = request.headers.rbegin(); line != request.headers.rend() && isTrustedProxy(caller.address);
         ++line) {
        if (line->first == "x-forwarded-for" && !takeHops(line->second, caller.address))
            break;
    }
    const std::string_view referrer = request.header("referer");
    caller.referrer = referrer.empty() ? request.header("origin") : referrer;
    caller.userAgent = request.header("user-agent").substr(0, 200);
    return caller;
}

HeadVerdict Front::checkHead(const Request &request)
{
    HeadVerdict verdict;
    const auto match = m_routes.find(request.method, request.path);
    verdict.bodyLimit = match.route ? match.route->bodyLimit : 64 * 1024;
    verdict.webSocket = match.route && match.route->webSocket;
    if (!match.route || match.route->access == Access::Open || !isAskedBeforeItsBody(request))
        return verdict;
    // Who isn't known sends no body: it would take memory from those who are.
    Exchange exchange;
    exchange.route = match.route;
    exchange.caller = callerOf(request);
    std::optional<Result<identity::Principal>> known;
    if (const auto signature = findSignature(request)) { // which the body is part of
        if (!m_identity.couldSign(signature->keyId))
            known = noCredential();
    } else if (const auto credential = findCredential(request, match.route->surface == api::Surface::Gemini);
               credential && !credential->empty()) {
        known = tryAuthenticate(exchange, *credential);
    } else if (sessionCookie(request).empty()) {
        known = missingCredential(*match.route);
    } else {
        verdict.bodyLimit = std::min(verdict.bodyLimit, longestBodyWithCookie);
    }
    if (known && !*known) {
        identify(exchange, &request);
        verdict.refusal = failure(exchange, known->error());
        verdict.refusalBody = api::errorBody(match.route->surface, known->error(), exchange.requestId);
        finish(exchange, request, verdict.refusal->status);
    }
    return verdict;
}

/// Its ids, and the headers that every answer to it carries. `request` may be null.
void Front::identify(Exchange &exchange, const Request *request) const
{
    exchange.callId = newId<CallId>(m_clock.wallMs());
    const std::string_view given = request ? request->header("x-request-id") : std::string_view();
    exchange.requestId = isUsableId(given) ? std::string(given) : exchange.callId.text();
    if (request)
        exchange.commonHeaders = m_cors.headersFor(*request);
    exchange.commonHeaders.emplace_back("x-request-id", exchange.requestId);
}

void Front::handle(std::shared_ptr<Request> request, std::shared_ptr<Responder> responder)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request = std::move(request);
    exchange->responder = std::move(responder);
    exchange->loop = &m_loop;
    identify(*exchange, exchange->request.get());

    if (Cors::isPreflight(*exchange->request)) {
        exchange->responder->send(exchange->head(204, {}), {});
        finish(*exchange, *exchange->request, 204);
        return;
    }
    auto match = m_routes.find(exchange->request->method, exchange->request->path);
    if (!match.route) {
        ++m_counters.unrouted;
        if (match.allowed.empty()) {
            fail(*exchange, {ErrorCode::NotFound, "There is nothing at this path.", {}, "not_found", {}, 0});
        } else {
            fail(*exchange,
                 {ErrorCode::MethodNotAllowed,
                  "This path takes " + match.allowed + ".",
                  {},
                  "method_not_allowed",
                  {},
                  0},
                 {{"allow", match.allowed}});
        }
        return;
    }
    exchange->route = match.route;
    exchange->parameters = std::move(match.parameters);
    exchange->caller = callerOf(*exchange->request);
    run(std::move(exchange));
}

QCoro::Task<> Front::run(std::shared_ptr<Exchange> exchange)
{
    const Route &route = *exchange->route;
    if (route.webSocket) {
        if (!m_cors.allows(*exchange->request)) {
            fail(*exchange,
                 {ErrorCode::Forbidden,
                  "Pages of this origin may not open WebSockets here: the operator allows it in CORS_ORIGINS.",
                  "Origin",
                  "origin_not_allowed",
                  {},
                  0});
            co_return;
        }
        exchange->authenticate = [this, weak = std::weak_ptr(exchange)] { return authenticateAgain(weak.lock()); };
    }
    if (route.access != Access::Open) {
        const auto credential = findCredential(*exchange->request, route.surface == api::Surface::Gemini);
        if (!credential) {
            fail(*exchange, credential.error());
            co_return;
        }
        const bool isSigned = exchange->request->hasHeader("x-beaver-signature");
        if (!credential->empty() && isSigned) {
            fail(*exchange, {ErrorCode::InvalidRequest,
                             "A request is signed, or it carries a key; not both.",
                             "Authorization",
                             "ambiguous_credential",
                             {},
                             0});
            co_return;
        }
        std::optional<Result<identity::Principal>> known;
        if (!credential->empty() || isSigned) {
            known = tryAuthenticate(*exchange, *credential);
        } else if (!sessionCookie(*exchange->request).empty()) {
            auto asking = authenticateCookie(exchange);
            known.emplace(co_await asking);
        } else {
            fail(*exchange, missingCredential(route));
            co_return;
        }
        if (!known) {
            auto asking = authenticate(exchange);
            known.emplace(co_await asking);
        }
        if (!*known) {
            fail(*exchange, known->error());
            co_return;
        }
        exchange->principal = std::move(known->value());
        if (auto allowed = authorise(*exchange); !allowed) {
            fail(*exchange, allowed.error());
            co_return;
        }
    }
    if (hasBody(route.method)) {
        if (!exchange->request->header("content-encoding").empty()) {
            fail(*exchange, {ErrorCode::UnsupportedMediaType,
                             "Bodies are taken without a content coding.",
                             "Content-Encoding",
                             {},
                             {},
                             0});
            co_return;
        }
        const bool form = route.takesForms && isForm(exchange->request->header("content-type"));
        if (!exchange->request->body.empty() && !form && !isJson(exchange->request->header("content-type"))) {
            fail(*exchange,
                 {ErrorCode::UnsupportedMediaType,
                  route.takesForms ? "The body must be a form or JSON in UTF-8: send 'Content-Type: "
                                     "multipart/form-data' with its boundary, or 'application/json'."
                                   : "The body must be JSON in UTF-8: send 'Content-Type: application/json'.",
                  "Content-Type",
                  {},
                  {},
                  0});
            co_return;
        }
    }

    auto handling = route.handler(exchange);
    auto result = co_await handling;
    if (result)
        answer(*exchange, std::move(result.value()));
    else
        fail(*exchange, result.error());
}

std::optional<Result<identity::Principal>> Front::tryAuthenticate(const Exchange &exchange,
                                                                  std::string_view credential) const
{
    if (credential.empty()) {
        const auto signature = exchange.request ? findSignature(*exchange.request) : std::nullopt;
        if (signature)
            return m_identity.trySigned(*signature, exchange.caller);
    }
    if (identity::IdentityService::looksLikeAccessToken(credential))
        return m_identity.tryAccessToken(credential);
    return m_identity.tryKey(credential, exchange.caller);
}

QCoro::Task<Result<identity::Principal>> Front::authenticate(std::shared_ptr<Exchange> exchange)
{
    if (const auto signature = findSignature(*exchange->request)) {
        auto asking = m_identity.authenticateSigned(m_loop, *signature, exchange->caller);
        co_return co_await asking;
    }
    const std::string credential(
        findCredential(*exchange->request, exchange->route->surface == api::Surface::Gemini).value());
    if (identity::IdentityService::looksLikeAccessToken(credential)) {
        auto asking = m_identity.authenticateToken(m_loop, credential);
        co_return co_await asking;
    }
    auto asking = m_identity.authenticateKey(m_loop, credential, exchange->caller);
    co_return co_await asking;
}

QCoro::Task<Result<identity::Principal>> Front::authenticateCookie(std::shared_ptr<Exchange> exchange)
{
    // Browsers send a cookie along whoever's page asks them to.
    const std::string cookie(sessionCookie(*exchange->request));
    if (needsProofOfOrigin(*exchange->request, exchange->route->webSocket) &&
        !comesFromOwnPage(*exchange->request, m_settings.publicUrl) &&
        !m_identity.isCsrfToken(cookie, exchange->request->header("x-csrf-token")))
        co_return Error{ErrorCode::Forbidden,
                        "A request with a session cookie must come from this gateway's own pages, or carry the "
                        "'csrf_token' of its sign-in as x-csrf-token.",
                        "x-csrf-token",
                        "csrf_token_required",
                        {},
                        0};
    auto asking = m_identity.authenticateCookie(m_loop, cookie);
    co_return co_await asking;
}

QCoro::Task<Result<identity::Principal>> Front::authenticateAgain(std::shared_ptr<Exchange> exchange)
{
    // A signature lets in once; from then on the key itself is asked for.
    const auto &before = exchange->principal;
    if (before && before->key && exchange->request->hasHeader("x-beaver-signature")) {
        auto asking = m_identity.principal(m_loop, before->account->id, before->key->id);
        auto principal = co_await asking;
        if (!principal)
            co_return principal.error();
        exchange->principal = *principal;
        if (auto allowed = authorise(*exchange); !allowed)
            co_return allowed.error();
        co_return std::move(*principal);
    }
    const auto credential = findCredential(*exchange->request, false);
    std::optional<Result<identity::Principal>> known;
    if (credential->empty()) {
        auto asking = authenticateCookie(exchange);
        known.emplace(co_await asking);
    } else {
        known = tryAuthenticate(*exchange, *credential);
    }
    if (!known) {
        auto asking = authenticate(exchange);
        known.emplace(co_await asking);
    }
    if (!*known)
        co_return known->error();
    exchange->principal = known->value();
    if (auto allowed = authorise(*exchange); !allowed)
        co_return allowed.error();
    co_return std::move(known->value());
}

Result<void> Front::authorise(const Exchange &exchange) const
{
    const auto &principal = *exchange.principal;
    const Route &route = *exchange.route;
    if (!principal.account->active())
        return Error{ErrorCode::Forbidden,
                     "This account is suspended. Its operator can say why.",
                     {},
                     "account_suspended",
                     {},
                     0};
    if (route.access == Access::Session && principal.key)
        return Error{
            ErrorCode::Forbidden, "This needs a signed-in person, not an API key.", {}, "session_required", {}, 0};
    if (principal.role < roleFor(route.access))
        return Error{ErrorCode::Forbidden,
                     "This needs the role '" + std::string(identity::roleName(roleFor(route.access))) +
                         "' on the gateway.",
                     {},
                     "role_required",
                     {},
                     0};
    const bool reads = (route.method == Method::Get || route.method == Method::Head) && !route.webSocket;
    const std::string_view permission = reads ? "read" : "write";
    if (principal.key && !principal.key->hasPermission(permission) && !principal.key->hasPermission("admin"))
        return Error{ErrorCode::Forbidden,
                     "This key lacks the permission '" + std::string(permission) + "'.",
                     {},
                     "permission_required",
                     {},
                     0};
    if (principal.key && !route.scope.empty() && !principal.key->mayUseScope(route.scope))
        return Error{
            ErrorCode::Forbidden, "This key lacks the scope '" + route.scope + "'.", {}, "scope_required", {}, 0};
    return {};
}

void Front::answer(Exchange &exchange, Answer answer)
{
    if (!answer.streamed) {
        ResponseHead head = exchange.head(answer.status, std::move(answer.contentType));
        head.headers.insert(head.headers.end(), std::make_move_iterator(answer.headers.begin()),
                            std::make_move_iterator(answer.headers.end()));
        exchange.responder->send(head, answer.body);
    }
    finish(exchange, *exchange.request, answer.status);
}

void Front::fail(Exchange &exchange, const Error &error, std::vector<std::pair<std::string, std::string>> headers)
{
    if (api::httpStatus(error.code) == 500)
        qCCritical(logFront, "request %s: %s", exchange.requestId.c_str(), error.detail.c_str());
    ResponseHead head = failure(exchange, error);
    for (auto *more : {&headers, &exchange.failureHeaders})
        head.headers.insert(head.headers.end(), std::make_move_iterator(more->begin()),
                            std::make_move_iterator(more->end()));
    exchange.responder->send(head, api::errorBody(surfaceOf(exchange), error, exchange.requestId));
    finish(exchange, *exchange.request, head.status);
}

void Front::finish(const Exchange &exchange, const Request &request, int status)
{
    const std::int64_t us = m_clock.monotonicUs() - request.arrivedUs;
    if (exchange.route) {
        const auto route = static_cast<std::size_t>(exchange.route - m_routes.routes().data());
        ++m_counters.answers[route * 5 + static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)];
    }
    m_counters.microseconds += static_cast<std::uint64_t>(std::max<std::int64_t>(us, 0));

    AccessLog::Line line;
    line.wallMs = m_clock.wallMs();
    line.requestId = exchange.requestId;
    line.method = methodName(request.method);
    line.path = request.path;
    line.route = exchange.route ? std::string_view(exchange.route->name) : std::string_view();
    if (exchange.principal) {
        line.account = exchange.principal->account->id.text();
        if (exchange.principal->key)
            line.key = exchange.principal->key->id.text();
    }
    line.address = exchange.caller.address;
    line.status = status;
    line.us = us;
    m_log.add(line);
}

} // namespace beaver::http
