#pragma once

#include <server/storage/migrator.h>

namespace beaver::storage {

/// A line of `schema_migrations`.
struct AppliedMigration
{
    int number = 0;
    std::string name;
    std::string checksum;
    std::int64_t appliedAtMs = 0;
};

/// By number; nothing when the table isn't there yet.
Result<std::vector<AppliedMigration>> appliedMigrations(Connection &connection);

/// Both inside the transaction of the change itself.
Result<void> noteApplied(Connection &connection, const Migration &migration, std::int64_t nowMs);
Result<void> noteTakenBack(Connection &connection, int number);

/// The migrations known to the program beside what is applied; applied ones that it doesn't know stand at the end, as
/// changed.
std::vector<MigrationState> compared(const std::vector<Migration> &known, const std::vector<AppliedMigration> &applied);

/// An error when the schema is newer than the program, or an applied migration had another text.
Result<void> refuseMisfits(const std::vector<Migration> &known, const std::vector<AppliedMigration> &applied);

} // namespace beaver::storage
