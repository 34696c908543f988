#include <server/audit/audit_log.h>
#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/password_policy.h>
#include <server/identity/people_store.h>
#include <server/identity/session_store.h>

namespace beaver::identity {

QCoro::Task<Result<ApiKey>> IdentityService::keyBySecret(ops::Executor &loop, Secret secret)
{
    const Error none{ErrorCode::NotFound, "There is no such API key.", "api_key", "key_not_found", {}, 0};
    if (!couldBeKey(secret.reveal()))
        co_return none;
    const KeyHash hash = d->material.apiKeys().of(secret.reveal());
    auto reading =
        d->database.read(loop, [p = d, hash](storage::Connection &connection) { return p->loadKey(connection, hash); });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return none;
    co_return (*found)->key;
}

QCoro::Task<Result<Account>> IdentityService::accountByEmail(ops::Executor &loop, std::string email)
{
    const auto normal = normaliseEmail(email);
    if (!normal)
        co_return normal.error();
    auto reading = d->database.read(
        loop, [address = *normal](storage::Connection &connection) { return store::findLogin(connection, address); });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return noAccountError();
    co_return (*found)->account;
}

QCoro::Task<Result<Secret>> IdentityService::setPassword(ops::Executor &loop, AccountId id, Secret password,
                                                         Operator by)
{
    auto reading = account(loop, id);
    const auto whose = co_await reading;
    if (!whose)
        co_return whose.error();
    password = password.isEmpty() ? Secret(randomText(20)) : normalisePassword(password);
    if (auto sound = checkNewPassword(password, whose->email); !sound)
        co_return std::move(sound).error();
    auto hashing = d->hasher.hash(loop, password);
    const auto hash = co_await hashing;
    if (!hash)
        co_return hash.error();
    std::function<Result<std::vector<SessionId>>(storage::Connection &)> work =
        [id, by, text = *hash, nowMs = d->clock.wallMs()](storage::Connection &connection) {
            if (auto done = store::setPasswordHash(connection, id, text, nowMs); !done)
                return Result<std::vector<SessionId>>(done.error());
            auto ended = store::endSessions(connection, id, SessionId(), "password", nowMs);
            const audit::Action action{by.actor, "account.password", id.text(), {}, {}};
            if (auto done = audit::append(connection, action, nowMs); ended && !done)
                return Result<std::vector<SessionId>>(done.error());
            return ended;
        };
    std::function<void(const std::vector<SessionId> &)> committed = [p = d](const std::vector<SessionId> &ended) {
        p->sessionsEnded(ended);
    };
    auto writing = d->write<std::vector<SessionId>>(loop, std::move(work), std::move(committed));
    const auto written = co_await writing;
    if (!written)
        co_return written.error();
    co_return password;
}

} // namespace beaver::identity
