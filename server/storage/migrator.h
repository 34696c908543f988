#pragma once

#include <server/storage/database.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace beaver::storage {

struct Migration
{
    int number = 0;
    std::string name; ///< `identity` of `0001_identity.up.sql`
    std::string up;
    std::string down;
    std::string checksum; ///< hex BLAKE2b-256 of both texts
};

struct MigrationState
{
    Migration migration;
    bool applied = false;
    bool changed = false; ///< applied from another text than this program has
    std::int64_t appliedAtMs = 0;
};

/// Brings the schema to what this program knows. Each migration is one transaction together with its line in
/// `schema_migrations` (number, name, checksum, applied_at), so a killed one has either happened or not. Before each
/// change of an SQLite database that holds data it is copied to `FILE.backup-NNNN-TIME` (VACUUM INTO). Refuses a schema
/// that is newer than the program and an applied migration whose checksum differs. Opens its own connection; nothing
/// else may write meanwhile (takes the same lock as Database).
class Migrator
{
public:
    /// The migrations of `engine`, built into the program from sql/.
    static std::vector<Migration> builtIn(Engine engine);

    Migrator(Settings settings, std::vector<Migration> migrations, const Clock &clock);

    Result<std::vector<MigrationState>> status() const;
    /// Applies all that are missing, or up to `target`. Returns the numbers applied.
    Result<std::vector<int>> up(std::optional<int> target = std::nullopt) const;
    /// Takes back the newest, or all above `target`.
    Result<std::vector<int>> down(std::optional<int> target = std::nullopt) const;
    /// Marks all up to `number` as applied without running them (a database that already has the tables).
    Result<void> stamp(int number) const;

private:
    Settings m_settings;
    std::vector<Migration> m_migrations;
    const Clock &m_clock;
};

} // namespace beaver::storage
