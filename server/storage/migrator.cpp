#include <server/storage/backup.h>
#include <server/storage/builtin_migrations.h>
#include <server/storage/database_url.h>
#include <server/storage/file_lock.h>
#include <server/storage/migration_log.h>
#include <server/storage/migrator.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace beaver::storage {

namespace {

std::string checksum(const std::string &up, const std::string &down)
{
    const std::string both = up + '\0' + down;
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char *>(both.data()), both.size(),
                       nullptr, 0);
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

SqliteOptions options(const std::string &path, const Settings &settings)
{
    SqliteOptions wanted;
    wanted.path = path;
    wanted.fullSync = true;
    wanted.busyMs = settings.busyMs;
    // A migration may have to rebuild a table that others refer to (https://www.sqlite.org/lang_altertable.html,
    // section 7); PRAGMA foreign_key_check takes the place of the single checks.
    wanted.foreignKeys = false;
    return wanted;
}

Result<void> keepsReferences(Connection &connection)
{
    auto &check = connection.prepared("PRAGMA foreign_key_check");
    const auto broken = check.next();
    if (!broken)
        return broken.error();
    if (!*broken)
        return {};
    Error error{ErrorCode::Conflict,
                "The change would leave rows of " + check.text(0) + " that refer to nothing.",
                {},
                "storage_constraint",
                {},
                0};
    check.reset();
    return error;
}

/// One change: the statements and the line in the log, or neither.
template <typename Change> Result<void> inTransaction(Connection &connection, const Migration &migration, Change change)
{
    const auto named = [&](Error error) {
        error.message = "Migration " + std::to_string(migration.number) + " (" + migration.name + "): " + error.message;
        return error;
    };
    if (auto begun = connection.begin(); !begun)
        return named(begun.error());
    Result<void> done = change();
    if (done)
        done = keepsReferences(connection);
    if (done)
        done = connection.commit();
    if (done)
        return {};
    connection.rollback();
    return named(done.error());
}

/// What changes the schema holds: the lock, the connection, what is applied.
struct Session
{
    std::string path;
    std::unique_ptr<FileLock> lock;
    std::unique_ptr<SqliteConnection> connection;
    std::vector<AppliedMigration> applied;
};

Result<Session> openSession(const Settings &settings)
{
    auto path = sqlitePath(settings.url);
    if (!path)
        return path.error();
    Session session;
    session.path = *path;
    auto lock = FileLock::take(session.path);
    if (!lock)
        return lock.error();
    session.lock = std::move(*lock);
    auto connection = SqliteConnection::open(options(session.path, settings));
    if (!connection)
        return connection.error();
    session.connection = std::move(*connection);
    auto applied = appliedMigrations(*session.connection);
    if (!applied)
        return applied.error();
    session.applied = std::move(*applied);
    return session;
}

Result<void> backUpIfNeeded(Session &session, std::int64_t nowMs)
{
    const auto needed = holdsData(*session.connection);
    if (!needed)
        return needed.error();
    if (!*needed)
        return {};
    const int schema = session.applied.empty() ? 0 : session.applied.back().number;
    const auto copied = backUp(*session.connection, session.path, schema, nowMs);
    return copied ? Result<void>() : copied.error();
}

} // namespace

std::vector<Migration> Migrator::builtIn(Engine engine)
{
    const std::string_view folder = engine == Engine::Sqlite ? "sqlite" : "postgresql";
    std::vector<Migration> migrations;
    for (const MigrationText &text : migrationTexts()) {
        if (text.engine == folder)
            migrations.push_back({std::stoi(text.number), text.name, text.up, text.down, checksum(text.up, text.down)});
    }
    return migrations;
}

Migrator::Migrator(Settings settings, std::vector<Migration> migrations, const Clock &clock)
    : m_settings(std::move(settings))
    , m_migrations(std::move(migrations))
    , m_clock(clock)
{
    std::ranges::sort(m_migrations, {}, &Migration::number);
    for (Migration &migration : m_migrations) {
        if (migration.checksum.empty())
            migration.checksum = checksum(migration.up, migration.down);
    }
}

