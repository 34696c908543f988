#include <server/identity/second_factor_store.h>
#include <server/identity/store_values.h>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

Result<SecondFactor> findSecondFactor(Connection &connection, const AccountId &account)
{
    Statement &find =
        connection.prepared("SELECT totp_secret, totp_enabled_at, totp_last_step FROM accounts WHERE id = ?");
    find.bind(account.text());
    auto row = find.next();
    if (!row)
        return std::move(row).error();
    SecondFactor factor;
    if (*row) {
        if (!find.isNull(0))
            factor.sealedSecret = find.text(0);
        factor.enabled = !find.isNull(1);
        factor.lastStep = find.integer(2);
    }
    find.reset();
    return factor;
}

Result<void> setSecondFactor(Connection &connection, const AccountId &account, std::string_view sealedSecret,
                             std::int64_t nowMs)
{
    Statement &update = connection.prepared("UPDATE accounts SET totp_secret = ?, totp_enabled_at = NULL, "
                                            "totp_last_step = 0, updated_at = ? WHERE id = ?");
    if (sealedSecret.empty())
        update.bindNull();
    else
        update.bindBlob(sealedSecret);
    if (auto done = update.bind(nowMs).bind(account.text()).run(); !done)
        return std::move(done).error();
    return replaceRecoveryCodes(connection, account, {});
}

Result<void> enableSecondFactor(Connection &connection, const AccountId &account, std::int64_t nowMs)
{
    return finish(connection.prepared("UPDATE accounts SET totp_enabled_at = ?, updated_at = ? WHERE id = ?")
                      .bind(nowMs)
                      .bind(nowMs)
                      .bind(account.text())
                      .run());
}

Result<bool> useStep(Connection &connection, const AccountId &account, std::int64_t step)
{
    auto changed = connection.prepared("UPDATE accounts SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?")
                       .bind(step)
                       .bind(account.text())
                       .bind(step)
                       .run();
    return changed ? Result<bool>(*changed > 0) : Result<bool>(std::move(changed).error());
}

Result<void> replaceRecoveryCodes(Connection &connection, const AccountId &account, const std::vector<KeyHash> &codes)
{
    auto gone = connection.prepared("DELETE FROM recovery_codes WHERE account_id = ?").bind(account.text()).run();
    if (!gone)
        return std::move(gone).error();
    for (const KeyHash &code : codes)
        if (auto done = connection.prepared("INSERT INTO recovery_codes (account_id, code_hash) VALUES (?, ?)")
                            .bind(account.text())
                            .bindBlob(bytes(code))
                            .run();
            !done)
            return std::move(done).error();
    return {};
}

Result<bool> useRecoveryCode(Connection &connection, const AccountId &account, const KeyHash &code, std::int64_t nowMs)
{
    auto changed = connection
                       .prepared("UPDATE recovery_codes SET used_at = ? WHERE account_id = ? AND code_hash = ? AND "
                                 "used_at IS NULL")
                       .bind(nowMs)
                       .bind(account.text())
                       .bindBlob(bytes(code))
                       .run();
    return changed ? Result<bool>(*changed > 0) : Result<bool>(std::move(changed).error());
}

Result<int> recoveryCodesLeft(Connection &connection, const AccountId &account)
{
    Statement &count =
        connection.prepared("SELECT count(*) FROM recovery_codes WHERE account_id = ? AND used_at IS NULL");
    count.bind(account.text());
    auto row = count.next();
    if (!row)
        return std::move(row).error();
    const int left = static_cast<int>(count.integer(0));
    count.reset();
    return left;
}

} // namespace beaver::identity::store
