#include <server/http/rest/actor.h>
#include <server/http/rest/call_bodies.h>
#include <server/http/rest/json_body.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

struct KeyPlace
{
    AccountId account; ///< empty: there is no such key
    ProjectId project;
};

Result<KeyPlace> placeOf(storage::Connection &connection, const KeyId &key)
{
    auto &find = connection.prepared("SELECT account_id, project_id FROM api_keys WHERE id = ?");
    const auto row = find.bind(key.text()).next();
    if (!row)
        return row.error();
    KeyPlace place;
    if (*row)
        place = {AccountId(find.text(0)), ProjectId(find.text(1))};
    find.reset();
    return place;
}

Error noSuchKey()
{
    return {ErrorCode::NotFound, "There is no such API key.", "id", "key_not_found", {}, 0};
}

Answer shownChoice(const KeyId &key, bool keep)
{
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("id", key.text()).field("keep", keep).endObject().take();
    return answer;
}

} // namespace

CallBodyHandlers::Whose CallBodyHandlers::ownOf(const Exchange &exchange)
{
    const auto &principal = *exchange.principal;
    return {principal.account->id, principal.key ? principal.key->project : ProjectId()};
}

QCoro::Task<Result<Answer>> CallBodyHandlers::chooseOwn(std::shared_ptr<Exchange> exchange)
{
    const auto &principal = *exchange->principal;
    // A key can't make its own calls be kept unless it may manage keys.
    if (principal.key && !principal.key->mayManageKeys())
        co_return Error{ErrorCode::Forbidden, "This key may not change keys.", {}, "insufficient_permissions", {}, 0};
    auto choosing = chooseFor(exchange, ownOf(*exchange));
    co_return co_await choosing;
}

QCoro::Task<Result<Answer>> CallBodyHandlers::choose(std::shared_ptr<Exchange> exchange)
{
    return chooseFor(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallBodyHandlers::chooseFor(std::shared_ptr<Exchange> exchange, Whose whose)
{
    JsonBody body(exchange->request->body);
    const auto wanted = body.optionalFlag("keep");
    if (!wanted)
        body.refuse("keep", "'keep' takes true or false.");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const KeyId key(exchange->parameter("id"));
    auto writing = m_database.write(
        *exchange->loop,
        [=, keep = *wanted, actor = actorOf(*exchange),
         now = m_clock.wallMs()](storage::Connection &connection) -> Result<void> {
            const auto place = placeOf(connection, key);
            if (!place)
                return place.error();
            if (place->account.isEmpty() || !whose.includes(place->account, place->project))
                return noSuchKey();
            if (auto set = usage::store::setKeeping(connection, key, place->account, actor.account, keep, now); !set)
                return set;
            return audit::append(connection,
                                 {actor, "key.bodies", key.text(), {}, keep ? R"({"keep":true})" : R"({"keep":false})"},
                                 now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    m_keeper.chosen(key, *wanted);
    co_return shownChoice(key, *wanted);
}

QCoro::Task<Result<Answer>> CallBodyHandlers::chosenOwn(std::shared_ptr<Exchange> exchange)
{
    const auto &key = exchange->principal->key;
    // A key may look at itself.
    if (key && !key->mayManageKeys() && key->id.text() != exchange->parameter("id"))
        co_return noSuchKey();
    auto telling = chosenFor(exchange, ownOf(*exchange));
    co_return co_await telling;
}

QCoro::Task<Result<Answer>> CallBodyHandlers::chosen(std::shared_ptr<Exchange> exchange)
{
    return chosenFor(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallBodyHandlers::chosenFor(std::shared_ptr<Exchange> exchange, Whose whose)
{
    const KeyId key(exchange->parameter("id"));
    auto reading =
        m_database.read(*exchange->loop, [key](storage::Connection &connection) { return placeOf(connection, key); });
    const auto place = co_await reading;
    if (!place)
        co_return place.error();
    if (place->account.isEmpty() || !whose.includes(place->account, place->project))
        co_return noSuchKey();
    co_return shownChoice(key, m_keeper.keeps(key));
}

QCoro::Task<Result<Answer>> CallBodyHandlers::showOwn(std::shared_ptr<Exchange> exchange)
{
    const auto &principal = *exchange->principal;
    if (principal.key && !principal.key->mayManageKeys())
        co_return Error{ErrorCode::Forbidden,
                        "This key may not read what other calls said.",
                        {},
                        "insufficient_permissions",
                        {},
                        0};
    auto showing = showTo(exchange, ownOf(*exchange));
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> CallBodyHandlers::show(std::shared_ptr<Exchange> exchange)
{
    return showTo(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallBodyHandlers::showTo(std::shared_ptr<Exchange> exchange, Whose whose)
{
    const CallId id(exchange->parameter("id"));
    auto reading = m_database.read(*exchange->loop, [id, keeper = &m_keeper](storage::Connection &connection) {
        return keeper->find(connection, id);
    });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found || !whose.includes((*found)->account, (*found)->project))
        co_return Error{ErrorCode::NotFound, "Nothing is kept of this call.", "id", "bodies_not_found", {}, 0};
    // Nobody reads it unseen: the line is there before the answer is.
    auto noting = m_database.write(
        *exchange->loop, [id, actor = actorOf(*exchange), now = m_clock.wallMs()](storage::Connection &connection) {
            return audit::append(connection, {actor, "call.bodies.read", id.text(), {}, {}}, now);
        });
    if (auto noted = co_await noting; !noted)
        co_return noted.error();
    JsonWriter json;
    json.beginObject()
        .field("id", id.text())
        .field("account_id", (*found)->account.text())
        .field("request", (*found)->request)
        .field("answer", (*found)->answer);
    Answer answer;
    answer.headers.emplace_back("cache-control", "no-store");
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
