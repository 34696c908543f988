#include "faulty_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <mutex>

namespace beaver::storage::test {

namespace {

using Operation = FaultyDisk::Operation;

struct State
{
    sqlite3_vfs vfs{};
    sqlite3_vfs *real = nullptr;
    std::atomic<int> writeCode = 0;
    std::atomic<int> syncCode = 0;
    std::atomic<int> operations = 0;
    int actAt = 0;
    std::function<void()> action;
    std::mutex mutex; // guards the rest
    bool recording = false;
    std::vector<Operation> log;
};

State *state = nullptr;

struct File
{
    sqlite3_file base;
    char name[64];
    alignas(8) unsigned char real[8]; // longer: see szOsFile; SQLite aligns to 8
};

sqlite3_file *realFile(sqlite3_file *file)
{
    return reinterpret_cast<sqlite3_file *>(reinterpret_cast<File *>(file)->real);
}

const sqlite3_io_methods *realMethods(sqlite3_file *file)
{
    return realFile(file)->pMethods;
}

void note(Operation operation)
{
    if (++state->operations == state->actAt)
        state->action();
    const std::lock_guard lock(state->mutex);
    if (state->recording)
        state->log.push_back(std::move(operation));
}

std::string nameOf(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file)->name;
}

int writeFile(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    if (const int code = state->writeCode)
        return code;
    note({Operation::Kind::Write, nameOf(file), offset,
          std::string(static_cast<const char *>(bytes), static_cast<std::size_t>(size))});
    return realMethods(file)->xWrite(realFile(file), bytes, size, offset);
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    note({Operation::Kind::Truncate, nameOf(file), size, {}});
    return realMethods(file)->xTruncate(realFile(file), size);
}

int syncFile(sqlite3_file *file, int flags)
{
    if (const int code = state->syncCode)
        return code;
    note({Operation::Kind::Sync, nameOf(file), 0, {}});
    return realMethods(file)->xSync(realFile(file), flags);
}

// The rest passes through.
const sqlite3_io_methods methods = {
    2,
    [](sqlite3_file *f) { return realMethods(f)->xClose(realFile(f)); },
    [](sqlite3_file *f, void *to, int size, sqlite3_int64 at) {
        return realMethods(f)->xRead(realFile(f), to, size, at);
    },
    writeFile,
    truncateFile,
    syncFile,
    [](sqlite3_file *f, sqlite3_int64 *size) { return realMethods(f)->xFileSize(realFile(f), size); },
    [](sqlite3_file *f, int level) { return realMethods(f)->xLock(realFile(f), level); },
    [](sqlite3_file *f, int level) { return realMethods(f)->xUnlock(realFile(f), level); },
    [](sqlite3_file *f, int *held) { return realMethods(f)->xCheckReservedLock(realFile(f), held); },
    [](sqlite3_file *f, int what, void *value) { return realMethods(f)->xFileControl(realFile(f), what, value); },
    [](sqlite3_file *f) { return realMethods(f)->xSectorSize(realFile(f)); },
    [](sqlite3_file *f) { return realMethods(f)->xDeviceCharacteristics(realFile(f)); },
    [](sqlite3_file *f, int page, int size, int extend, void volatile **to) {
        return realMethods(f)->xShmMap(realFile(f), page, size, extend, to);
    },
    [](sqlite3_file *f, int at, int count, int flags) {
        return realMethods(f)->xShmLock(realFile(f), at, count, flags);
    },
    [](sqlite3_file *f) { realMethods(f)->xShmBarrier(realFile(f)); },
    [](sqlite3_file *f, int remove) { return realMethods(f)->xShmUnmap(realFile(f), remove); },
    nullptr,
    nullptr,
};

int openFile(sqlite3_vfs *, sqlite3_filename path, sqlite3_file *file, int flags, int *outFlags)
{
    auto *mine = reinterpret_cast<File *>(file);
    const int code = state->real->xOpen(state->real, path, realFile(file), flags, outFlags);
    const char *slash = path ? std::strrchr(path, '/') : nullptr;
    std::strncpy(mine->name, slash ? slash + 1 : "", sizeof mine->name - 1);
    mine->base.pMethods = code == SQLITE_OK ? &methods : nullptr;
    return code;
}

int deleteFile(sqlite3_vfs *, const char *path, int flushFolder)
{
    const std::string name(path);
    note({Operation::Kind::Delete, name.substr(name.rfind('/') + 1), 0, {}});
    return state->real->xDelete(state->real, path, flushFolder);
}

} // namespace

FaultyDisk::FaultyDisk()
{
    state = new State;
    state->real = sqlite3_vfs_find("unix");
    state->vfs = *state->real;
    state->vfs.pNext = nullptr;
    state->vfs.zName = "faulty";
    state->vfs.szOsFile = static_cast<int>(sizeof(File)) + state->real->szOsFile;
    state->vfs.xOpen = openFile;
    state->vfs.xDelete = deleteFile;
    sqlite3_vfs_register(&state->vfs, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&state->vfs);
    sqlite3_vfs_register(state->real, 1);
    delete std::exchange(state, nullptr);
}

void FaultyDisk::failWrites(int code)
{
    state->writeCode = code;
}

void FaultyDisk::failSyncs(int code)
{
    state->syncCode = code;
}

void FaultyDisk::beforeOperation(int number, std::function<void()> action)
{
    state->actAt = number;
    state->action = std::move(action);
}

void FaultyDisk::record(bool on)
{
    const std::lock_guard lock(state->mutex);
    state->recording = on;
}

void FaultyDisk::mark(const std::string &text)
{
    const std::lock_guard lock(state->mutex);
    state->log.push_back({Operation::Kind::Mark, {}, 0, text});
}

std::vector<FaultyDisk::Operation> FaultyDisk::operations() const
{
    const std::lock_guard lock(state->mutex);
    return state->log;
}

} // namespace beaver::storage::test
