#include <server/storage/gathered_log.h>
#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>

namespace beaver::storage {

namespace {

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a header of 32 bytes, then frames: a header of 24 bytes
// and a page. Bytes 4 to 7 of a frame's header are zero except in the last frame of a commit.
constexpr sqlite3_int64 logHeader = 32;
constexpr int frameHeader = 24;
constexpr std::size_t mostGathered = 96 * 1024; // SQLite's own files take less than 128 KiB in one piece
constexpr int largestFile = 4096;               // of the file objects of the file system below

/// The log. What is appended to it is kept back until a commit's last page has come: nobody reads a frame before
/// SQLite has taken all of its commit for written, and says so in the log's index.
class GatheredLog
{
public:
    int open(sqlite3_vfs *below, sqlite3_filename path, int flags, int *outFlags)
    {
        m_below = new (std::nothrow) std::byte[static_cast<std::size_t>(below->szOsFile)]();
        return m_below ? below->xOpen(below, path, file(), flags, outFlags) : SQLITE_NOMEM;
    }

    int close()
    {
        const int written = flush();
        const int closed = isOpen() ? methods().xClose(file()) : SQLITE_OK;
        delete[] m_below;
        m_below = nullptr;
        return written != SQLITE_OK ? written : closed;
    }

    int write(const void *bytes, int count, sqlite3_int64 at)
    {
        const std::string_view added(static_cast<const char *>(bytes), static_cast<std::size_t>(count));
        const bool isHeader = count == frameHeader;
        if (isHeader)
            m_ends = added.substr(4, 4) != std::string_view("\0\0\0\0", 4);
        // Where a disk wants whole sectors, SQLite splits pages: such a log is left alone.
        m_splits |= at >= logHeader && !isHeader && !std::has_single_bit(static_cast<unsigned>(count));
        // The log begins anew, a frame of this transaction is changed, or one that was taken back is written over.
        const bool appends = at >= logHeader && at >= m_end;
        if (!appends || m_splits || (!m_gathered.empty() && at != m_end)) {
            if (const int code = flush(); code != SQLITE_OK)
                return code;
        }
        if (!appends || m_splits) {
            m_end = at < logHeader ? at + count : std::max(m_end, at + count);
            return methods().xWrite(file(), bytes, count, at);
        }
        if (m_gathered.empty())
            m_from = at;
        m_gathered += added;
        m_end = at + count;
        return (m_ends && !isHeader) || m_gathered.size() >= mostGathered ? flush() : SQLITE_OK;
    }

    /// Before anybody looks at the file. What can't be written is dropped: SQLite takes the transaction back.
    int flush()
    {
        int code = SQLITE_OK;
        for (std::size_t at = 0; at < m_gathered.size() && code == SQLITE_OK; at += mostGathered) {
            const auto piece = std::string_view(m_gathered).substr(at, mostGathered);
            code = methods().xWrite(file(), piece.data(), static_cast<int>(piece.size()),
                                    m_from + static_cast<sqlite3_int64>(at));
        }
        m_gathered.clear();
        return code;
    }

