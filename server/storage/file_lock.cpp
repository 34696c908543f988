#include <fcntl.h>
#include <server/storage/file_lock.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace beaver::storage {

namespace {

Error cannot(const std::string &what, const std::string &path, int why)
{
    return {ErrorCode::Unavailable,
            "Can't " + what + " " + path + ": " + std::generic_category().message(why) + ".",
            "DATABASE_URL",
            "storage_io",
            {},
            0};
}

std::string holder(int descriptor)
{
    std::array<char, 20> text{};
    const auto length = ::pread(descriptor, text.data(), text.size(), 0);
    const std::string digits(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    const auto end = digits.find_first_not_of("0123456789");
    return end == 0 || digits.empty() ? std::string() : " (process " + digits.substr(0, end) + ")";
}

} // namespace

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string &databasePath)
{
    const std::string lockPath = databasePath + ".lock";
    const int descriptor = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return cannot("make", lockPath, errno);
    std::unique_ptr<FileLock> lock(new FileLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return cannot("lock", lockPath, errno);
        return Error{ErrorCode::Unavailable,
                     "Another beaverd" + holder(descriptor) + " has the database " + databasePath +
                         " open. Stop it, or name another DATABASE_URL.",
                     "DATABASE_URL",
                     "storage_busy",
                     {},
                     0};
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0)
        return cannot("write", lockPath, errno);

    // Only a new file is opened here: closing a descriptor of a file that SQLite has open would drop SQLite's own locks
    // on it.
    const int made = ::open(databasePath.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0)
        ::close(made);
    else if (errno != EEXIST)
        return cannot("make", databasePath, errno);
    return lock;
}

FileLock::~FileLock()
{
    ::close(m_descriptor);
}

} // namespace beaver::storage
