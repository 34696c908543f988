#include <server/identity/identity_store.h>
#include <server/identity/store_values.h>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

namespace {

#define ACCOUNT_COLUMNS                                                                                                \
    "a.id, a.email, a.full_name, a.role, a.plan, a.status, a.time_zone, a.pricing_policy, a.created_at"
constexpr int accountColumns = 9;
#define KEY_COLUMNS                                                                                                    \
    "k.id, k.account_id, k.name, k.preview, k.role, k.scopes, k.permissions, k.allowed_models, k.allowed_ips, "        \
    "k.allowed_referrers, k.request_cap, k.expires_at, k.is_active, k.created_at, k.project_id, k.created_by, "        \
    "k.signing_secret IS NOT NULL, k.require_signature, k.revoked_at, k.rotated_at, k.last_used_at"
constexpr int keyColumns = 21;

std::string join(const std::vector<std::string> &list)
{
    std::string text;
    for (const std::string &entry : list)
        text += text.empty() ? entry : " " + entry;
    return text;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> list;
    while (!text.empty()) {
        const std::size_t space = text.find(' ');
        if (space != 0)
            list.emplace_back(text.substr(0, space));
        text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    }
    return list;
}

Account readAccount(const Statement &row, int column = 0)
{
    Account account;
    account.id = AccountId(row.text(column));
    account.email = row.text(column + 1);
    account.fullName = row.text(column + 2);
    // A role that this program doesn't know gives nothing.
    account.role = roleByName(row.text(column + 3)).value_or(Role::None);
    account.plan = row.text(column + 4);
    account.status = row.text(column + 5);
    account.timeZone = row.text(column + 6);
    account.pricingPolicy = row.text(column + 7);
    account.createdAtMs = row.integer(column + 8);
    return account;
}

std::optional<std::int64_t> optionalInteger(const Statement &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.integer(column));
}

ApiKey readKey(const Statement &row, int column = 0)
{
    ApiKey key;
    key.id = KeyId(row.text(column));
    key.account = AccountId(row.text(column + 1));
    key.name = row.text(column + 2);
    key.preview = row.text(column + 3);
    key.role = roleByName(row.text(column + 4)).value_or(Role::None);
    key.scopes = split(row.text(column + 5));
    key.permissions = split(row.text(column + 6));
    key.allowedModels = split(row.text(column + 7));
    key.allowedIps = split(row.text(column + 8));
    key.allowedReferrers = split(row.text(column + 9));
    key.requestCap = optionalInteger(row, column + 10);
    key.expiresAtMs = optionalInteger(row, column + 11);
    key.active = row.integer(column + 12) != 0;
    key.createdAtMs = row.integer(column + 13);
    key.project = ProjectId(row.text(column + 14));
    key.createdBy = AccountId(row.text(column + 15));
    key.canSign = row.integer(column + 16) != 0;
    key.requireSignature = row.integer(column + 17) != 0;
    key.revokedAtMs = optionalInteger(row, column + 18);
    key.rotatedAtMs = optionalInteger(row, column + 19);
    key.lastUsedAtMs = optionalInteger(row, column + 20);
    return key;
}

/// The first row as `read` makes it, if there is one.
template <typename Read> auto first(Statement &statement, Read read) -> Result<std::optional<decltype(read(statement))>>
{
    std::optional<decltype(read(statement))> answer;
    auto row = statement.next();
    if (!row)
        return std::move(row).error();
    if (*row)
        answer = read(statement);
    statement.reset();
    return answer;
}

template <typename Read> auto all(Statement &statement, Read read) -> Result<std::vector<decltype(read(statement))>>
{
    std::vector<decltype(read(statement))> answer;
    for (;;) {
        auto row = statement.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return answer;
        answer.push_back(read(statement));
    }
}

Result<bool> anyRow(Statement &statement)
{
    auto row = statement.next();
    statement.reset();
    return row;
}

void bindOptional(Statement &statement, const std::optional<std::int64_t> &value)
{
    if (value)
        statement.bind(*value);
    else
        statement.bindNull();
}

} // namespace

Result<std::optional<Account>> findAccount(Connection &connection, const AccountId &id)
{
    Statement &find = connection.prepared("SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id = ?");
    find.bind(id.text());
    return first(find, [](const Statement &row) { return readAccount(row); });
}

Result<std::optional<AccountLogin>> findLogin(Connection &connection, const std::string &email)
{
    Statement &find =
        connection.prepared("SELECT " ACCOUNT_COLUMNS ", a.password_hash FROM accounts a WHERE a.email = ?");
    find.bind(email);
    return first(find, [](const Statement &row) { return AccountLogin{readAccount(row), row.text(accountColumns)}; });
}

Result<std::vector<Account>> listAccounts(Connection &connection, int limit, const std::string &after)
{
    const auto read = [](const Statement &row) { return readAccount(row); };
    if (after.empty()) {
        Statement &find = connection.prepared("SELECT " ACCOUNT_COLUMNS " FROM accounts a ORDER BY a.id DESC LIMIT ?");
        find.bind(limit);
        return all(find, read);
    }
    Statement &find =
        connection.prepared("SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id < ? ORDER BY a.id DESC LIMIT ?");
    find.bind(after).bind(limit);
    return all(find, read);
}

