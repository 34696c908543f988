#pragma once

namespace beaver::storage {

/// Name of an SQLite file system (https://www.sqlite.org/vfs.html) that writes a commit's part of the write-ahead log
/// with one system call; SQLite by itself makes two for each page. It stands on the default file system, which also
/// has all other files. What it keeps back is never more than the transaction that is running: it is written before
/// SQLite tells anybody of a commit, and before anything is read or flushed. Registered when first asked for. Any
/// thread.
const char *gatheredLogVfs();

} // namespace beaver::storage
