#pragma once

#include <server/files/types.h>
#include <shared/base/result.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::files {

/// The folder with the contents of files. A content's name on disk is its id, so nothing that a client says reaches a
/// path. It is in one of three places:
///
///     incoming/ID   being uploaded, or being deleted: whether it stays is for the database to say
///     partial/ID    grows line by line until its batch has ended
///     XY/ID         a file's content; XY are the id's last characters. Never changes
///
/// Every function waits for the disk: run it on the DiskPool. Any thread; one writer for each id. Errors: Unavailable
/// with the reason for the log; NotFound where there is no such content.
class FileFolder
{
public:
    /// Makes what is missing, mode 0700, and takes the lock that keeps a second gateway off the folder.
    static Result<std::unique_ptr<FileFolder>> open(std::string path);
    ~FileFolder();
    FileFolder(const FileFolder &) = delete;
    FileFolder &operator=(const FileFolder &) = delete;

    /// Writes `content` into incoming/ and waits until it is on the disk.
    Result<void> write(const FileId &id, std::string_view content) const;
    /// From incoming/ or partial/ to its place. Once it is there, done again, it does nothing.
    Result<void> publish(const FileId &id) const;
    /// From its place to incoming/, before the database forgets it.
    Result<void> withdraw(const FileId &id) const;
    /// Removes it from incoming/ and partial/. What isn't there is fine.
    Result<void> discard(const FileId &id) const;

    /// At most `length` bytes from `offset`; less at the end.
    Result<std::string> read(const FileId &id, std::int64_t offset, std::size_t length) const;
    /// Calls `line` for each line without its end, with its place, until it returns false. A last line without an end
    /// counts. A line longer than `longest` is handed over cut there.
    using Line = std::function<bool(std::int64_t offset, std::string_view text)>;
    Result<void> forEachLine(const FileId &id, std::size_t longest, const Line &line) const;

    /// Adds whole lines to partial/ID, which is made with the first ones.
    Result<void> append(const FileId &id, std::string_view lines) const;
    /// What a killed process left: cuts a last line without its end off.
    Result<void> mend(const FileId &id) const;
    /// Waits until partial/ID is on the disk. Its size in bytes; 0 where there is none.
    Result<std::int64_t> sync(const FileId &id) const;

    /// What lies in incoming/ and partial/.
    struct Unfinished
    {
        std::vector<FileId> incoming;
        std::vector<FileId> partial;
    };
    Result<Unfinished> unfinished() const;

private:
    explicit FileFolder(std::string path)
        : m_path(std::move(path))
    {}

    std::string incoming(const FileId &id) const;
    std::string partial(const FileId &id) const;
    std::string shard(const FileId &id) const;
    std::string kept(const FileId &id) const;
    Result<int> openForReading(const FileId &id) const;
    Result<std::vector<FileId>> idsIn(const std::string &folder) const;

    std::string m_path;
    int m_lock = -1;
};

} // namespace beaver::files
