#include <server/files/types.h>

#include <algorithm>
#include <array>

namespace beaver::files {

bool isFileId(std::string_view text)
{
    constexpr std::size_t ulidLength = 26;
    if (!text.starts_with(FileId::prefix) || text.size() != FileId::prefix.size() + ulidLength)
        return false;
    text.remove_prefix(FileId::prefix.size());
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool isUploadPurpose(std::string_view purpose)
{
    constexpr std::array<std::string_view, 6> known{"batch", "fine-tune", "user_data", "assistants", "vision", "evals"};
    return std::find(known.begin(), known.end(), purpose) != known.end();
}

} // namespace beaver::files
