#include <server/identity/key_store.h>
#include <server/identity/lower_case.h>
#include <server/identity/store_values.h>
#include <server/storage/like_pattern.h>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

namespace {

#define KEY_COLUMNS                                                                                                    \
    "k.id, k.account_id, k.name, k.preview, k.role, k.scopes, k.permissions, k.allowed_models, k.allowed_ips, "        \
    "k.allowed_referrers, k.request_cap, k.expires_at, k.is_active, k.created_at, k.project_id, k.created_by, "        \
    "k.signing_secret IS NOT NULL, k.require_signature, k.revoked_at, k.rotated_at, k.last_used_at, k.metadata"
constexpr int keyColumns = 22;

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
    key.metadata = row.text(column + 21);
    return key;
}

void bindOptional(Statement &statement, const std::optional<std::int64_t> &value)
{
    if (value)
        statement.bind(*value);
    else
        statement.bindNull();
}

KeyHash hashOf(const std::string &text)
{
    KeyHash hash{};
    std::memcpy(hash.data(), text.data(), std::min(text.size(), hash.size()));
    return hash;
}

FoundKey readFound(const Statement &row)
{
    FoundKey found;
    found.key = readKey(row);
    found.sealedSigning = row.text(keyColumns);
    return found;
}

Result<std::optional<FoundKey>> withRequests(Connection &connection, Result<std::optional<FoundKey>> found)
{
    if (!found || !*found || !(*found)->key.requestCap)
        return found;
    auto made = requestsMade(connection, (*found)->key.account, (*found)->key.id);
    if (!made)
        return std::move(made).error();
    (*found)->requestsMade = *made;
    return found;
}

/// `condition` and its values are added only where they are asked for, so that each form has its index.
class Conditions
{
public:
    void add(std::string_view condition, std::string value, int times = 1)
    {
        m_sql.append(m_sql.empty() ? " WHERE " : " AND ").append(condition);
        for (int time = 0; time < times; ++time)
            m_values.push_back(value);
    }
    void add(std::string_view condition) { add(condition, {}, 0); }
    const std::string &sql() const { return m_sql; }
    void bindTo(Statement &statement) const
    {
        for (const std::string &value : m_values)
            statement.bind(value);
    }

private:
    std::string m_sql;
    std::vector<std::string> m_values;
};

/// Words that compare a time are pasted: they are numbers of ours.
void addStatus(Conditions &conditions, std::string_view status, std::int64_t nowMs)
{
    const std::string now = std::to_string(nowMs);
    if (status == "active")
        conditions.add("k.is_active = 1 AND (k.expires_at IS NULL OR k.expires_at > " + now + ")");
    else if (status == "paused")
        conditions.add("k.is_active = 0 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > " + now +
                       ")");
    else if (status == "expired")
        conditions.add("k.revoked_at IS NULL AND k.expires_at <= " + now);
    else if (status == "revoked")
        conditions.add("k.revoked_at IS NOT NULL");
    else if (status != "all")
        conditions.add("k.revoked_at IS NULL");
}

} // namespace

Result<void> forEachKeyHash(Connection &connection, const std::function<void(std::uint64_t)> &each)
{
    Statement &find =
        connection.prepared("SELECT key_hash FROM api_keys UNION ALL SELECT key_hash FROM old_key_secrets");
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        each(firstBits(hashOf(find.text(0))));
    }
}

Result<void> forEachSigner(Connection &connection, const std::function<void(const std::string &)> &each)
{
    Statement &find = connection.prepared("SELECT id FROM api_keys WHERE signing_secret IS NOT NULL");
    for (;;) {
        auto row = find.next();
        if (!row)
            return std::move(row).error();
        if (!*row)
            return {};
        each(find.text(0));
    }
}

Result<std::optional<FoundKey>> findKeyByHash(Connection &connection, const KeyHash &hash, std::int64_t nowMs)
{
    Statement &find =
        connection.prepared("SELECT " KEY_COLUMNS ", k.signing_secret FROM api_keys k WHERE k.key_hash = ?");
    find.bindBlob(bytes(hash));
    auto found = first(find, readFound);
    if (!found || *found)
        return withRequests(connection, std::move(found));
    Statement &old =
        connection.prepared("SELECT " KEY_COLUMNS ", k.signing_secret, o.works_until FROM old_key_secrets o "
                            "JOIN api_keys k ON k.id = o.key_id WHERE o.key_hash = ? AND o.works_until > ?");
    old.bindBlob(bytes(hash)).bind(nowMs);
    return withRequests(connection, first(old, [](const Statement &row) {
                            FoundKey key = readFound(row);
                            key.worksUntilMs = row.integer(keyColumns + 1);
                            return key;
                        }));
}

