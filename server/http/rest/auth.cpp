#include <server/http/rest/auth.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/sign_in_json.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> AuthHandlers::show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn)
{
    if (!signIn.challenge.isEmpty())
        co_return challengeAnswer(*exchange, signIn);
    auto loading = m_ledger.load(*exchange->loop, signIn.account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject();
    writeSignIn(json, m_identity, signIn, *balance);
    Answer answer;
    answer.body = json.endObject().take();
    addSignInHeaders(answer, signIn, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::login(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const auto challenge = body.optionalText("challenge");
    const bool cookie = body.optionalFlag("cookie").value_or(false);
    if (challenge) {
        const std::string code = body.text("code");
        if (auto sound = body.finish(); !sound)
            co_return sound.error();
        auto proving =
            m_people.finishSignIn(*exchange->loop, Secret(*challenge), Secret(code), exchange->caller, cookie);
        auto signIn = co_await proving;
        if (!signIn)
            co_return signIn.error();
        auto showing = show(exchange, std::move(*signIn));
        co_return co_await showing;
    }
    const std::string email = body.text("email");
    Secret password(body.text("password"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto signingIn = m_identity.login(*exchange->loop, email, std::move(password), exchange->caller, cookie);
    auto signIn = co_await signingIn;
    if (!signIn)
        co_return signIn.error();
    auto showing = show(exchange, std::move(*signIn));
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AuthHandlers::refresh(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Secret token(body.text("refresh_token"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto refreshing = m_identity.refresh(*exchange->loop, std::move(token), exchange->caller);
    auto signIn = co_await refreshing;
    if (!signIn)
        co_return signIn.error();
    auto showing = show(exchange, std::move(*signIn));
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AuthHandlers::logout(std::shared_ptr<Exchange> exchange)
{
    auto ending = m_identity.logout(*exchange->loop, *exchange->principal);
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    Answer answer = okAnswer();
    endCookie(answer, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::logoutAll(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto ending = m_people.endSessions(*exchange->loop, account, SessionId(), account.text());
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    JsonWriter json;
    json.beginObject().field("ok", true).field("sessions_ended", *ended).endObject();
    Answer answer;
    answer.body = json.take();
    endCookie(answer, m_settings.secureCookies);
    co_return answer;
}

} // namespace beaver::http
