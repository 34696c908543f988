#include <server/identity/people_store.h>
#include <server/identity/store_values.h>

#include <array>
#include <cstring>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

namespace {

#define PENDING_COLUMNS                                                                                                \
    "token_hash, email, full_name, username, password_hash, environment, invitation_id, created_at, expires_at"
#define INVITATION_COLUMNS                                                                                             \
    "id, email, role, plan, created_by, created_at, expires_at, accepted_by, accepted_at, withdrawn_at"
constexpr int mostPendingOfAddress = 5;

PendingRegistration readPending(const Statement &row)
{
    PendingRegistration pending;
    const std::string hash = row.text(0);
    std::memcpy(pending.hash.data(), hash.data(), std::min(hash.size(), pending.hash.size()));
    pending.email = row.text(1);
    pending.fullName = row.text(2);
    pending.username = row.text(3);
    pending.passwordHash = row.text(4);
    pending.environment = row.text(5);
    pending.invitation = row.text(6);
    pending.createdAtMs = row.integer(7);
    pending.expiresAtMs = row.integer(8);
    return pending;
}

Invitation readInvitation(const Statement &row)
{
    Invitation invitation;
    invitation.id = row.text(0);
    invitation.email = row.text(1);
    invitation.role = roleByName(row.text(2)).value_or(Role::None);
    invitation.plan = row.text(3);
    invitation.createdBy = row.text(4);
    invitation.createdAtMs = row.integer(5);
    invitation.expiresAtMs = row.integer(6);
    invitation.acceptedBy = row.text(7);
    if (!row.isNull(8))
        invitation.acceptedAtMs = row.integer(8);
    if (!row.isNull(9))
        invitation.withdrawnAtMs = row.integer(9);
    return invitation;
}

Result<bool> anyChanged(Result<std::int64_t> changed)
{
    return changed ? Result<bool>(*changed > 0) : Result<bool>(std::move(changed).error());
}

} // namespace

Result<void> insertToken(Connection &connection, const OneTimeToken &token)
{
    auto forgotten =
        connection.prepared("DELETE FROM one_time_tokens WHERE expires_at <= ?").bind(token.createdAtMs).run();
    if (!forgotten)
        return std::move(forgotten).error();
    return finish(connection
                      .prepared("INSERT INTO one_time_tokens (token_hash, kind, account_id, email, created_at, "
                                "expires_at) VALUES (?, ?, ?, ?, ?, ?)")
                      .bindBlob(bytes(token.hash))
                      .bind(token.kind)
                      .bind(token.account.text())
                      .bind(token.email)
                      .bind(token.createdAtMs)
                      .bind(token.expiresAtMs)
                      .run());
}

Result<std::optional<FoundToken>> findToken(Connection &connection, const KeyHash &hash, std::string_view kind,
                                            std::int64_t nowMs)
{
    Statement &find = connection.prepared(
        "SELECT account_id, email FROM one_time_tokens WHERE token_hash = ? AND kind = ? AND expires_at > ?");
    find.bindBlob(bytes(hash)).bind(kind).bind(nowMs);
    return first(find, [](const Statement &row) { return FoundToken{AccountId(row.text(0)), row.text(1)}; });
}

Result<bool> spendToken(Connection &connection, const KeyHash &hash)
{
    return anyChanged(
        connection.prepared("DELETE FROM one_time_tokens WHERE token_hash = ?").bindBlob(bytes(hash)).run());
}

Result<void> forgetTokens(Connection &connection, const AccountId &account, std::string_view kind)
{
    return finish(connection.prepared("DELETE FROM one_time_tokens WHERE account_id = ? AND kind = ?")
                      .bind(account.text())
                      .bind(kind)
                      .run());
}

