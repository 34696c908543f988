#include <server/http/front/cookies.h>
#include <server/http/rest/oauth.h>
#include <server/http/rest/sign_in_json.h>

#include <algorithm>

namespace beaver::http {

namespace {

constexpr std::string_view flowCookieName = "beaver_oauth";
constexpr std::int64_t flowS = 600;

} // namespace

Result<openid::Provider> OAuthHandlers::provider(const Exchange &exchange) const
{
    const std::string &name = exchange.parameter("provider");
    const auto found = std::ranges::find(m_settings.providers, name, &openid::Provider::name);
    if (found == m_settings.providers.end())
        return Error{ErrorCode::NotFound, "There is no such sign-in here.", "provider", "no_such_provider", {}, 0};
    return *found;
}

std::string OAuthHandlers::redirectUri(const openid::Provider &provider) const
{
    return m_settings.publicUrl + "/auth/oauth/" + provider.name + "/callback";
}

std::string OAuthHandlers::flowCookie(std::string_view value, std::int64_t maxAgeS) const
{
    // Lax: the provider's page sends the browser back here.
    std::string header(flowCookieName);
    header.append("=").append(value).append("; Path=/auth/oauth/; HttpOnly; SameSite=Lax; Max-Age=");
    header += std::to_string(maxAgeS);
    return m_signIn.secureCookies ? header + "; Secure" : header;
}

QCoro::Task<Result<Answer>> OAuthHandlers::list(std::shared_ptr<Exchange>)
{
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &each : m_settings.providers)
        json.beginObject()
            .field("name", each.name)
            .field("display_name", each.displayName)
            .field("start_url", m_settings.publicUrl + "/auth/oauth/" + each.name + "/start")
            .endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> OAuthHandlers::start(std::shared_ptr<Exchange> exchange)
{
    const auto with = provider(*exchange);
    if (!with)
        co_return with.error();
    const std::string redirect = exchange->query("redirect").value_or("");
    if (!redirect.empty() && !openid::isOwnPath(redirect))
        co_return invalid("redirect", "'redirect' takes a path of this gateway, such as /docs.");
    const auto flow = openid::newFlow(with->name, redirect, m_clock.wallMs());
    auto asking = m_client.authorizeUrl(*with, flow, redirectUri(*with));
    const auto url = co_await asking;
    if (!url)
        co_return url.error();
    Answer answer;
    answer.status = 302;
    answer.contentType.clear();
    answer.headers.emplace_back("location", *url);
    answer.headers.emplace_back("set-cookie", flowCookie(openid::sealFlow(m_box, flow), flowS));
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> OAuthHandlers::callback(std::shared_ptr<Exchange> exchange)
{
    const auto with = provider(*exchange);
    if (!with)
        co_return with.error();
    const auto flow = openid::openFlow(m_box, cookieValue(*exchange->request, flowCookieName), with->name,
                                       exchange->query("state").value_or(""), m_clock.wallMs());
    if (!flow)
        co_return flow.error();
    const auto code = exchange->query("code");
    if (!code || code->empty())
        co_return Error{ErrorCode::Forbidden, "The provider didn't let you in, or you didn't want to.", {},
                        "oauth_denied",       exchange->query("error").value_or("").substr(0, 200),     0};
    // RFC 9207: an answer of another provider doesn't pass for this one's.
    const auto issuer = exchange->query("iss");
    if (issuer && with->kind == openid::Provider::Kind::OpenId && *issuer != with->issuer)
        co_return Error{ErrorCode::Forbidden, "The answer is of another provider.", "iss", "oauth_denied", {}, 0};
    auto identifying = m_client.identify(*with, *flow, *code, redirectUri(*with));
    auto person = co_await identifying;
    if (!person)
        co_return person.error();
    auto signingIn = m_people.externalSignIn(
        *exchange->loop, {person->provider, person->subject, person->email, person->emailVerified, person->name},
        exchange->caller);
    auto signIn = co_await signingIn;
    if (!signIn)
        co_return signIn.error();
    if (!flow->redirect.empty() && signIn->challenge.isEmpty()) {
        Answer answer;
        answer.status = 302;
        answer.contentType.clear();
        answer.headers.emplace_back("location", flow->redirect);
        addSignInHeaders(answer, *signIn, m_signIn.secureCookies);
        answer.headers.emplace_back("set-cookie", flowCookie({}, 0));
        co_return answer;
    }
    auto showing = m_auth.show(exchange, std::move(*signIn));
    auto answer = co_await showing;
    if (answer)
        answer->headers.emplace_back("set-cookie", flowCookie({}, 0));
    co_return answer;
}

} // namespace beaver::http
