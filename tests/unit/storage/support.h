#pragma once

#include <gtest/gtest.h>
#include <server/storage/database.h>

#include <future>
#include <string>
#include <thread>

struct sqlite3;

namespace beaver::storage::test {

/// A folder of its own, gone afterwards.
class Folder
{
public:
    Folder();
    ~Folder();
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    std::string path(const std::string &name) const { return m_path + "/" + name; }
    Settings settings() const;

private:
    std::string m_path;
};

/// The open database of `folder`, with the table `notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)`.
std::unique_ptr<Database> openNotes(const Settings &settings, const Clock &clock);

/// write() and read(), waited for.
Result<void> write(Database &database, std::function<Result<void>(Connection &)> work);
std::int64_t number(Database &database, const std::string &sql);

/// One statement, as Result<void>.
Result<void> run(Connection &connection, std::string_view sql);

/// A connection to the same file from outside, as a stranger's.
class Stranger
{
public:
    explicit Stranger(const std::string &path);
    ~Stranger();
    Stranger(const Stranger &) = delete;
    Stranger &operator=(const Stranger &) = delete;

    void execute(const char *sql);
    std::string text(const std::string &sql); ///< first column of the first row; empty when there is none

private:
    sqlite3 *m_handle = nullptr;
};

/// Polls until `condition` holds; false after ten seconds.
bool eventually(const std::function<bool()> &condition);

/// Rows put in by add() and written in groups; counts what it was asked.
class Notes final : public BatchSource
{
public:
    explicit Notes(Database &database)
        : m_database(database)
    {
        m_database.attach(this);
    }
    ~Notes() override { m_database.detach(this); }
    Notes(const Notes &) = delete;
    Notes &operator=(const Notes &) = delete;

    void add(std::int64_t id);
    int committed() const { return m_committed; }
    int attempts() const { return m_attempts; }
    /// The thread that committed last.
    std::thread::id committedOn() const { return m_committedOn; }

    Result<void> writeBatch(Connection &connection) override;
    void batchCommitted() override;

private:
    Database &m_database;
    std::mutex m_mutex; // guards m_pending
    std::vector<std::int64_t> m_pending;
    std::vector<std::int64_t> m_batch; // writer's thread
    std::atomic<int> m_committed = 0;
    std::atomic<int> m_attempts = 0;
    std::atomic<std::thread::id> m_committedOn;
};

} // namespace beaver::storage::test
