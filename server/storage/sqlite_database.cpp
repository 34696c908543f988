#include <server/storage/database.h>
#include <server/storage/database_url.h>
#include <server/storage/file_lock.h>
#include <server/storage/readers.h>
#include <server/storage/writer.h>

namespace beaver::storage {

namespace {

class SqliteDatabase final : public Database
{
public:
    SqliteDatabase(const Settings &settings, const Clock &clock, std::unique_ptr<FileLock> lock)
        : m_lock(std::move(lock))
        , m_writer(settings, clock)
    {}

    Result<void> start(const Settings &settings, const std::string &path)
    {
        SqliteOptions writing;
        writing.path = path;
        writing.fullSync = settings.durability == Durability::Strict;
        writing.manualCheckpoints = true;
        writing.gathersLog = true;
        writing.cacheSpills = false;
        writing.busyMs = settings.busyMs;
        writing.cacheKib = 8192;
        if (auto started = m_writer.start(writing); !started)
            return started;
        SqliteOptions reading;
        reading.path = path;
        reading.queryOnly = true;
        reading.busyMs = settings.busyMs;
        m_readers.emplace(reading, std::max(1, settings.readers));
        return {};
    }

    void attach(BatchSource *source) override { m_writer.attach(source); }
    void detach(BatchSource *source) override { m_writer.detach(source); }
    void wake() override { m_writer.wake(); }
    void write(std::function<Result<void>(Connection &)> work, std::function<void(Result<void>)> done) override
    {
        m_writer.write(std::move(work), std::move(done));
    }
    void read(std::function<void(Connection &)> work) override { m_readers->read(std::move(work)); }
    bool stalled() const override { return m_writer.stalled(); }
    std::string lastFailure() const override { return m_writer.lastFailure(); }
    std::uint64_t commits() const override { return m_writer.commits(); }
    Engine engine() const override { return Engine::Sqlite; }
    bool flush(std::int64_t timeoutMs) override { return m_writer.flush(timeoutMs); }

private:
    std::unique_ptr<FileLock> m_lock; // given back last
    Writer m_writer;
    std::optional<Readers> m_readers;
};

} // namespace

Result<std::unique_ptr<Database>> Database::open(const Settings &settings, const Clock &clock)
{
    const auto path = sqlitePath(settings.url);
    if (!path)
        return path.error();
    auto lock = FileLock::take(*path);
    if (!lock)
        return lock.error();
    auto database = std::make_unique<SqliteDatabase>(settings, clock, std::move(*lock));
    if (const auto started = database->start(settings, *path); !started)
        return started.error();
    return std::unique_ptr<Database>(std::move(database));
}

} // namespace beaver::storage