Result<std::optional<FoundKey>> findKeyById(Connection &connection, const KeyId &id)
{
    Statement &find = connection.prepared("SELECT " KEY_COLUMNS ", k.signing_secret FROM api_keys k WHERE k.id = ?");
    find.bind(id.text());
    return withRequests(connection, first(find, readFound));
}

Result<std::optional<StoredKey>> findKey(Connection &connection, const KeyId &id)
{
    Statement &find = connection.prepared("SELECT " KEY_COLUMNS ", k.key_hash FROM api_keys k WHERE k.id = ?");
    find.bind(id.text());
    auto found = first(find, [](const Statement &row) {
        StoredKey stored;
        stored.key = readKey(row);
        stored.hash = hashOf(row.text(keyColumns));
        return stored;
    });
    if (!found || !*found)
        return found;
    Statement &old = connection.prepared("SELECT key_hash, works_until FROM old_key_secrets WHERE key_id = ?");
    old.bind(id.text());
    auto hashes = all(old, [](const Statement &row) { return StoredKey::Old{hashOf(row.text(0)), row.integer(1)}; });
    if (!hashes)
        return std::move(hashes).error();
    (*found)->old = std::move(*hashes);
    return found;
}

Result<std::vector<ApiKey>> listKeys(Connection &connection, const AccountId &account)
{
    Statement &find =
        connection.prepared("SELECT " KEY_COLUMNS " FROM api_keys k WHERE k.account_id = ? ORDER BY k.id DESC");
    find.bind(account.text());
    return all(find, [](const Statement &row) { return readKey(row); });
}

namespace {

Conditions conditionsOf(const KeyQuery &query, std::int64_t nowMs)
{
    Conditions conditions;
    if (!query.account.isEmpty())
        conditions.add("k.account_id = ?", query.account.text());
    if (!query.project.isEmpty())
        conditions.add("k.project_id = ?", query.project.text());
    if (!query.createdBy.isEmpty())
        conditions.add("k.created_by = ?", query.createdBy.text());
    if (!query.name.empty())
        conditions.add("k.name = ?", query.name);
    if (!query.id.isEmpty())
        conditions.add("k.id = ?", query.id.text());
    if (!query.after.empty())
        conditions.add("k.id < ?", query.after);
    addStatus(conditions, query.status, nowMs);
    if (!query.search.empty())
        conditions.add("(LOWER(k.name) LIKE ? ESCAPE '\\' OR LOWER(k.preview) LIKE ? ESCAPE '\\' OR LOWER(k.id) LIKE ? "
                       "ESCAPE '\\' OR k.account_id IN (SELECT id FROM accounts WHERE email LIKE ? ESCAPE '\\'))",
                       storage::likePattern(query.search), 4);
    return conditions;
}

} // namespace

Result<std::int64_t> countKeys(Connection &connection, const KeyQuery &query, std::int64_t nowMs)
{
    const Conditions conditions = conditionsOf(query, nowMs);
    Statement &count = connection.prepared("SELECT COUNT(*) FROM api_keys k" + conditions.sql());
    conditions.bindTo(count);
    auto row = count.next();
    if (!row)
        return std::move(row).error();
    return count.integer(0);
}

Result<std::vector<ApiKey>> pageOfKeys(Connection &connection, const KeyQuery &query, std::int64_t nowMs)
{
    const Conditions conditions = conditionsOf(query, nowMs);
    Statement &find = connection.prepared("SELECT " KEY_COLUMNS " FROM api_keys k" + conditions.sql() +
                                          " ORDER BY k.id DESC LIMIT ? OFFSET ?");
    conditions.bindTo(find);
    find.bind(query.limit + 1).bind(query.offset);
    auto keys = all(find, [](const Statement &row) { return readKey(row); });
    if (!keys)
        return keys;
    for (ApiKey &key : *keys)
        if (auto added = addShown(connection, key, nowMs); !added)
            return std::move(added).error();
    return keys;
}

Result<void> addShown(Connection &connection, ApiKey &key, std::int64_t nowMs)
{
    if (key.rotatedAtMs) {
        Statement &old = connection.prepared("SELECT preview, works_until FROM old_key_secrets WHERE key_id = ? AND "
                                             "works_until > ? ORDER BY works_until DESC");
        old.bind(key.id.text()).bind(nowMs);
        auto secrets = all(old, [](const Statement &row) { return OldSecret{row.text(0), row.integer(1)}; });
        if (!secrets)
            return std::move(secrets).error();
        key.oldSecrets = std::move(*secrets);
    }
    if (key.requestCap) {
        auto made = requestsMade(connection, key.account, key.id);
        if (!made)
            return std::move(made).error();
        key.requestsMade = *made;
    }
    return {};
}

