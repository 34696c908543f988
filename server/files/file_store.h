#pragma once

#include <server/files/types.h>
#include <server/storage/connection.h>
#include <shared/base/result.h>

namespace beaver::files::store {

/// SQL of the table `files`. Each function runs on the thread that owns the connection.

Result<void> insert(storage::Connection &connection, const File &file);
/// Whoever's it is; empty: there is none.
Result<std::optional<File>> find(storage::Connection &connection, const FileId &id);
/// Those that haven't expired. By id, which is by time.
Result<FilePage> list(storage::Connection &connection, const AccountId &account, const FileFilter &filter,
                      std::int64_t nowMs);
Result<void> remove(storage::Connection &connection, const FileId &id);
Result<std::int64_t> bytesOf(storage::Connection &connection, const AccountId &account);
Result<std::vector<FileId>> expired(storage::Connection &connection, std::int64_t nowMs, int limit);

} // namespace beaver::files::store
