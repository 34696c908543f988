#include <server/identity/people_private.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr int mostOnPage = 200;

Result<void> note(storage::Connection &connection, const AccountId &account, const audit::Actor &actor,
                  std::size_t ended, std::int64_t nowMs)
{
    if (actor.account == account.text())
        return {};
    JsonWriter json;
    json.beginObject().field("sessions", ended).endObject();
    return audit::append(connection, {actor, "account.sessions.end", account.text(), json.take(), {}}, nowMs);
}

} // namespace

QCoro::Task<Result<PeopleService::SessionPage>> PeopleService::sessions(ops::Executor &loop, AccountId account,
                                                                        int limit, std::string after)
{
    const int wanted = std::clamp(limit, 1, mostOnPage);
    auto reading = d->database.read(loop,
                                    [account, wanted, after, nowMs = d->clock.wallMs()](
                                        storage::Connection &connection) -> Result<std::vector<store::Session>> {
                                        auto there = store::findAccount(connection, account);
                                        if (!there)
                                            return std::move(there).error();
                                        if (!*there)
                                            return noAccountError();
                                        return store::listSessions(connection, account, nowMs, wanted + 1, after);
                                    });
    auto rows = co_await reading;
    if (!rows)
        co_return std::move(rows).error();
    SessionPage page{std::move(*rows), false};
    page.hasMore = page.sessions.size() > static_cast<std::size_t>(wanted);
    if (page.hasMore)
        page.sessions.pop_back();
    co_return page;
}

QCoro::Task<Result<void>> PeopleService::endSession(ops::Executor &loop, AccountId account, SessionId session,
                                                    audit::Actor actor)
{
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<SessionId>(storage::Connection &)> work =
        [account, session, actor, nowMs](storage::Connection &connection) -> Result<SessionId> {
        auto found = store::findSession(connection, session);
        if (!found)
            return std::move(found).error();
        if (!*found || (*found)->account != account)
            return Error{ErrorCode::NotFound, "There is no such session.", {}, {}, {}, 0};
        if (auto done = store::endSession(connection, session, "revoked", nowMs); !done)
            return std::move(done).error();
        auto noted = note(connection, account, actor, 1, nowMs);
        return noted ? Result<SessionId>(session) : Result<SessionId>(std::move(noted).error());
    };
    std::function<void(const SessionId &)> committed = [p = d](const SessionId &ended) { p->sessionsEnded({ended}); };
    auto writing = d->write<SessionId>(loop, std::move(work), std::move(committed));
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    co_return Result<void>();
}

QCoro::Task<Result<int>> PeopleService::endSessions(ops::Executor &loop, AccountId account, SessionId kept,
                                                    audit::Actor actor)
{
    using Ended = std::vector<SessionId>;
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Ended>(storage::Connection &)> work =
        [account, kept, actor, nowMs](storage::Connection &connection) -> Result<Ended> {
        auto there = store::findAccount(connection, account);
        if (!there)
            return std::move(there).error();
        if (!*there)
            return noAccountError();
        auto ended = store::endSessions(connection, account, kept, "revoked", nowMs);
        if (!ended)
            return std::move(ended).error();
        auto noted = note(connection, account, actor, ended->size(), nowMs);
        return noted ? std::move(ended) : Result<Ended>(std::move(noted).error());
    };
    std::function<void(const Ended &)> committed = [p = d](const Ended &ended) { p->sessionsEnded(ended); };
    auto writing = d->write<Ended>(loop, std::move(work), std::move(committed));
    auto ended = co_await writing;
    if (!ended)
        co_return std::move(ended).error();
    co_return static_cast<int>(ended->size());
}

} // namespace beaver::identity
