#include <dirent.h>
#include <fcntl.h>
#include <server/files/file_folder.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace beaver::files {

namespace {

constexpr mode_t folderMode = 0700;
constexpr mode_t fileMode = 0600;

Error diskError(const std::string &what, const std::string &path, int number)
{
    return {ErrorCode::Unavailable,
            "The gateway can't use its folder of files just now. Please try again.",
            {},
            number == ENOSPC || number == EDQUOT ? "storage_full" : "storage_io",
            what + " " + path + ": " + std::strerror(number), // NOLINT(concurrency-mt-unsafe)
            1000};
}

Error noContent(const std::string &path)
{
    return {ErrorCode::NotFound, "The content of this file isn't there any more.", {}, "file_not_found", path, 0};
}

class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    explicit operator bool() const { return m_number >= 0; }
    int operator*() const { return m_number; }

private:
    int m_number;
};

Result<void> writeAll(int descriptor, std::string_view bytes, const std::string &path)
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return diskError("write", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> syncFolder(const std::string &path)
{
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::fsync(*folder) != 0)
        return diskError("fsync", path, errno);
    return {};
}

Result<void> makeFolder(const std::string &path)
{
    if (::mkdir(path.c_str(), folderMode) != 0 && errno != EEXIST)
        return diskError("mkdir", path, errno);
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
        return diskError("mkdir", path, ENOTDIR);
    return {};
}

/// False: there is no `from`.
Result<bool> rename(const std::string &from, const std::string &to)
{
    if (::rename(from.c_str(), to.c_str()) == 0)
        return true;
    if (errno == ENOENT)
        return false;
    return diskError("rename", from, errno);
}

std::string parent(const std::string &path)
{
    return path.substr(0, path.rfind('/'));
}

} // namespace

Result<std::unique_ptr<FileFolder>> FileFolder::open(std::string path)
{
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    if (path.empty())
        return invalid("BEAVER_FILES", "BEAVER_FILES takes the path of a folder.");
    auto folder = std::unique_ptr<FileFolder>(new FileFolder(std::move(path)));
    for (const char *part : {"", "/incoming", "/partial"}) {
        if (auto made = makeFolder(folder->m_path + part); !made)
            return made.error();
    }
    const std::string lock = folder->m_path + "/lock";
    folder->m_lock = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, fileMode);
    if (folder->m_lock < 0)
        return diskError("open", lock, errno);
    if (::flock(folder->m_lock, LOCK_EX | LOCK_NB) != 0)
        return Error{ErrorCode::Conflict,
                     "Another beaverd uses the folder " + folder->m_path + ". Give each its own BEAVER_FILES.",
                     "BEAVER_FILES",
                     {},
                     {},
                     0};
    return folder;
}

FileFolder::~FileFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

std::string FileFolder::incoming(const FileId &id) const
{
    return m_path + "/incoming/" + id.text();
}

std::string FileFolder::partial(const FileId &id) const
{
    return m_path + "/partial/" + id.text();
}

std::string FileFolder::shard(const FileId &id) const
{
    return m_path + '/' + id.text().substr(id.text().size() - 2);
}

std::string FileFolder::kept(const FileId &id) const
{
    return shard(id) + '/' + id.text();
}

Result<void> FileFolder::write(const FileId &id, std::string_view content) const
{
    const std::string path = incoming(id);
    {
        const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, fileMode));
        if (!file)
            return diskError("open", path, errno);
        auto written = writeAll(*file, content, path);
        if (written && ::fsync(*file) != 0)
            written = diskError("fsync", path, errno);
        if (written)
            return syncFolder(parent(path));
        ::unlink(path.c_str());
        return written;
    }
}

Result<void> FileFolder::publish(const FileId &id) const
{
    if (auto made = makeFolder(shard(id)); !made)
        return made;
    for (const auto &from : {incoming(id), partial(id)}) {
        const auto moved = rename(from, kept(id));
        if (!moved)
            return moved.error();
        if (!*moved)
            continue;
        if (auto synced = syncFolder(shard(id)); !synced)
            return synced;
        return syncFolder(m_path);
    }
    return ::access(kept(id).c_str(), F_OK) == 0 ? Result<void>() : Result<void>(noContent(kept(id)));
}

Result<void> FileFolder::withdraw(const FileId &id) const
{
    const auto moved = rename(kept(id), incoming(id));
    return moved ? Result<void>() : Result<void>(moved.error());
}

Result<void> FileFolder::discard(const FileId &id) const
{
    for (const auto &path : {incoming(id), partial(id)}) {
        if (::unlink(path.c_str()) != 0 && errno != ENOENT)
            return diskError("unlink", path, errno);
    }
    return {};
}

Result<int> FileFolder::openForReading(const FileId &id) const
{
    // It may be moved to its place while it is looked for, hence that one twice.
    for (const auto &path : {kept(id), incoming(id), partial(id), kept(id)}) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file >= 0)
            return file;
        if (errno != ENOENT)
            return diskError("open", path, errno);
    }
    return noContent(kept(id));
}

