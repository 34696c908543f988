#include <server/files/file_store.h>

namespace beaver::files::store {

namespace {

constexpr const char *columns = "id, account_id, purpose, name, bytes, created_at, expires_at";

File readFile(const storage::Statement &row)
{
    File file;
    file.id = FileId(row.text(0));
    file.account = AccountId(row.text(1));
    file.purpose = row.text(2);
    file.name = row.text(3);
    file.bytes = row.integer(4);
    file.createdAtMs = row.integer(5);
    if (!row.isNull(6))
        file.expiresAtMs = row.integer(6);
    return file;
}

} // namespace

Result<void> insert(storage::Connection &connection, const File &file)
{
    auto &insert = connection.prepared("INSERT INTO files (id, account_id, purpose, name, bytes, created_at, "
                                       "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(file.id.text())
        .bind(file.account.text())
        .bind(file.purpose)
        .bind(file.name)
        .bind(file.bytes)
        .bind(file.createdAtMs);
    const auto inserted = (file.expiresAtMs ? insert.bind(*file.expiresAtMs) : insert.bindNull()).run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::optional<File>> find(storage::Connection &connection, const FileId &id)
{
    auto &find = connection.prepared(std::string("SELECT ") + columns + " FROM files WHERE id = ?");
    const auto row = find.bind(id.text()).next();
    if (!row)
        return row.error();
    std::optional<File> found;
    if (*row)
        found = readFile(find);
    find.reset();
    return found;
}

Result<FilePage> list(storage::Connection &connection, const AccountId &account, const FileFilter &filter,
                      std::int64_t nowMs)
{
    auto &select = connection.prepared(std::string("SELECT ") + columns +
                                       " FROM files WHERE account_id = ? AND (expires_at IS NULL OR expires_at > ?)"
                                       " AND (? = '' OR purpose = ?) AND (? = '' OR id " +
                                       (filter.ascending ? ">" : "<") + " ?) ORDER BY id " +
                                       (filter.ascending ? "ASC" : "DESC") + " LIMIT ?");
    select.bind(account.text())
        .bind(nowMs)
        .bind(filter.purpose)
        .bind(filter.purpose)
        .bind(filter.after)
        .bind(filter.after)
        .bind(filter.limit + 1);
    FilePage page;
    for (;;) {
        const auto row = select.next();
        if (!row)
            return row.error();
        if (!*row)
            return page;
        if (page.files.size() == static_cast<std::size_t>(filter.limit)) {
            page.hasMore = true;
            select.reset();
            return page;
        }
        page.files.push_back(readFile(select));
    }
}

Result<void> remove(storage::Connection &connection, const FileId &id)
{
    const auto removed = connection.prepared("DELETE FROM files WHERE id = ?").bind(id.text()).run();
    return removed ? Result<void>() : Result<void>(removed.error());
}

Result<std::int64_t> bytesOf(storage::Connection &connection, const AccountId &account)
{
    auto &sum = connection.prepared("SELECT COALESCE(SUM(bytes), 0) FROM files WHERE account_id = ?");
    const auto row = sum.bind(account.text()).next();
    if (!row)
        return row.error();
    const std::int64_t bytes = sum.integer(0);
    sum.reset();
    return bytes;
}

Result<std::vector<FileId>> expired(storage::Connection &connection, std::int64_t nowMs, int limit)
{
    auto &select = connection.prepared("SELECT id FROM files WHERE expires_at <= ? ORDER BY expires_at LIMIT ?");
    select.bind(nowMs).bind(limit);
    std::vector<FileId> ids;
    for (;;) {
        const auto row = select.next();
        if (!row)
            return row.error();
        if (!*row)
            return ids;
        ids.emplace_back(select.text(0));
    }
}

} // namespace beaver::files::store
