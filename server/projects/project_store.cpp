#include <server/projects/project_store.h>

namespace beaver::projects::store {

using storage::Connection;
using storage::Statement;

namespace {

#define PROJECT_COLUMNS "p.id, p.account_id, p.name, p.is_default, p.status, p.created_at, p.updated_at"

Project readProject(const Statement &row)
{
    Project project;
    project.id = ProjectId(row.text(0));
    project.account = AccountId(row.text(1));
    project.name = row.text(2);
    project.isDefault = row.integer(3) != 0;
    project.status = row.text(4);
    project.createdAtMs = row.integer(5);
    project.updatedAtMs = row.integer(6);
    return project;
}

template <typename Read> auto rows(Statement &statement, Read read) -> Result<std::vector<decltype(read(statement))>>
{
    std::vector<decltype(read(statement))> found;
    auto more = statement.next();
    for (; more && *more; more = statement.next())
        found.push_back(read(statement));
    if (!more)
        return std::move(more).error();
    return found;
}

template <typename Read> auto row(Statement &statement, Read read) -> Result<std::optional<decltype(read(statement))>>
{
    auto found = rows(statement, read);
    if (!found)
        return std::move(found).error();
    using Row = std::optional<decltype(read(statement))>;
    return found->empty() ? Row() : Row(std::move(found->front()));
}

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

std::string pattern(std::string_view text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

/// `WHERE`, and what stands for its question marks.
struct Condition
{
    std::string sql;
    std::vector<std::string> values;

    void add(std::string_view one, std::initializer_list<std::string> with)
    {
        sql.append(sql.empty() ? " WHERE " : " AND ").append(one);
        values.insert(values.end(), with);
    }
};

} // namespace

Result<std::optional<Project>> find(Connection &connection, const ProjectId &id)
{
    Statement &find = connection.prepared("SELECT " PROJECT_COLUMNS " FROM projects p WHERE p.id = ?");
    return row(find.bind(id.text()), readProject);
}

Result<std::vector<Project>> page(Connection &connection, const Query &query)
{
    Condition where;
    const std::string &viewer = query.viewer.account.text();
    if (!query.viewer.project.isEmpty() && !query.viewer.isDefault)
        where.add("p.id = ?", {query.viewer.project.text()});
    else if (!viewer.empty())
        where.add("(p.account_id = ? OR p.id IN (SELECT project_id FROM project_members WHERE account_id = ?))",
                  {viewer, viewer});
    if (!query.account.isEmpty())
        where.add("p.account_id = ?", {query.account.text()});
    if (query.status.empty())
        where.add("p.status = 'active'", {});
    else if (query.status == "all")
        where.add("p.status <> 'deleted'", {});
    else
        where.add("p.status = ?", {query.status});
    if (!query.search.empty()) {
        const std::string text = pattern(query.search);
        where.add("(p.name LIKE ? ESCAPE '\\' OR p.id LIKE ? ESCAPE '\\' OR p.account_id IN (SELECT id FROM accounts "
                  "WHERE email LIKE ? ESCAPE '\\'))",
                  {text, text, text});
    }
    if (!query.after.empty())
        where.add("p.id < ?", {query.after});
    Statement &find =
        connection.prepared("SELECT " PROJECT_COLUMNS " FROM projects p" + where.sql + " ORDER BY p.id DESC LIMIT ?");
    for (const std::string &value : where.values)
        find.bind(value);
    return rows(find.bind(query.limit + 1), readProject);
}

Result<std::int64_t> countOf(Connection &connection, const AccountId &account)
{
    Statement &count =
        connection.prepared("SELECT count(*) FROM projects WHERE account_id = ? AND status <> 'deleted'");
    auto found = row(count.bind(account.text()), [](const Statement &one) { return one.integer(0); });
    return found ? Result<std::int64_t>(found->value_or(0)) : Result<std::int64_t>(found.error());
}

Result<void> insert(Connection &connection, const Project &project)
{
    return done(connection
                    .prepared("INSERT INTO projects (id, account_id, name, is_default, status, created_at, updated_at) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .bind(project.id.text())
                    .bind(project.account.text())
                    .bind(project.name)
                    .bind(project.isDefault)
                    .bind(project.status)
                    .bind(project.createdAtMs)
                    .bind(project.updatedAtMs)
                    .run());
}

Result<void> update(Connection &connection, const Project &project)
{
    return done(connection.prepared("UPDATE projects SET name = ?, status = ?, updated_at = ? WHERE id = ?")
                    .bind(project.name)
                    .bind(project.status)
                    .bind(project.updatedAtMs)
                    .bind(project.id.text())
                    .run());
}

Result<std::int64_t> keysOf(Connection &connection, const ProjectId &id)
{
    Statement &count = connection.prepared("SELECT count(*) FROM api_keys WHERE project_id = ? AND revoked_at IS NULL");
    auto found = row(count.bind(id.text()), [](const Statement &one) { return one.integer(0); });
    return found ? Result<std::int64_t>(found->value_or(0)) : Result<std::int64_t>(found.error());
}

Result<void> revokeOrphanedKeys(Connection &connection, std::int64_t nowMs)
{
    return done(connection
                    .prepared("UPDATE api_keys SET is_active = 0, revoked_at = ? WHERE revoked_at IS NULL AND "
                              "project_id IN (SELECT id FROM projects WHERE status <> 'active')")
                    .bind(nowMs)
                    .run());
}

Result<MemberRole> roleOf(Connection &connection, const ProjectId &id, const AccountId &account)
{
    Statement &find = connection.prepared("SELECT role FROM project_members WHERE project_id = ? AND account_id = ?");
    auto found = row(find.bind(id.text()).bind(account.text()), [](const Statement &one) { return one.text(0); });
    if (!found)
        return std::move(found).error();
    return *found ? memberRoleByName(**found).value_or(MemberRole::None) : MemberRole::None;
}

Result<std::vector<Member>> members(Connection &connection, const ProjectId &id)
{
    Statement &find =
        connection.prepared("SELECT m.account_id, a.email, m.role, m.created_at FROM project_members m JOIN accounts a "
                            "ON a.id = m.account_id WHERE m.project_id = ? ORDER BY m.created_at, m.account_id");
    return rows(find.bind(id.text()), [](const Statement &one) {
        return Member{AccountId(one.text(0)), one.text(1), memberRoleByName(one.text(2)).value_or(MemberRole::None),
                      one.integer(3)};
    });
}

Result<void> putMember(Connection &connection, const ProjectId &id, const Member &member)
{
    return done(connection
                    .prepared("INSERT INTO project_members (project_id, account_id, role, created_at) VALUES (?, ?, ?, "
                              "?) ON CONFLICT (project_id, account_id) DO UPDATE SET role = excluded.role")
                    .bind(id.text())
                    .bind(member.account.text())
                    .bind(memberRoleName(member.role))
                    .bind(member.createdAtMs)
                    .run());
}

Result<void> removeMember(Connection &connection, const ProjectId &id, const AccountId &account)
{
    return done(connection.prepared("DELETE FROM project_members WHERE project_id = ? AND account_id = ?")
                    .bind(id.text())
                    .bind(account.text())
                    .run());
}

Result<std::optional<AccountId>> accountByEmail(Connection &connection, const std::string &email)
{
    Statement &find = connection.prepared("SELECT id FROM accounts WHERE email = ? AND status = 'active'");
    return row(find.bind(email), [](const Statement &one) { return AccountId(one.text(0)); });
}

Result<std::vector<Credential>> credentials(Connection &connection, const ProjectId &id)
{
    Statement &find = connection.prepared("SELECT provider, hint, created_at, updated_at FROM project_credentials "
                                          "WHERE project_id = ? ORDER BY provider");
    return rows(find.bind(id.text()), [](const Statement &one) {
        return Credential{one.text(0), one.text(1), one.integer(2), one.integer(3)};
    });
}

Result<std::vector<Sealed>> sealedCredentials(Connection &connection, const ProjectId &id)
{
    const auto read = [](const Statement &one) { return Sealed{ProjectId(one.text(0)), one.text(1), one.text(2)}; };
    if (!id.isEmpty()) {
        Statement &find = connection.prepared("SELECT c.project_id, c.provider, c.sealed FROM project_credentials c "
                                              "JOIN projects p ON p.id = c.project_id WHERE c.project_id = ? AND "
                                              "p.status = 'active'");
        return rows(find.bind(id.text()), read);
    }
    Statement &find =
        connection.prepared("SELECT c.project_id, c.provider, c.sealed FROM project_credentials c JOIN projects p ON "
                            "p.id = c.project_id WHERE p.status = 'active' ORDER BY c.project_id");
    return rows(find, read);
}

Result<void> putCredential(Connection &connection, const ProjectId &id, const Credential &credential,
                           const std::string &sealed)
{
    return done(connection
                    .prepared("INSERT INTO project_credentials (project_id, provider, sealed, hint, created_at, "
                              "updated_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (project_id, provider) DO UPDATE SET "
                              "sealed = excluded.sealed, hint = excluded.hint, updated_at = excluded.updated_at")
                    .bind(id.text())
                    .bind(credential.provider)
                    .bindBlob(sealed)
                    .bind(credential.hint)
                    .bind(credential.createdAtMs)
                    .bind(credential.updatedAtMs)
                    .run());
}

Result<bool> removeCredential(Connection &connection, const ProjectId &id, const std::string &provider)
{
    const auto removed = connection.prepared("DELETE FROM project_credentials WHERE project_id = ? AND provider = ?")
                             .bind(id.text())
                             .bind(provider)
                             .run();
    return removed ? Result<bool>(*removed > 0) : Result<bool>(removed.error());
}

} // namespace beaver::projects::store
