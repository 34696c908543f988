#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>

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

} // namespace beaver::identity
