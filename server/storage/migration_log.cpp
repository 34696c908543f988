#include <server/storage/migration_log.h>

#include <algorithm>

namespace beaver::storage {

namespace {

Error misfit(std::string message)
{
    return {ErrorCode::Conflict, std::move(message), {}, "storage_schema", {}, 0};
}

} // namespace

Result<std::vector<AppliedMigration>> appliedMigrations(Connection &connection)
{
    std::vector<AppliedMigration> applied;
    auto &exists =
        connection.prepared("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'");
    const auto found = exists.next();
    if (!found)
        return found.error();
    exists.reset();
    if (!*found)
        return applied;
    auto &rows =
        connection.prepared("SELECT number, name, checksum, applied_at FROM schema_migrations ORDER BY number");
    auto more = rows.next();
    for (; more && *more; more = rows.next())
        applied.push_back({static_cast<int>(rows.integer(0)), rows.text(1), rows.text(2), rows.integer(3)});
    if (!more)
        return more.error();
    return applied;
}

Result<void> noteApplied(Connection &connection, const Migration &migration, std::int64_t nowMs)
{
    if (auto made =
            connection.execute("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY, "
                               "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        !made)
        return made;
    const auto noted =
        connection.prepared("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)")
            .bind(migration.number)
            .bind(migration.name)
            .bind(migration.checksum)
            .bind(nowMs)
            .run();
    return noted ? Result<void>() : noted.error();
}

Result<void> noteTakenBack(Connection &connection, int number)
{
    const auto noted = connection.prepared("DELETE FROM schema_migrations WHERE number = ?").bind(number).run();
    return noted ? Result<void>() : noted.error();
}

std::vector<MigrationState> compared(const std::vector<Migration> &known, const std::vector<AppliedMigration> &applied)
{
    std::vector<MigrationState> states;
    for (const Migration &migration : known) {
        const auto line = std::ranges::find(applied, migration.number, &AppliedMigration::number);
        MigrationState state{migration};
        if (line != applied.end()) {
            state.applied = true;
            state.changed = line->checksum != migration.checksum;
            state.appliedAtMs = line->appliedAtMs;
        }
        states.push_back(std::move(state));
    }
    for (const AppliedMigration &line : applied) {
        if (std::ranges::find(known, line.number, &Migration::number) == known.end())
            states.push_back({{line.number, line.name, {}, {}, line.checksum}, true, true, line.appliedAtMs});
    }
    return states;
}

Result<void> refuseMisfits(const std::vector<Migration> &known, const std::vector<AppliedMigration> &applied)
{
    const int newestKnown = known.empty() ? 0 : known.back().number;
    if (!applied.empty() && applied.back().number > newestKnown)
        return misfit("The database has schema " + std::to_string(applied.back().number) +
                      "; this beaverd knows schemas up to " + std::to_string(newestKnown) +
                      ". Use the newer beaverd, or take the schema back with it first.");
    for (const MigrationState &state : compared(known, applied)) {
        if (state.changed)
            return misfit("Migration " + std::to_string(state.migration.number) + " (" + state.migration.name +
                          ") was applied from another text than this beaverd has. Use the beaverd that applied it.");
    }
    return {};
}

} // namespace beaver::storage
