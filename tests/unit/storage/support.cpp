#include "support.h"

#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <thread>

namespace beaver::storage::test {

Folder::Folder()
{
    std::string path = (std::filesystem::temp_directory_path() / "beaver-storage-XXXXXX").string();
    if (!::mkdtemp(path.data()))
        std::abort();
    m_path = path;
}

Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

Settings Folder::settings() const
{
    Settings settings;
    settings.url = "sqlite:///" + path("beaver.db");
    settings.busyMs = 20;
    settings.retryMs = 5;
    return settings;
}

std::unique_ptr<Database> openNotes(const Settings &settings, const Clock &clock)
{
    auto opened = Database::open(settings, clock);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message + opened.error().detail);
    if (!opened)
        return nullptr;
    const auto made = write(**opened, [](Connection &connection) {
        return connection.execute(
            "CREATE TABLE IF NOT EXISTS notes (id INTEGER NOT NULL PRIMARY KEY, text TEXT UNIQUE)");
    });
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().detail);
    return std::move(*opened);
}

Result<void> write(Database &database, std::function<Result<void>(Connection &)> work)
{
    std::promise<Result<void>> promise;
    database.write(std::move(work), [&promise](Result<void> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

std::int64_t number(Database &database, const std::string &sql)
{
    std::promise<std::int64_t> promise;
    database.read([&](Connection &connection) {
        auto &statement = connection.prepared(sql);
        const auto row = statement.next();
        promise.set_value(row && *row ? statement.integer(0) : -1);
    });
    return promise.get_future().get();
}

Result<void> run(Connection &connection, std::string_view sql)
{
    const auto done = connection.prepared(sql).run();
    return done ? Result<void>() : done.error();
}

Stranger::Stranger(const std::string &path)
{
    if (sqlite3_open(path.c_str(), &m_handle) != SQLITE_OK)
        ADD_FAILURE() << sqlite3_errmsg(m_handle);
    sqlite3_busy_timeout(m_handle, 60'000); // for a batch under way
}

Stranger::~Stranger()
{
    sqlite3_close(m_handle);
}

void Stranger::execute(const char *sql)
{
    EXPECT_EQ(sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(m_handle);
}

std::string Stranger::text(const std::string &sql)
{
    sqlite3_stmt *statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(m_handle, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(m_handle);
    std::string answer;
    if (statement && sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0))
        answer = reinterpret_cast<const char *>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return answer;
}

bool eventually(const std::function<bool()> &condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

void Notes::add(std::int64_t id)
{
    {
        const std::lock_guard lock(m_mutex);
        m_pending.push_back(id);
    }
    m_database.wake();
}

Result<void> Notes::writeBatch(Connection &connection)
{
    {
        const std::lock_guard lock(m_mutex);
        m_batch.insert(m_batch.end(), m_pending.begin(), m_pending.end());
        m_pending.clear();
    }
    ++m_attempts;
    for (const auto id : m_batch) {
        if (const auto done = connection.prepared("INSERT INTO notes (id) VALUES (?)").bind(id).run(); !done)
            return done.error();
    }
    return {};
}

void Notes::batchCommitted()
{
    m_committedOn = std::this_thread::get_id();
    m_committed += static_cast<int>(m_batch.size());
    m_batch.clear();
}

} // namespace beaver::storage::test
