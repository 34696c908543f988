#include <server/http/rest/account_json.h>
#include <server/http/rest/auth.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/sign_in_json.h>

namespace beaver::http {

namespace {

constexpr std::int64_t nanoUsdPerCredit = 20'000; // the credit gateway's unit: 0.00002 USD

Answer proveFirst(const std::string &email)
{
    JsonWriter json;
    json.beginObject()
        .field("status", "verification_required")
        .field("email", email)
        .field("message", "A mail is on its way to this address. The account is made when its token is sent to "
                          "/auth/email/verify.")
        .endObject();
    Answer answer;
    answer.status = 202;
    answer.body = json.take();
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> AuthHandlers::showRegistered(std::shared_ptr<Exchange> exchange,
                                                         identity::Registered registered)
{
    const identity::SignIn &signIn = registered.signIn;
    const identity::Account &account = signIn.account;
    auto loading = m_ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    json.beginObject();
    writeSignIn(json, m_identity, signIn, *balance);
    if (registered.key)
        json.field("api_key", registered.key->secret.reveal())
            .field("key_id", registered.key->key.id.text())
            .field("key_name", registered.key->key.name)
            .field("key_preview", registered.key->key.preview);
    // The credit gateway's names for the same.
    json.field("user_id", account.id.text())
        .field("username",
               account.username.empty() ? account.email.substr(0, account.email.find('@')) : account.username)
        .field("email", account.email)
        .field("credits", balance->available().nanoUsd() / nanoUsdPerCredit)
        .field("message", "Account made. The API key is shown this once.");
    Answer answer;
    answer.status = 201;
    answer.body = json.endObject().take();
    addSignInHeaders(answer, signIn, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::registerAccount(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    identity::Registration wanted;
    wanted.email = body.text("email");
    if (const auto password = body.optionalText("password"))
        wanted.password = Secret(*password);
    wanted.fullName = body.optionalText("full_name").value_or("");
    wanted.username = body.optionalText("username").value_or("");
    wanted.invitation = body.optionalText("invitation").value_or("");
    wanted.environment = body.optionalText("environment_tag").value_or("");
    wanted.cookie = body.optionalFlag("cookie").value_or(false);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const std::string email = wanted.email;
    auto registering = m_people.registerAccount(*exchange->loop, std::move(wanted), exchange->caller);
    auto registered = co_await registering;
    if (!registered)
        co_return registered.error();
    if (!*registered)
        co_return proveFirst(email);
    auto showing = showRegistered(exchange, std::move(**registered));
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AuthHandlers::verifyEmail(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Secret token(body.text("token"));
    const bool cookie = body.optionalFlag("cookie").value_or(false);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto verifying = m_people.verifyEmail(*exchange->loop, std::move(token), exchange->caller, cookie);
    auto verified = co_await verifying;
    if (!verified)
        co_return verified.error();
    if (verified->registered) {
        auto showing = showRegistered(exchange, std::move(*verified->registered));
        co_return co_await showing;
    }
    JsonWriter json;
    json.beginObject().field("ok", true).field("email", verified->account.email).field("email_verified", true);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::resendVerification(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string email = body.text("email");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto asked = m_people.resendVerification(email, exchange->caller); !asked)
        co_return asked.error();
    co_return okAnswer(202);
}

QCoro::Task<Result<Answer>> AuthHandlers::forgotPassword(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string email = body.text("email");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (auto asked = m_people.forgotPassword(email, exchange->caller); !asked)
        co_return asked.error();
    co_return okAnswer(202);
}

QCoro::Task<Result<Answer>> AuthHandlers::resetPassword(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Secret token(body.text("token"));
    Secret password(body.text("password"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto resetting = m_people.resetPassword(*exchange->loop, std::move(token), std::move(password));
    const auto reset = co_await resetting;
    if (!reset)
        co_return reset.error();
    co_return okAnswer();
}

} // namespace beaver::http
