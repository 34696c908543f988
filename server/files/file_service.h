#pragma once

#include <QCoroTask>

#include <server/files/disk_pool.h>
#include <server/files/file_folder.h>
#include <server/files/types.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::files {

struct Settings
{
    std::string folder;            ///< BEAVER_FILES
    std::int64_t fileBytes = 0;    ///< largest upload
    std::int64_t accountBytes = 0; ///< of all files of an account
};

/// An upload. `content` lives as long as `keeper`.
struct NewFile
{
    AccountId account;
    std::string purpose;
    std::string name;
    std::string_view content;
    std::shared_ptr<const void> keeper;
    std::optional<std::int64_t> expiresAfterS;
};

/// Files of accounts: rows in the database, contents in a folder. A content is on the disk before its row is, and
/// leaves its place before its row goes, so that after a kill the rows say what stays. Another account's file is
/// NotFound. Any thread; a coroutine resumes on the loop that it was given.
class FileService
{
public:
    FileService(Settings settings, storage::Database &database, const Clock &clock);

    /// Opens the folder and ends what a killed process left half done. Blocks; at start only.
    Result<void> start();

    /// Errors: InvalidRequest (purpose, name, empty), PayloadTooLarge, Forbidden (`file_storage_full`: the account has
    /// used up what it may keep).
    QCoro::Task<Result<File>> create(ops::Executor &loop, NewFile wanted);
    QCoro::Task<Result<File>> find(ops::Executor &loop, AccountId account, std::string id);
    QCoro::Task<Result<FilePage>> list(ops::Executor &loop, AccountId account, FileFilter filter);
    QCoro::Task<Result<void>> remove(ops::Executor &loop, AccountId account, std::string id);
    /// A piece of the content; shorter than `length` at the end.
    auto read(ops::Executor &loop, FileId id, std::int64_t offset, std::size_t length)
    {
        return m_pool.run(loop,
                          [this, id = std::move(id), offset, length] { return m_folder->read(id, offset, length); });
    }
    /// Deletes what has expired.
    QCoro::Task<> forgetExpired(ops::Executor &loop);

    const Settings &settings() const { return m_settings; }
    /// For those who make files themselves: see FileFolder.
    const FileFolder &folder() const { return *m_folder; }
    DiskPool &pool() { return m_pool; }

private:
    QCoro::Task<Result<void>> drop(ops::Executor &loop, FileId id);

    const Settings m_settings;
    storage::Database &m_database;
    const Clock &m_clock;
    std::unique_ptr<FileFolder> m_folder;
    DiskPool m_pool; // ends before the folder does
};

/// What a client is told of a file that isn't there, or isn't its own.
Error noSuchFile(std::string_view id, std::string_view param = "id");

} // namespace beaver::files