Result<std::string> FileFolder::read(const FileId &id, std::int64_t offset, std::size_t length) const
{
    const auto opened = openForReading(id);
    if (!opened)
        return opened.error();
    const Descriptor file(*opened);
    std::string bytes(length, '\0');
    std::size_t have = 0;
    while (have < length) {
        const auto got = ::pread(*file, bytes.data() + have, length - have, offset + static_cast<std::int64_t>(have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return diskError("read", kept(id), errno);
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Result<void> FileFolder::forEachLine(const FileId &id, std::size_t longest, const Line &line) const
{
    const auto opened = openForReading(id);
    if (!opened)
        return opened.error();
    const Descriptor file(*opened);
    std::array<char, 256 * 1024> piece; // NOLINT(cppcoreguidelines-pro-type-member-init)
    std::string text;
    std::int64_t begin = 0;
    std::int64_t at = 0;
    bool open = false;
    for (;;) {
        const auto got = ::read(*file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return diskError("read", kept(id), errno);
        if (got == 0)
            break;
        std::string_view left(piece.data(), static_cast<std::size_t>(got));
        while (!left.empty()) {
            const std::size_t end = left.find('\n');
            const std::string_view part = left.substr(0, end);
            open = true;
            text.append(part.substr(0, longest > text.size() ? longest - text.size() : 0));
            at += static_cast<std::int64_t>(part.size());
            if (end == std::string_view::npos)
                break;
            ++at;
            left.remove_prefix(end + 1);
            if (!line(begin, text))
                return {};
            text.clear();
            begin = at;
            open = false;
        }
    }
    if (open)
        line(begin, text);
    return {};
}

Result<void> FileFolder::append(const FileId &id, std::string_view lines) const
{
    const std::string path = partial(id);
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, fileMode));
    if (!file)
        return diskError("open", path, errno);
    struct stat before{};
    if (::fstat(*file, &before) != 0)
        return diskError("stat", path, errno);
    auto written = writeAll(*file, lines, path);
    // Half a line in the middle of a file would spoil two; it is written anew.
    if (!written && ::ftruncate(*file, before.st_size) != 0)
        return diskError("truncate", path, errno);
    return written;
}

Result<void> FileFolder::mend(const FileId &id) const
{
    const std::string path = partial(id);
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!file)
        return errno == ENOENT ? Result<void>() : Result<void>(diskError("open", path, errno));
    struct stat found{};
    if (::fstat(*file, &found) != 0)
        return diskError("stat", path, errno);
    std::array<char, 64 * 1024> piece; // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::int64_t end = found.st_size; end > 0;) {
        const auto length = std::min<std::int64_t>(end, static_cast<std::int64_t>(piece.size()));
        const auto got = ::pread(*file, piece.data(), static_cast<std::size_t>(length), end - length);
        if (got != length)
            return diskError("read", path, got < 0 ? errno : EIO);
        const std::size_t lineEnd = std::string_view(piece.data(), static_cast<std::size_t>(length)).rfind('\n');
        if (lineEnd == std::string_view::npos) {
            end -= length;
            continue;
        }
        const auto whole = end - length + static_cast<std::int64_t>(lineEnd) + 1;
        if (whole != found.st_size && ::ftruncate(*file, whole) != 0)
            return diskError("truncate", path, errno);
        return {};
    }
    return ::ftruncate(*file, 0) == 0 ? Result<void>() : Result<void>(diskError("truncate", path, errno));
}

Result<std::int64_t> FileFolder::sync(const FileId &id) const
{
    const std::string path = partial(id);
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file && errno == ENOENT)
        return std::int64_t{0};
    struct stat found{};
    if (!file || ::fsync(*file) != 0 || ::fstat(*file, &found) != 0)
        return diskError("fsync", path, errno);
    if (auto synced = syncFolder(parent(path)); !synced)
        return synced.error();
    return static_cast<std::int64_t>(found.st_size);
}

Result<std::vector<FileId>> FileFolder::idsIn(const std::string &folder) const
{
    const std::string path = m_path + folder;
    const std::unique_ptr<DIR, int (*)(DIR *)> listing(::opendir(path.c_str()), ::closedir);
    if (!listing)
        return diskError("list", path, errno);
    std::vector<FileId> ids;
    while (const dirent *entry = ::readdir(listing.get())) { // NOLINT(concurrency-mt-unsafe)
        if (isFileId(entry->d_name))
            ids.emplace_back(entry->d_name);
    }
    return ids;
}

Result<FileFolder::Unfinished> FileFolder::unfinished() const
{
    auto incomingIds = idsIn("/incoming");
    if (!incomingIds)
        return incomingIds.error();
    auto partialIds = idsIn("/partial");
    if (!partialIds)
        return partialIds.error();
    return Unfinished{std::move(*incomingIds), std::move(*partialIds)};
}

} // namespace beaver::files
