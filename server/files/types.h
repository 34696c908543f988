#pragma once

#include <shared/base/ids.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::files {

struct FileIdKind
{
    static constexpr std::string_view prefix = "file-";
};
using FileId = Id<FileIdKind>;

/// Whether `text` has the form of an id that newId<FileId>() makes. Only such ones become names of files on disk.
bool isFileId(std::string_view text);

/// What is known of a file; its content is beside the database.
struct File
{
    FileId id;
    AccountId account;
    std::string purpose;
    std::string name; ///< as the client calls it; never a path
    std::int64_t bytes = 0;
    std::int64_t createdAtMs = 0;
    std::optional<std::int64_t> expiresAtMs;
};

/// What clients may upload a file for: `batch`, `fine-tune`, `user_data`, `assistants`, `vision`, `evals`.
bool isUploadPurpose(std::string_view purpose);
inline constexpr std::string_view batchOutput = "batch_output"; ///< of files that the gateway makes

struct FileFilter
{
    std::string purpose; ///< empty: any
    std::string after;   ///< an id; empty: from the begin
    bool ascending = false;
    int limit = 100;
};

struct FilePage
{
    std::vector<File> files;
    bool hasMore = false;
};

} // namespace beaver::files
