#include <server/http/rest/account_json.h>
#include <server/http/rest/auth.h>
#include <server/http/rest/json_body.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> AuthHandlers::show(std::shared_ptr<Exchange> exchange, identity::SignIn signIn)
{
    auto loading = m_ledger.load(*exchange->loop, signIn.account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject()
        .field("access_token", signIn.accessToken.reveal())
        .field("refresh_token", signIn.refreshToken.reveal())
        .field("token_type", "bearer")
        .field("expires_in", signIn.expiresInS)
        .key("account");
    writeAccount(json, signIn.account, *balance);
    Answer answer;
    answer.body = json.endObject().take();
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::login(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string email = body.text("email");
    Secret password(body.text("password"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto signingIn = m_identity.login(*exchange->loop, email, std::move(password), exchange->caller);
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
    Answer answer;
    answer.body = "{\"ok\":true}";
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::me(std::shared_ptr<Exchange> exchange)
{
    const auto account = exchange->principal->account;
    auto loading = m_ledger.load(*exchange->loop, account->id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    writeAccount(json, *account, *balance);
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

} // namespace beaver::http
