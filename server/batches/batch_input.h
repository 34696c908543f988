#pragma once

#include <server/batches/types.h>
#include <server/files/file_folder.h>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace beaver::batches {

inline constexpr std::size_t mostLines = 50'000;
inline constexpr std::size_t mostInputErrors = 100; ///< that are told
inline constexpr std::size_t longestCustomId = 512; ///< bytes

/// One line of an input file.
struct InputLine
{
    std::string customId;
    std::string body; ///< JSON object, as it stands there
};

/// Where a line stands in its file.
struct LinePlace
{
    std::int64_t offset = 0;
    std::uint32_t bytes = 0;
    std::uint32_t number = 0; ///< from 1, empty lines counted
};

struct Input
{
    std::vector<LinePlace> lines;
    std::unordered_map<std::string, std::size_t> byCustomId; ///< index into lines
    std::vector<InputError> errors;                          ///< not empty: it can't be carried out
};

/// Reads a line that calls `endpoint`. The errors' `line` is for the caller to fill in.
Result<InputLine> readInputLine(std::string_view text, std::string_view endpoint, InputError &error);

/// Reads and checks a whole file. Waits for the disk. Its own errors are those of the disk.
Result<Input> readInput(const files::FileFolder &folder, const files::FileId &file, std::string_view endpoint,
                        std::size_t longestLine);

} // namespace beaver::batches
