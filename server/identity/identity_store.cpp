#include <server/identity/identity_store.h>
#include <server/identity/lower_case.h>
#include <server/identity/store_values.h>
#include <server/storage/like_pattern.h>

namespace beaver::identity::store {

using storage::Connection;
using storage::Statement;

namespace {

#define ACCOUNT_COLUMNS                                                                                                \
    "a.id, a.email, a.full_name, a.role, a.plan, a.status, a.time_zone, a.pricing_policy, a.created_at, a.username, "  \
    "a.email_verified_at, a.totp_enabled_at"
constexpr int accountColumns = 12;

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
    account.username = row.text(column + 9);
    account.emailVerified = !row.isNull(column + 10);
    account.secondFactor = !row.isNull(column + 11);
    return account;
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

namespace {

/// Which accounts are listed. Its texts stay while a statement reads them.
class AccountChoice
{
public:
    AccountChoice(const std::string &after, const std::string &search, const std::string &status)
        : m_after(after)
        , m_search(search)
        , m_pattern(storage::likePattern(search))
        , m_status(status)
    {}

    std::string sql() const
    {
        std::string where;
        const auto add = [&where](std::string_view condition) {
            where += (where.empty() ? " WHERE " : " AND ") + std::string(condition);
        };
        if (!m_after.empty())
            add("a.id < ?");
        if (!m_search.empty())
            add("(a.email LIKE ? ESCAPE '\\' OR LOWER(a.full_name) LIKE ? ESCAPE '\\' OR "
                "LOWER(a.username) LIKE ? ESCAPE '\\' OR a.id = ?)");
        if (!m_status.empty())
            add("a.status = ?");
        return where;
    }
    void bindTo(Statement &statement) const
    {
        if (!m_after.empty())
            statement.bind(m_after);
        if (!m_search.empty())
            statement.bind(m_pattern).bind(m_pattern).bind(m_pattern).bind(m_search);
        if (!m_status.empty())
            statement.bind(m_status);
    }

private:
    const std::string &m_after;
    const std::string &m_search;
    std::string m_pattern;
    const std::string &m_status;
};

} // namespace

Result<std::vector<Account>> listAccounts(Connection &connection, int limit, const std::string &after,
                                          const std::string &search, const std::string &status)
{
    const AccountChoice choice(after, search, status);
    Statement &find = connection.prepared("SELECT " ACCOUNT_COLUMNS " FROM accounts a" + choice.sql() +
                                          " ORDER BY a.id DESC LIMIT ?");
    choice.bindTo(find);
    find.bind(limit);
    return all(find, [](const Statement &row) { return readAccount(row); });
}

Result<std::int64_t> countAccounts(Connection &connection, const std::string &search, const std::string &status)
{
    const std::string first;
    const AccountChoice choice(first, search, status);
    Statement &count = connection.prepared("SELECT COUNT(*) FROM accounts a" + choice.sql());
    choice.bindTo(count);
    if (auto row = count.next(); !row)
        return std::move(row).error();
    return count.integer(0);
}

Result<void> insertAccount(Connection &connection, const Account &account, const std::string &passwordHash)
{
    Statement &insert =
        connection.prepared("INSERT INTO accounts (id, email, full_name, role, plan, status, password_hash, time_zone, "
                            "pricing_policy, created_at, updated_at, username, email_verified_at) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(account.id.text())
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
        .bind(account.username);
    if (account.emailVerified)
        insert.bind(account.createdAtMs);
    else
        insert.bindNull();
    auto done = insert.run();
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
                                "pricing_policy = ?, username = ?, updated_at = ? WHERE id = ?")
                      .bind(account.fullName)
                      .bind(roleName(account.role))
                      .bind(account.plan)
                      .bind(account.status)
                      .bind(account.timeZone)
                      .bind(account.pricingPolicy)
                      .bind(account.username)
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

} // namespace beaver::identity::store
