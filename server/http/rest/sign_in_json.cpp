#include <server/http/front/cookies.h>
#include <server/http/front/route_table.h>
#include <server/http/rest/account_json.h>
#include <server/http/rest/sign_in_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

constexpr std::int64_t cookieS = 30 * 86'400; // the session ends it anyway

} // namespace

void writeSignIn(JsonWriter &json, const identity::IdentityService &identity, const identity::SignIn &signIn,
                 const ledger::Balance &balance)
{
    json.field("access_token", signIn.accessToken.reveal())
        .field("refresh_token", signIn.refreshToken.reveal())
        .field("token_type", "bearer")
        .field("expires_in", signIn.expiresInS)
        .field("session_id", signIn.session.text());
    if (!signIn.cookie.isEmpty())
        json.field("csrf_token", identity.csrfToken(signIn.cookie.reveal()));
    json.key("account");
    writeAccount(json, signIn.account, balance);
}

void addSignInHeaders(Answer &answer, const identity::SignIn &signIn, bool secureCookies)
{
    answer.headers.emplace_back("cache-control", "no-store");
    if (!signIn.cookie.isEmpty())
        answer.headers.emplace_back("set-cookie", sessionCookieHeader(signIn.cookie.reveal(), cookieS, secureCookies));
}

Answer challengeAnswer(const Exchange &exchange, const identity::SignIn &signIn)
{
    const Error error{ErrorCode::Unauthenticated,
                      "A code of the second factor is wanted: send 'challenge' and 'code' to this path.",
                      "code",
                      "second_factor_required",
                      {},
                      0};
    Answer answer;
    answer.status = 401;
    answer.body = api::errorBody(exchange.route->surface, error, exchange.requestId);
    answer.body.pop_back();
    answer.body += ",\"challenge\":";
    appendJsonString(answer.body, signIn.challenge.reveal());
    answer.body += '}';
    answer.headers.emplace_back("cache-control", "no-store");
    return answer;
}

void endCookie(Answer &answer, bool secureCookies)
{
    answer.headers.emplace_back("set-cookie", sessionCookieHeader({}, 0, secureCookies));
}

std::string sessionsJson(const std::vector<identity::store::Session> &sessions, bool more, const SessionId &current)
{
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &session : sessions)
        json.beginObject()
            .field("id", session.id.text())
            .field("current", session.id == current)
            .field("method", session.method)
            .field("user_agent", session.userAgent)
            .field("address", session.address)
            .field("created_at", api::rfc3339(session.createdAtMs))
            .optionalField("refreshed_at",
                           session.refreshedAtMs == 0 ? std::string() : api::rfc3339(session.refreshedAtMs))
            .field("expires_at", api::rfc3339(session.expiresAtMs))
            .endObject();
    json.endArray().field("has_more", more).optionalField("next", more ? sessions.back().id.text() : std::string());
    return json.endObject().take();
}

Answer okAnswer(int status)
{
    Answer answer;
    answer.status = status;
    answer.body = "{\"ok\":true}";
    return answer;
}

} // namespace beaver::http
