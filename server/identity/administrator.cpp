#include <server/identity/account_rules.h>
#include <server/identity/identity_private.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_store.h>
#include <server/identity/password_policy.h>

namespace beaver::identity {

Result<std::optional<IdentityService::FirstAdministrator>> IdentityService::ensureAdministrator(std::string email,
                                                                                                Secret password)
{
    bool there = false;
    auto looked = d->readNow([&there](storage::Connection &connection) -> Result<void> {
        auto any = store::anyAdministrator(connection);
        if (!any)
            return std::move(any).error();
        there = *any;
        return {};
    });
    if (!looked)
        return std::move(looked).error();
    if (there)
        return std::optional<FirstAdministrator>();

    auto normalised = normaliseEmail(email.empty() ? "admin@beaver.local" : email);
    if (!normalised)
        return invalid("BEAVER_ADMIN_EMAIL", "BEAVER_ADMIN_EMAIL takes an address such as name@example.com.");
    const bool madeUp = password.isEmpty();
    password = normalisePassword(password);
    if (madeUp)
        password = Secret(randomText(20));
    else if (auto sound = checkNewPassword(password, *normalised); !sound)
        return invalid("BEAVER_ADMIN_PASSWORD", "BEAVER_ADMIN_PASSWORD: " + sound.error().message);
    auto hash = d->hasher.hashNow(password);
    if (!hash)
        return std::move(hash).error();

    FirstAdministrator first;
    first.account.id = newId<AccountId>(d->clock.wallMs());
    first.account.email = std::move(*normalised);
    first.account.fullName = "Administrator";
    first.account.role = Role::Owner;
    first.account.plan = "unlimited"; // every preset has it
    first.account.status = "active";
    first.account.timeZone = "UTC";
    first.account.createdAtMs = d->clock.wallMs();
    std::optional<CreatedApiKey> key;
    KeyHash keyHash{};
    if (madeUp) {
        NewApiKey wanted;
        wanted.account = first.account.id;
        wanted.name = "first administrator";
        wanted.role = Role::Owner;
        wanted.permissions = {"read", "write", "admin"};
        key = d->makeKey(wanted);
        keyHash = d->material.apiKeys().of(key->secret.reveal());
    }
    auto written = d->writeNow([&](storage::Connection &connection) {
        auto done = store::insertAccount(connection, first.account, *hash);
        if (!done && storage::isConstraintViolation(done.error()))
            return Result<void>(Error{ErrorCode::Conflict,
                                      "There is an account with the email " + first.account.email +
                                          " already, and it has no role. Name another in BEAVER_ADMIN_EMAIL.",
                                      "BEAVER_ADMIN_EMAIL",
                                      {},
                                      done.error().detail,
                                      0});
        if (done && key)
            done = store::insertKey(connection, key->key, keyHash);
        return done;
    });
    if (!written)
        return std::move(written).error();
    if (key) {
        d->filter.add(firstBits(keyHash));
        first.password = std::move(password);
        first.apiKey = std::move(key->secret);
    }
    return std::optional<FirstAdministrator>(std::move(first));
}

} // namespace beaver::identity
