#include <server/storage/migrator.h>
#include <tests/unit/files/world.h>

#include <future>

namespace beaver::files::test {

namespace {

storage::Settings settingsIn(const QTemporaryDir &folder)
{
    storage::Settings settings;
    settings.url = "sqlite:///" + folder.filePath(QStringLiteral("beaver.db")).toStdString();
    return settings;
}

} // namespace

World::World(std::int64_t mostOfAFile, std::int64_t mostOfAnAccount)
    : fileBytes(mostOfAFile)
    , accountBytes(mostOfAnAccount)
{
    const auto settings = settingsIn(folder);
    const storage::Migrator migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock);
    const auto applied = migrator.up();
    EXPECT_TRUE(applied) << applied.error().message << applied.error().detail;
    restart();
    execute("INSERT INTO accounts (id, email, plan, created_at, updated_at) VALUES "
            "('acc_ann', 'ann@example.com', 'free', 0, 0), ('acc_bob', 'bob@example.com', 'free', 0, 0)");
}

void World::restart()
{
    files.reset();
    database.reset();
    auto opened = storage::Database::open(settingsIn(folder), clock);
    ASSERT_TRUE(opened) << opened.error().message;
    database = std::move(*opened);
    files = std::make_unique<FileService>(Settings{path("files"), fileBytes, accountBytes}, *database, clock);
    const auto started = files->start();
    ASSERT_TRUE(started) << started.error().message << started.error().detail;
}

void World::execute(std::string_view sql)
{
    std::promise<Result<void>> promise;
    database->write([sql](storage::Connection &connection) { return connection.execute(sql); },
                    [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    const auto done = promise.get_future().get();
    ASSERT_TRUE(done) << done.error().detail;
}

std::string World::query(std::string_view sql)
{
    std::promise<std::string> promise;
    database->read([&promise, sql](storage::Connection &connection) {
        storage::Statement &statement = connection.prepared(sql);
        const auto row = statement.next();
        std::string text = row && *row ? statement.text(0) : "no row";
        statement.reset();
        promise.set_value(std::move(text));
    });
    return promise.get_future().get();
}

Result<File> World::upload(const std::string &content, const std::string &purpose, const std::string &name,
                           const AccountId &account)
{
    const auto kept = std::make_shared<const std::string>(content);
    return await(files->create(loop, {account, purpose, name, *kept, kept, std::nullopt}));
}

std::string World::content(const FileId &id)
{
    const auto read = files->folder().read(id, 0, 1'000'000);
    return read ? *read : read.error().reason;
}

std::string World::path(const std::string &below) const
{
    return folder.filePath(QString::fromStdString(below)).toStdString();
}

} // namespace beaver::files::test