    bool isOpen() { return m_below && file()->pMethods; }
    sqlite3_file *file() { return reinterpret_cast<sqlite3_file *>(m_below); }
    const sqlite3_io_methods &methods() { return *file()->pMethods; }

private:
    std::byte *m_below = nullptr;
    std::string m_gathered;
    sqlite3_int64 m_from = 0; ///< where what is gathered belongs
    sqlite3_int64 m_end = 0;  ///< of all that was appended since the log began
    bool m_ends = false;      ///< the last frame's header was a commit's
    bool m_splits = false;
};

struct LogFile
{
    sqlite3_file base = {nullptr}; // first: SQLite sees only this
    GatheredLog log;
};

GatheredLog &logOf(sqlite3_file *file)
{
    return reinterpret_cast<LogFile *>(file)->log;
}

/// What SQLite asks of the file below, once all that was gathered is there.
template <typename Ask> int afterFlush(sqlite3_file *file, Ask ask)
{
    GatheredLog &log = logOf(file);
    const int code = log.flush();
    return code != SQLITE_OK ? code : ask(log.methods(), log.file());
}

int closeLog(sqlite3_file *file)
{
    auto *log = reinterpret_cast<LogFile *>(file);
    const int code = log->log.close();
    log->~LogFile();
    return code;
}

int readLog(sqlite3_file *file, void *to, int count, sqlite3_int64 at)
{
    return afterFlush(file,
                      [&](const auto &methods, sqlite3_file *below) { return methods.xRead(below, to, count, at); });
}

int writeLog(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    return logOf(file).write(bytes, count, at);
}

int truncateLog(sqlite3_file *file, sqlite3_int64 size)
{
    return afterFlush(file, [&](const auto &methods, sqlite3_file *below) { return methods.xTruncate(below, size); });
}

int syncLog(sqlite3_file *file, int flags)
{
    return afterFlush(file, [&](const auto &methods, sqlite3_file *below) { return methods.xSync(below, flags); });
}

int sizeOfLog(sqlite3_file *file, sqlite3_int64 *size)
{
    return afterFlush(file, [&](const auto &methods, sqlite3_file *below) { return methods.xFileSize(below, size); });
}

int controlLog(sqlite3_file *file, int operation, void *argument)
{
    return logOf(file).methods().xFileControl(logOf(file).file(), operation, argument);
}

int sectorOfLog(sqlite3_file *file)
{
    return logOf(file).methods().xSectorSize(logOf(file).file());
}

int traitsOfLog(sqlite3_file *file)
{
    return logOf(file).methods().xDeviceCharacteristics(logOf(file).file());
}

// Nobody locks the log: its locks are the index's.
int lockLog(sqlite3_file *, int)
{
    return SQLITE_OK;
}

int isLogReserved(sqlite3_file *, int *reserved)
{
    *reserved = 0;
    return SQLITE_OK;
}

const sqlite3_io_methods logMethods = {
    1,          closeLog,    readLog,     writeLog, truncateLog, syncLog, sizeOfLog, lockLog, lockLog, isLogReserved,
    controlLog, sectorOfLog, traitsOfLog, nullptr,  nullptr,     nullptr, nullptr,   nullptr, nullptr};

/// Asked for anew each time: tests put a faulty disk in the default's place.
sqlite3_vfs *below()
{
    return sqlite3_vfs_find(nullptr);
}

int openFile(sqlite3_vfs *, sqlite3_filename path, sqlite3_file *file, int flags, int *outFlags)
{
    file->pMethods = nullptr;
    sqlite3_vfs *const real = below();
    if (!real || real->szOsFile > largestFile)
        return SQLITE_CANTOPEN;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return real->xOpen(real, path, file, flags, outFlags);
    auto *log = new (file) LogFile();
    if (const int code = log->log.open(real, path, flags, outFlags); code != SQLITE_OK) {
        log->log.close();
        log->~LogFile();
        file->pMethods = nullptr;
        return code;
    }
    log->base.pMethods = &logMethods;
    return SQLITE_OK;
}

sqlite3_vfs *registered()
{
    sqlite3_initialize();
    static sqlite3_vfs vfs = {};
    vfs.iVersion = 2;
    vfs.szOsFile = largestFile;
    vfs.mxPathname = below()->mxPathname;
    vfs.zName = "beaver-gathered-log";
    vfs.xOpen = openFile;
    vfs.xDelete = [](sqlite3_vfs *, const char *path, int folderToo) {
        return below()->xDelete(below(), path, folderToo);
    };
    vfs.xAccess = [](sqlite3_vfs *, const char *path, int flags, int *may) {
        return below()->xAccess(below(), path, flags, may);
    };
    vfs.xFullPathname = [](sqlite3_vfs *, const char *path, int size, char *full) {
        return below()->xFullPathname(below(), path, size, full);
    };
    vfs.xRandomness = [](sqlite3_vfs *, int count, char *to) { return below()->xRandomness(below(), count, to); };
    vfs.xSleep = [](sqlite3_vfs *, int us) { return below()->xSleep(below(), us); };
    vfs.xCurrentTime = [](sqlite3_vfs *, double *day) { return below()->xCurrentTime(below(), day); };
    vfs.xGetLastError = [](sqlite3_vfs *, int size, char *to) { return below()->xGetLastError(below(), size, to); };
    vfs.xCurrentTimeInt64 = [](sqlite3_vfs *, sqlite3_int64 *ms) { return below()->xCurrentTimeInt64(below(), ms); };
    sqlite3_vfs_register(&vfs, 0);
    return &vfs;
}

} // namespace

const char *gatheredLogVfs()
{
    static const sqlite3_vfs *const vfs = registered();
    return vfs->zName;
}

} // namespace beaver::storage