// Takes no lock and makes no file: it may be asked while a beaverd serves.
Result<std::vector<MigrationState>> Migrator::status() const
{
    const auto path = sqlitePath(m_settings.url);
    if (!path)
        return path.error();
    std::vector<AppliedMigration> applied;
    if (::access(path->c_str(), F_OK) == 0) {
        SqliteOptions reading = options(*path, m_settings);
        reading.queryOnly = true;
        auto connection = SqliteConnection::open(reading);
        if (!connection)
            return connection.error();
        auto rows = appliedMigrations(**connection);
        if (!rows)
            return rows.error();
        applied = std::move(*rows);
    }
    return compared(m_migrations, applied);
}

Result<std::vector<int>> Migrator::up(std::optional<int> target) const
{
    auto session = openSession(m_settings);
    if (!session)
        return session.error();
    if (auto fits = refuseMisfits(m_migrations, session->applied); !fits)
        return fits.error();
    const auto isApplied = [&](int number) {
        return std::ranges::find(session->applied, number, &AppliedMigration::number) != session->applied.end();
    };
    std::vector<int> done;
    for (const Migration &migration : m_migrations) {
        if (isApplied(migration.number) || (target && migration.number > *target))
            continue;
        auto &connection = *session->connection;
        if (done.empty()) {
            if (auto kept = backUpIfNeeded(*session, m_clock.wallMs()); !kept)
                return kept.error();
        }
        const auto changed = inTransaction(connection, migration, [&]() -> Result<void> {
            if (auto ran = connection.execute(migration.up); !ran)
                return ran;
            return noteApplied(connection, migration, m_clock.wallMs());
        });
        if (!changed)
            return changed.error();
        done.push_back(migration.number);
    }
    return done;
}

Result<std::vector<int>> Migrator::down(std::optional<int> target) const
{
    auto session = openSession(m_settings);
    if (!session)
        return session.error();
    if (auto fits = refuseMisfits(m_migrations, session->applied); !fits)
        return fits.error();
    if (session->applied.empty())
        return std::vector<int>{};
    const int keep = target.value_or(session->applied.back().number - 1);
    std::vector<int> done;
    for (auto applied = session->applied.rbegin(); applied != session->applied.rend() && applied->number > keep;
         ++applied) {
        const auto migration = std::ranges::find(m_migrations, applied->number, &Migration::number);
        auto &connection = *session->connection;
        if (done.empty()) {
            if (auto kept = backUpIfNeeded(*session, m_clock.wallMs()); !kept)
                return kept.error();
        }
        const auto changed = inTransaction(connection, *migration, [&]() -> Result<void> {
            if (auto ran = connection.execute(migration->down); !ran)
                return ran;
            return noteTakenBack(connection, migration->number);
        });
        if (!changed)
            return changed.error();
        done.push_back(migration->number);
    }
    return done;
}

Result<void> Migrator::stamp(int number) const
{
    const auto last = std::ranges::find(m_migrations, number, &Migration::number);
    if (last == m_migrations.end())
        return invalid("number", "There is no migration " + std::to_string(number) + "; the last one is " +
                                     std::to_string(m_migrations.empty() ? 0 : m_migrations.back().number) + ".");
    auto session = openSession(m_settings);
    if (!session)
        return session.error();
    if (auto fits = refuseMisfits(m_migrations, session->applied); !fits)
        return fits;
    return inTransaction(*session->connection, *last, [&]() -> Result<void> {
        for (const Migration &migration : m_migrations) {
            if (migration.number > number || std::ranges::find(session->applied, migration.number,
                                                               &AppliedMigration::number) != session->applied.end())
                continue;
            if (auto noted = noteApplied(*session->connection, migration, m_clock.wallMs()); !noted)
                return noted;
        }
        return {};
    });
}

} // namespace beaver::storage