Result<void> insertKey(Connection &connection, const ApiKey &key, const KeyHash &hash, const std::string &sealedSigning)
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
        "created_by, require_signature, metadata, signing_secret) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?)");
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
    insert.bind(key.project.text()).bind(key.createdBy.text()).bind(key.requireSignature).bind(key.metadata);
    if (sealedSigning.empty())
        insert.bindNull();
    else
        insert.bindBlob(sealedSigning);
    return finish(insert.run());
}

Result<void> updateKey(Connection &connection, const ApiKey &key)
{
    const std::string scopes = join(key.scopes);
    const std::string permissions = join(key.permissions);
    const std::string models = join(key.allowedModels);
    const std::string ips = join(key.allowedIps);
    const std::string referrers = join(key.allowedReferrers);
    Statement &update = connection.prepared(
        "UPDATE api_keys SET name = ?, role = ?, scopes = ?, permissions = ?, allowed_models = ?, allowed_ips = ?, "
        "allowed_referrers = ?, request_cap = ?, noticed_days = CASE WHEN expires_at = ? THEN noticed_days ELSE 0 END, "
        "expires_at = ?, is_active = ?, require_signature = ?, metadata = ? WHERE id = ?");
    update.bind(key.name).bind(roleName(key.role)).bind(scopes).bind(permissions).bind(models).bind(ips);
    update.bind(referrers);
    bindOptional(update, key.requestCap);
    bindOptional(update, key.expiresAtMs);
    bindOptional(update, key.expiresAtMs);
    return finish(update.bind(key.active).bind(key.requireSignature).bind(key.metadata).bind(key.id.text()).run());
}

Result<void> setSigningSecret(Connection &connection, const KeyId &id, const std::string &sealed)
{
    Statement &update = connection.prepared("UPDATE api_keys SET signing_secret = ? WHERE id = ?");
    return finish(update.bindBlob(sealed).bind(id.text()).run());
}

Result<void> rotateKey(Connection &connection, const StoredKey &was, const KeyHash &hash, const std::string &preview,
                       std::int64_t worksUntilMs, std::int64_t nowMs)
{
    const std::string &id = was.key.id.text();
    auto done = connection.prepared("DELETE FROM old_key_secrets WHERE key_id = ? AND works_until <= ?")
                    .bind(id)
                    .bind(nowMs)
                    .run();
    if (!done)
        return std::move(done).error();
    if (worksUntilMs > nowMs) {
        Statement &keep = connection.prepared("INSERT INTO old_key_secrets (key_hash, key_id, pepper_version, preview, "
                                              "works_until) VALUES (?, ?, ?, ?, ?)");
        keep.bindBlob(bytes(was.hash)).bind(id).bind(KeyMaterial::pepperVersion).bind(was.key.preview);
        done = keep.bind(worksUntilMs).run();
        if (!done)
            return std::move(done).error();
    }
    Statement &update = connection.prepared("UPDATE api_keys SET key_hash = ?, pepper_version = ?, preview = ?, "
                                            "rotated_at = ? WHERE id = ?");
    update.bindBlob(bytes(hash)).bind(KeyMaterial::pepperVersion).bind(preview);
    return finish(update.bind(nowMs).bind(id).run());
}

Result<void> revokeKey(Connection &connection, const KeyId &id, std::int64_t nowMs)
{
    auto done = connection.prepared("DELETE FROM old_key_secrets WHERE key_id = ?").bind(id.text()).run();
    if (!done)
        return std::move(done).error();
    return finish(
        connection.prepared("UPDATE api_keys SET is_active = 0, revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
            .bind(nowMs)
            .bind(id.text())
            .run());
}

Result<std::int64_t> requestsMade(Connection &connection, const AccountId &account, const KeyId &key)
{
    Statement &sum = connection.prepared("SELECT coalesce(sum(calls), 0) FROM usage_rollups WHERE account_id = ? AND "
                                         "key_id = ? AND outcome <> 'refused'");
    auto found = first(sum.bind(account.text()).bind(key.text()), [](const Statement &row) { return row.integer(0); });
    if (!found)
        return std::move(found).error();
    return found->value_or(0);
}

Result<void> noteUse(Connection &connection, const KeyId &id, std::int64_t lastUsedMs)
{
    return finish(connection.prepared("UPDATE api_keys SET last_used_at = ? WHERE id = ?")
                      .bind(lastUsedMs)
                      .bind(id.text())
                      .run());
}

Result<bool> hasLimits(Connection &connection, const KeyId &id)
{
    return anyRow(
        connection.prepared("SELECT 1 FROM limits WHERE scope = 'key' AND scope_id = ? LIMIT 1").bind(id.text()));
}

Result<std::optional<AccountId>> accountOfProject(Connection &connection, const ProjectId &project)
{
    Statement &find = connection.prepared("SELECT account_id FROM projects WHERE id = ? AND status = 'active'");
    return first(find.bind(project.text()), [](const Statement &row) { return AccountId(row.text(0)); });
}

} // namespace beaver::identity::store
