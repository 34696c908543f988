#pragma once

#include <shared/base/result.h>

#include <memory>
#include <string>

namespace beaver::storage {

/// Keeps a second beaverd off a database: an flock() on `FILE.lock`, held as long as the object lives and let go by the
/// kernel when the process dies. The file itself stays. Also makes the database file, if missing, with mode 0600
/// (SQLite gives its -wal and -shm the same).
class FileLock
{
public:
    static Result<std::unique_ptr<FileLock>> take(const std::string &databasePath);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {}

    int m_descriptor;
};

} // namespace beaver::storage
