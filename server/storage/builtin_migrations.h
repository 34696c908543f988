#pragma once

#include <span>

namespace beaver::storage {

/// One pair of files of sql/, as built into the program.
struct MigrationText
{
    const char *engine; ///< the folder's name
    const char *number;
    const char *name;
    const char *up;
    const char *down;
};

std::span<const MigrationText> migrationTexts();

} // namespace beaver::storage
