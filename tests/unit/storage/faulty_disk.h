#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace beaver::storage::test {

/// While it lives, every SQLite file opened in this process goes through it (a VFS around the system's:
/// https://www.sqlite.org/vfs.html): it can refuse writes and flushes, and notes what is written. One at a time.
class FaultyDisk
{
public:
    struct Operation
    {
        enum class Kind : std::uint8_t { Write, Truncate, Sync, Delete, Mark } kind = Kind::Mark;
        std::string file;        ///< base name
        std::int64_t offset = 0; ///< of a write; size of a truncation
        std::string bytes;       ///< of a write; text of a mark
    };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    /// SQLite result codes to answer with; 0 lets it through again.
    void failWrites(int code);
    void failSyncs(int code);
    /// Calls `action` before the operation with this number (writes, truncations and flushes count, from 1).
    void beforeOperation(int number, std::function<void()> action);

    void record(bool on);
    /// Puts a mark between the operations.
    void mark(const std::string &text);
    std::vector<Operation> operations() const;
};

} // namespace beaver::storage::test