Result<void> insertPending(Connection &connection, const PendingRegistration &pending)
{
    auto forgotten = connection
                         .prepared("DELETE FROM pending_registrations WHERE expires_at <= ? OR (email = ? AND "
                                   "token_hash NOT IN (SELECT token_hash FROM pending_registrations WHERE email = ? "
                                   "ORDER BY created_at DESC LIMIT ?))")
                         .bind(pending.createdAtMs)
                         .bind(pending.email)
                         .bind(pending.email)
                         .bind(mostPendingOfAddress - 1)
                         .run();
    if (!forgotten)
        return std::move(forgotten).error();
    return finish(
        connection
            .prepared("INSERT INTO pending_registrations (" PENDING_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bindBlob(bytes(pending.hash))
            .bind(pending.email)
            .bind(pending.fullName)
            .bind(pending.username)
            .bind(pending.passwordHash)
            .bind(pending.environment)
            .bind(pending.invitation)
            .bind(pending.createdAtMs)
            .bind(pending.expiresAtMs)
            .run());
}

Result<std::optional<PendingRegistration>> findPending(Connection &connection, const KeyHash &hash, std::int64_t nowMs)
{
    Statement &find = connection.prepared("SELECT " PENDING_COLUMNS
                                          " FROM pending_registrations WHERE token_hash = ? AND expires_at > ?");
    find.bindBlob(bytes(hash)).bind(nowMs);
    return first(find, readPending);
}

Result<std::optional<PendingRegistration>> newestPending(Connection &connection, const std::string &email,
                                                         std::int64_t nowMs)
{
    Statement &find = connection.prepared(
        "SELECT " PENDING_COLUMNS
        " FROM pending_registrations WHERE email = ? AND expires_at > ? ORDER BY created_at DESC LIMIT 1");
    find.bind(email).bind(nowMs);
    return first(find, readPending);
}

Result<void> renewPending(Connection &connection, const KeyHash &from, const KeyHash &to, std::int64_t expiresAtMs)
{
    return finish(
        connection.prepared("UPDATE pending_registrations SET token_hash = ?, expires_at = ? WHERE token_hash = ?")
            .bindBlob(bytes(to))
            .bind(expiresAtMs)
            .bindBlob(bytes(from))
            .run());
}

Result<void> forgetPending(Connection &connection, const std::string &email)
{
    return finish(connection.prepared("DELETE FROM pending_registrations WHERE email = ?").bind(email).run());
}

Result<void> insertInvitation(Connection &connection, const Invitation &invitation, const KeyHash &hash)
{
    return finish(connection
                      .prepared("INSERT INTO invitations (id, token_hash, email, role, plan, created_by, created_at, "
                                "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                      .bind(invitation.id)
                      .bindBlob(bytes(hash))
                      .bind(invitation.email)
                      .bind(roleName(invitation.role))
                      .bind(invitation.plan)
                      .bind(invitation.createdBy)
                      .bind(invitation.createdAtMs)
                      .bind(invitation.expiresAtMs)
                      .run());
}

Result<std::optional<Invitation>> findInvitation(Connection &connection, const KeyHash &hash)
{
    Statement &find = connection.prepared("SELECT " INVITATION_COLUMNS " FROM invitations WHERE token_hash = ?");
    find.bindBlob(bytes(hash));
    return first(find, readInvitation);
}

Result<std::optional<Invitation>> findInvitationById(Connection &connection, const std::string &id)
{
    Statement &find = connection.prepared("SELECT " INVITATION_COLUMNS " FROM invitations WHERE id = ?");
    find.bind(id);
    return first(find, readInvitation);
}

Result<std::vector<Invitation>> listInvitations(Connection &connection, int limit, const std::string &after)
{
    Statement &find = connection.prepared("SELECT " INVITATION_COLUMNS
                                          " FROM invitations WHERE (? = '' OR id < ?) ORDER BY id DESC LIMIT ?");
    find.bind(after).bind(after).bind(limit);
    return all(find, readInvitation);
}

Result<bool> acceptInvitation(Connection &connection, const std::string &id, const AccountId &by, std::int64_t nowMs)
{
    return anyChanged(connection
                          .prepared("UPDATE invitations SET accepted_by = ?, accepted_at = ? WHERE id = ? AND "
                                    "accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?")
                          .bind(by.text())
                          .bind(nowMs)
                          .bind(id)
                          .bind(nowMs)
                          .run());
}

Result<void> withdrawInvitation(Connection &connection, const std::string &id, std::int64_t nowMs)
{
    return finish(connection
                      .prepared("UPDATE invitations SET withdrawn_at = ? WHERE id = ? AND accepted_at IS NULL AND "
                                "withdrawn_at IS NULL")
                      .bind(nowMs)
                      .bind(id)
                      .run());
}

Result<std::optional<AccountId>> findExternal(Connection &connection, const std::string &provider,
                                              const std::string &subject)
{
    Statement &find =
        connection.prepared("SELECT account_id FROM external_identities WHERE provider = ? AND subject = ?");
    find.bind(provider).bind(subject);
    return first(find, [](const Statement &row) { return AccountId(row.text(0)); });
}

Result<void> insertExternal(Connection &connection, const std::string &provider, const std::string &subject,
                            const AccountId &account, const std::string &email, std::int64_t nowMs)
{
    return finish(connection
                      .prepared("INSERT INTO external_identities (provider, subject, account_id, email, created_at) "
                                "VALUES (?, ?, ?, ?, ?)")
                      .bind(provider)
                      .bind(subject)
                      .bind(account.text())
                      .bind(email)
                      .bind(nowMs)
                      .run());
}

Result<void> markVerified(Connection &connection, const AccountId &account, std::int64_t nowMs)
{
    return finish(connection
                      .prepared("UPDATE accounts SET email_verified_at = ?, updated_at = ? WHERE id = ? AND "
                                "email_verified_at IS NULL")
                      .bind(nowMs)
                      .bind(nowMs)
                      .bind(account.text())
                      .run());
}

Result<void> setPasswordHash(Connection &connection, const AccountId &account, const std::string &hash,
                             std::int64_t nowMs)
{
    return finish(connection.prepared("UPDATE accounts SET password_hash = ?, updated_at = ? WHERE id = ?")
                      .bind(hash)
                      .bind(nowMs)
                      .bind(account.text())
                      .run());
}

Result<void> anonymise(Connection &connection, const AccountId &account, const std::string &email,
                       const std::string &formerEmail, std::int64_t nowMs)
{
    auto done = connection
                    .prepared("UPDATE accounts SET email = ?, full_name = '', username = '', role = '', "
                              "status = 'deleted', password_hash = '', email_verified_at = NULL, totp_secret = NULL, "
                              "totp_enabled_at = NULL, deleted_at = ?, updated_at = ? WHERE id = ?")
                    .bind(email)
                    .bind(nowMs)
                    .bind(nowMs)
                    .bind(account.text())
                    .run();
    if (!done)
        return std::move(done).error();
    // Each with the account's id alone. What other slices keep for their clients is let expire: they forget it, and
    // the files behind it, by themselves.
    static constexpr std::array byAccount{
        "UPDATE sessions SET user_agent = '', address = '' WHERE account_id = ?",
        "DELETE FROM recovery_codes WHERE account_id = ?",
        "DELETE FROM one_time_tokens WHERE account_id = ?",
        "DELETE FROM project_members WHERE account_id = ?",
        "DELETE FROM external_identities WHERE account_id = ?",
        "DELETE FROM mail_outbox WHERE account_id = ?",
        "UPDATE invitations SET email = '' WHERE accepted_by = ?",
        "UPDATE files SET expires_at = 0 WHERE account_id = ?",
        "UPDATE stored_responses SET expires_at = 0 WHERE account_id = ?",
    };
    for (const char *sql : byAccount)
        if (auto each = connection.prepared(sql).bind(account.text()).run(); !each)
            return std::move(each).error();
    auto revoked = connection
                       .prepared("UPDATE api_keys SET is_active = 0, revoked_at = ?, role = '' WHERE account_id = ? "
                                 "AND is_active = 1")
                       .bind(nowMs)
                       .bind(account.text())
                       .run();
    if (!revoked)
        return std::move(revoked).error();
    return forgetPending(connection, formerEmail);
}

} // namespace beaver::identity::store
