#include <server/identity/people_private.h>
#include <shared/base/json_writer.h>

namespace beaver::identity {

namespace {

Error notTheKeys()
{
    return {ErrorCode::Forbidden,
            "A key ends its account only with the permission 'admin', in the default project, and made by the account "
            "itself. Sign in instead.",
            {},
            "permission_required",
            {},
            0};
}

struct Removed
{
    Account account;
    std::vector<SessionId> ended;
    std::vector<store::StoredKey> keys;
};

Error notConfirmed()
{
    return {ErrorCode::Forbidden,
            "Deleting an account can't be undone. Send its 'password', or where it has none 'confirmation' with "
            "DELETE_ACCOUNT.",
            "confirmation",
            "confirmation_required",
            {},
            0};
}

Result<Removed> remove(storage::Connection &connection, mail::Outbox &outbox, const AccountId &id, const Operator &by,
                       std::int64_t nowMs)
{
    auto found = store::findAccount(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found || (*found)->status == "deleted")
        return noAccountError();
    Removed removed{std::move(**found), {}, {}};
    Account &account = removed.account;
    if (by.actor.account != id.text())
        if (auto allowed = checkRank(by, account.role); !allowed)
            return std::move(allowed).error();
    if (account.role == Role::Owner) {
        auto other = store::anyOtherOwner(connection, id);
        if (!other)
            return std::move(other).error();
        if (!*other)
            return Error{ErrorCode::Conflict,
                         "This is the last owner of the gateway. Make another account owner first.",
                         {},
                         "last_owner",
                         {},
                         0};
    }
    auto ended = store::endSessions(connection, id, SessionId(), "deleted", nowMs);
    if (!ended)
        return std::move(ended).error();
    removed.ended = std::move(*ended);
    auto keys = store::listKeys(connection, id);
    if (!keys)
        return std::move(keys).error();
    for (const ApiKey &key : *keys) {
        auto stored = store::findKey(connection, key.id);
        if (!stored)
            return std::move(stored).error();
        if (*stored) {
            (*stored)->key.active = false;
            (*stored)->key.revokedAtMs = nowMs;
            removed.keys.push_back(std::move(**stored));
        }
    }
    const std::string formerEmail = account.email;
    const Role formerRole = account.role;
    account.email = "deleted-" + id.text().substr(AccountId::prefix.size()) + "@deleted.invalid";
    if (auto done = store::anonymise(connection, id, account.email, formerEmail, nowMs); !done)
        return std::move(done).error();
    // After the account's own mail was forgotten, and in nobody's name.
    if (auto queued = outbox.enqueue(connection, letters::deleted(formerEmail)); !queued)
        return std::move(queued).error();
    account.status = "deleted";
    account.role = Role::None;
    account.fullName.clear();
    account.username.clear();
    account.emailVerified = account.secondFactor = false;
    JsonWriter before;
    before.beginObject().optionalField("role", roleName(formerRole)).field("plan", account.plan).endObject();
    if (auto done = audit::append(connection, {by.actor, "account.delete", id.text(), before.take(), {}}, nowMs); !done)
        return std::move(done).error();
    return removed;
}

} // namespace

QCoro::Task<Result<void>> PeopleService::deleteOwn(ops::Executor &loop, Principal principal,
                                                   std::optional<Secret> password, std::string confirmation,
                                                   Caller caller, audit::Actor actor)
{
    if (!actsForAccount(principal))
        co_return notTheKeys();
    const Account account = *principal.account;
    auto reading = d->database.read(
        loop, [email = account.email](storage::Connection &connection) { return store::findLogin(connection, email); });
    auto login = co_await reading;
    if (!login)
        co_return std::move(login).error();
    const bool hasPassword = *login && !(*login)->passwordHash.empty();
    if (password) {
        auto checking = checkPassword(loop, account, *password, caller);
        auto checked = co_await checking;
        if (!checked)
            co_return std::move(checked).error();
    } else if ((hasPassword && !principal.key) || confirmation != "DELETE_ACCOUNT") {
        co_return notConfirmed();
    }
    auto deleting = deleteAccount(loop, account.id, {std::move(actor), account.role});
    co_return co_await deleting;
}

QCoro::Task<Result<void>> PeopleService::deleteAccount(ops::Executor &loop, AccountId id, Operator by)
{
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Removed>(storage::Connection &)> work =
        [this, id, by, nowMs](storage::Connection &connection) { return remove(connection, m_outbox, id, by, nowMs); };
    std::function<void(const Removed &)> committed = [p = d](const Removed &removed) {
        p->sessionsEnded(removed.ended);
        p->accountChanged(removed.account);
        for (const auto &key : removed.keys)
            p->cache.keyChanged(key);
    };
    auto writing = d->write<Removed>(loop, std::move(work), std::move(committed));
    auto removed = co_await writing;
    if (!removed)
        co_return std::move(removed).error();
    m_outbox.wake();
    co_return Result<void>();
}

} // namespace beaver::identity
