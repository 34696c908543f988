#include <QString>

#include <fcntl.h>
#include <server/app/master_key.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace beaver::app {

namespace {

Error cannot(const std::string &what, const std::string &path)
{
    return {ErrorCode::Unavailable,
            "The key file " + path + " can't be " + what + ": " + qt_error_string(errno).toStdString() +
                ". Mend that, or set BEAVER_SECRET_KEY.",
            "BEAVER_SECRET_KEY",
            "key_file",
            {},
            0};
}

} // namespace

Result<Secret> masterKey(const Secret &configured, const std::string &databaseFile)
{
    if (!configured.isEmpty())
        return configured;
    const std::string path = databaseFile + ".key";
    std::array<char, 256> text{};
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        const ssize_t size = ::read(file, text.data(), text.size());
        ::close(file);
        if (size < 32)
            return Error{ErrorCode::Unavailable,
                         "The key file " + path + " is too short to be one.",
                         "BEAVER_SECRET_KEY",
                         "key_file",
                         {},
                         0};
        std::string key(text.data(), static_cast<std::size_t>(size));
        key.erase(key.find_last_not_of("\r\n") + 1);
        return Secret(std::move(key));
    }
    if (errno != ENOENT)
        return cannot("read", path);

    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string key(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(key.data(), key.size(), bytes.data(), bytes.size());
    key.back() = '\n';
    file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, key.data(), key.size()) != static_cast<ssize_t>(key.size()) || ::fsync(file) != 0) {
        const Error failure = cannot("written", path);
        if (file >= 0)
            ::close(file);
        return failure;
    }
    ::close(file);
    key.pop_back();
    return Secret(std::move(key));
}

} // namespace beaver::app