Result<void> insertAccount(Connection &connection, const Account &account, const std::string &passwordHash)
{
    auto done =
        connection
            .prepared("INSERT INTO accounts (id, email, full_name, role, plan, status, password_hash, time_zone, "
                      "pricing_policy, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(account.id.text())
            .bind(account.email)
            .bind(account.fullName)
            .bind(roleName(account.role))
            .bind(account.plan)
            .bind(account.status)
            .bind(passwordHash)
            .bind(account.timeZone)
            .bind(account.pricingPolicy)
            .bind(account.createdAtMs)
            .bind(account.createdAtMs)
            .run();
    if (!done)
        return std::move(done).error();
    done = connection.prepared("INSERT INTO balances (account_id, balance, entries) VALUES (?, 0, 0)")
               .bind(account.id.text())
               .run();
    if (!done)
        return std::move(done).error();
    const ProjectId project = defaultProject(account.id);
    return finish(connection
                      .prepared("INSERT INTO projects (id, account_id, name, is_default, status, created_at, "
                                "updated_at) VALUES (?, ?, 'Default', 1, 'active', ?, ?)")
                      .bind(project.text())
                      .bind(account.id.text())
                      .bind(account.createdAtMs)
                      .bind(account.createdAtMs)
                      .run());
}

Result<void> updateAccount(Connection &connection, const Account &account, std::int64_t nowMs)
{
    return finish(connection
                      .prepared("UPDATE accounts SET full_name = ?, role = ?, plan = ?, status = ?, time_zone = ?, "
                                "pricing_policy = ?, updated_at = ? WHERE id = ?")
                      .bind(account.fullName)
                      .bind(roleName(account.role))
                      .bind(account.plan)
                      .bind(account.status)
                      .bind(account.timeZone)
                      .bind(account.pricingPolicy)
                      .bind(nowMs)
                      .bind(account.id.text())
                      .run());
}

Result<void> replacePasswordHash(Connection &connection, const AccountId &id, const std::string &oldHash,
                                 const std::string &newHash, std::int64_t nowMs)
{
    return finish(
        connection.prepared("UPDATE accounts SET password_hash = ?, updated_at = ? WHERE id = ? AND password_hash = ?")
            .bind(newHash)
            .bind(nowMs)
            .bind(id.text())
            .bind(oldHash)
            .run());
}

Result<bool> anyAdministrator(Connection &connection)
{
    return anyRow(connection.prepared("SELECT id FROM accounts WHERE role <> '' LIMIT 1"));
}

Result<bool> anyOtherOwner(Connection &connection, const AccountId &id)
{
    return anyRow(
        connection.prepared("SELECT id FROM accounts WHERE role = 'owner' AND status = 'active' AND id <> ? LIMIT 1")
            .bind(id.text()));
}

Result<void> forEachKeyHash(Connection &connection, const std::function<void(std::uint64_t)> &each)
{
    Statement &find = connection.prepared("SELECT key_hash FROM api_keys");
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        const std::string text = find.text(0);
        std::uint64_t bits = 0;
        std::memcpy(&bits, text.data(), std::min(text.size(), sizeof bits));
        each(bits);
    }
}

Result<std::optional<KeyOfAccount>> findKeyByHash(Connection &connection, const KeyHash &hash)
{
    Statement &find =
        connection.prepared("SELECT " KEY_COLUMNS ", " ACCOUNT_COLUMNS
                            " FROM api_keys k JOIN accounts a ON a.id = k.account_id WHERE k.key_hash = ?");
    find.bindBlob(bytes(hash));
    return first(find, [](const Statement &row) { return KeyOfAccount{readKey(row), readAccount(row, keyColumns)}; });
}

Result<std::optional<StoredKey>> findKey(Connection &connection, const KeyId &id)
{
    Statement &find = connection.prepared("SELECT " KEY_COLUMNS ", k.key_hash FROM api_keys k WHERE k.id = ?");
    find.bind(id.text());
    return first(find, [](const Statement &row) {
        StoredKey stored{{}, readKey(row)};
        const std::string hash = row.text(keyColumns);
        std::memcpy(stored.hash.data(), hash.data(), std::min(hash.size(), stored.hash.size()));
        return stored;
    });
}

Result<std::vector<ApiKey>> listKeys(Connection &connection, const AccountId &account)
{
    Statement &find =
        connection.prepared("SELECT " KEY_COLUMNS " FROM api_keys k WHERE k.account_id = ? ORDER BY k.id DESC");
    find.bind(account.text());
    return all(find, [](const Statement &row) { return readKey(row); });
}

Result<void> insertKey(Connection &connection, const ApiKey &key, const KeyHash &hash)
{
    // The statement refers to these until it has run.
    const std::string scopes = join(key.scopes);
    const std::string permissions = join(key.permissions);
    const std::string models = join(key.allowedModels);
    const std::string ips = join(key.allowedIps);
    const std::string referrers = join(key.allowedReferrers);
    Statement &insert = connection.prepared(
        "INSERT INTO api_keys (id, account_id, name, key_hash, pepper_version, preview, role, scopes, permissions, "
        "allowed_models, allowed_ips, allowed_referrers, request_cap, expires_at, is_active, created_at, project_id, "
        "created_by, require_signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(key.id.text())
        .bind(key.account.text())
        .bind(key.name)
        .bindBlob(bytes(hash))
        .bind(KeyMaterial::pepperVersion);
    insert.bind(key.preview)
        .bind(roleName(key.role))
        .bind(scopes)
        .bind(permissions)
        .bind(models)
        .bind(ips)
        .bind(referrers);
    bindOptional(insert, key.requestCap);
    bindOptional(insert, key.expiresAtMs);
    insert.bind(key.active).bind(key.createdAtMs);
    insert.bind(key.project.text()).bind(key.createdBy.text()).bind(key.requireSignature);
    return finish(insert.run());
}

Result<void> revokeKey(Connection &connection, const KeyId &id, std::int64_t nowMs)
{
    return finish(
        connection.prepared("UPDATE api_keys SET is_active = 0, revoked_at = ? WHERE id = ? AND is_active = 1")
            .bind(nowMs)
            .bind(id.text())
            .run());
}

} // namespace beaver::identity::store
