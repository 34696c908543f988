#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/auth.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/sign_in_json.h>
#include <server/http/rest/visible_balance.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> AuthHandlers::showAccount(std::shared_ptr<Exchange> exchange, identity::Account account)
{
    auto loading = m_ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    JsonWriter json;
    writeAccount(json, account, visibleBalance(*exchange, m_limits, *balance));
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::me(std::shared_ptr<Exchange> exchange)
{
    auto showing = showAccount(exchange, *exchange->principal->account);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AuthHandlers::changeMe(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    // What isn't named here isn't theirs to change.
    JsonBody body(exchange->request->body);
    identity::IdentityService::AccountPatch patch;
    patch.fullName = body.optionalText("full_name");
    patch.username = body.optionalText("username");
    patch.timeZone = body.optionalText("time_zone");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto account = exchange->principal->account;
    auto changing =
        m_identity.updateAccount(*exchange->loop, account->id, std::move(patch), {actorOf(*exchange), account->role});
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    auto showing = showAccount(exchange, *changed);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> AuthHandlers::deleteMe(std::shared_ptr<Exchange> exchange)
{
    std::optional<Secret> password;
    std::string confirmation;
    if (!exchange->request->body.empty()) {
        JsonBody body(exchange->request->body);
        if (const auto given = body.optionalText("password"))
            password = Secret(*given);
        confirmation = body.optionalText("confirmation").value_or("");
        if (auto sound = body.finish(); !sound)
            co_return sound.error();
    }
    auto deleting = m_people.deleteOwn(*exchange->loop, *exchange->principal, std::move(password),
                                       std::move(confirmation), exchange->caller, actorOf(*exchange));
    const auto deleted = co_await deleting;
    if (!deleted)
        co_return deleted.error();
    Answer answer;
    answer.body = "{\"deleted\":true}";
    endCookie(answer, m_settings.secureCookies);
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::changePassword(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    std::optional<Secret> current;
    if (const auto given = body.optionalText("current_password"))
        current = Secret(*given);
    Secret password(body.text("password"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto changing = m_people.changePassword(*exchange->loop, *exchange->principal, std::move(current),
                                            std::move(password), exchange->caller);
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return okAnswer();
}

QCoro::Task<Result<Answer>> AuthHandlers::sessions(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto listing = m_people.sessions(*exchange->loop, exchange->principal->account->id, *limit,
                                     exchange->query("after").value_or(""));
    const auto page = co_await listing;
    if (!page)
        co_return page.error();
    Answer answer;
    answer.body = sessionsJson(page->sessions, page->hasMore, exchange->principal->session);
    co_return answer;
}

QCoro::Task<Result<Answer>> AuthHandlers::endSession(std::shared_ptr<Exchange> exchange)
{
    const AccountId account = exchange->principal->account->id;
    auto ending = m_people.endSession(*exchange->loop, account, SessionId(exchange->parameter("id")), account.text());
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    co_return okAnswer();
}

} // namespace beaver::http
