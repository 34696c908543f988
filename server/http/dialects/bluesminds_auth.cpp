#include <server/http/dialects/bluesminds_auth.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/sign_in_json.h>
#include <server/http/rest/visible_balance.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

/// Its name for a plan is tier.
void writeUser(JsonWriter &json, const identity::Account &account, const ledger::Balance &balance)
{
    json.beginObject()
        .field("id", account.id.text())
        .field("email", account.email)
        .field("full_name", account.fullName)
        .optionalField("role", identity::roleName(account.role))
        .field("tier", account.plan)
        .field("status", account.status)
        .field("email_verified", account.emailVerified)
        .field("balance", balance.balance)
        .field("created_at", api::rfc3339(account.createdAtMs))
        .endObject();
}

} // namespace

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn,
                                                         int status)
{
    if (!signIn.challenge.isEmpty())
        co_return challengeAnswer(*exchange, signIn);
    auto loading = m_ledger.load(*exchange->loop, signIn.account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject().field("success", true).key("user");
    writeUser(json, signIn.account, *balance);
    json.field("csrf_token", m_identity.csrfToken(signIn.cookie.reveal())).endObject();
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    addSignInHeaders(answer, signIn, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::signUp(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::Registration wanted;
    wanted.email = body.text("email");
    wanted.password = Secret(body.text("password"));
    wanted.fullName = body.optionalText("full_name").value_or("");
    wanted.invitation = body.optionalText("invitation").value_or("");
    wanted.cookie = true;
    wanted.withKey = false; // its people make their keys at /api/keys
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto registering = m_people.registerAccount(*exchange->loop, std::move(wanted), exchange->caller);
    auto registered = co_await registering;
    if (!registered)
        co_return registered.error();
    if (!*registered) {
        Answer answer;
        answer.status = 202;
        answer.body = "{\"success\":true,\"user\":null,\"message\":\"Confirm your address: a mail is on its way.\"}";
        co_return answer;
    }
    auto showing = show(exchange, std::move((*registered)->signIn), 201);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::login(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const auto challenge = body.optionalText("challenge");
    if (challenge) {
        const std::string code = body.text("code");
        if (auto sound = body.finish(); !sound)
            co_return sound.error();
        auto proving = m_people.finishSignIn(*exchange->loop, Secret(*challenge), Secret(code), exchange->caller, true);
        auto signIn = co_await proving;
        if (!signIn)
            co_return signIn.error();
        auto showing = show(exchange, std::move(*signIn), 200);
        co_return co_await showing;
    }
    const std::string email = body.text("email");
    Secret password(body.text("password"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto signingIn = m_identity.login(*exchange->loop, email, std::move(password), exchange->caller, true);
    auto signIn = co_await signingIn;
    if (!signIn)
        co_return signIn.error();
    auto showing = show(exchange, std::move(*signIn), 200);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::logout(std::shared_ptr<Exchange> exchange)
{
    auto ending = m_identity.logout(*exchange->loop, *exchange->principal);
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    Answer answer;
    answer.body = "{\"success\":true}";
    endCookie(answer, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::showUser(std::shared_ptr<Exchange> exchange,
                                                             identity::Account account)
{
    auto loading = m_ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject().field("success", true).key("user");
    writeUser(json, account, visibleBalance(*exchange, m_limits, *balance));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::me(std::shared_ptr<Exchange> exchange)
{
    auto showing = showUser(exchange, *exchange->principal->account);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> BluesMindsAuthHandlers::changeMe(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    JsonBody body(exchange->request->body);
    identity::IdentityService::AccountPatch patch;
    patch.fullName = body.optionalText("full_name");
    patch.timeZone = body.optionalText("time_zone");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto account = exchange->principal->account;
    auto changing =
        m_identity.updateAccount(*exchange->loop, account->id, std::move(patch), {actorOf(*exchange), account->role});
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    auto showing = showUser(exchange, *changed);
    co_return co_await showing;
}

} // namespace beaver::http
