#include "support.h"

#include <QDateTime>

#include <server/limits/limit_names.h>
#include <server/storage/migrator.h>

#include <future>

namespace beaver::limits::test {

std::int64_t at(std::string_view time)
{
    const auto parsed =
        QDateTime::fromString(QString::fromUtf8(time.data(), static_cast<qsizetype>(time.size())), Qt::ISODateWithMs);
    EXPECT_TRUE(parsed.isValid()) << time;
    return parsed.toMSecsSinceEpoch();
}

Limit requests(Period period, std::int64_t amount)
{
    return {Resource::Requests, period, amount, false};
}

Limit tokens(Period period, std::int64_t amount)
{
    return {Resource::Tokens, period, amount, false};
}

LimitsTest::LimitsTest()
    : clock(at("2025-03-15T12:00:00Z"))
{
    storage::Settings settings;
    settings.url = "sqlite:///" + folder.filePath(QStringLiteral("beaver.db")).toStdString();
    const storage::Migrator migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock);
    const auto applied = migrator.up();
    EXPECT_TRUE(applied) << applied.error().message << applied.error().detail;
    auto opened = storage::Database::open(settings, clock);
    EXPECT_TRUE(opened) << opened.error().message;
    database = std::move(*opened);
    limits = std::make_unique<LimitsService>(*database, clock);
    execute("INSERT INTO accounts (id, email, plan, created_at, updated_at) VALUES ('acc_test', 'a@b.c', 'p', 0, 0)");
}

void LimitsTest::execute(std::string_view sql)
{
    std::promise<Result<void>> promise;
    database->write([sql](storage::Connection &connection) { return connection.execute(sql); },
                    [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    const auto done = promise.get_future().get();
    ASSERT_TRUE(done) << done.error().detail;
}

void LimitsTest::startWith(const std::vector<Limit> &wanted, std::string_view preset)
{
    execute("INSERT INTO plans (id, name, position, created_at) VALUES ('p', 'Plan P', 1, 0)");
    for (const Limit &limit : wanted)
        execute("INSERT INTO limits (scope, scope_id, resource, period, amount, shadow, created_at) VALUES ('plan', "
                "'p', '" +
                std::string(resourceName(limit.resource)) + "', '" + std::string(periodName(limit.period)) + "', " +
                std::to_string(limit.amount) + ", " + (limit.shadow ? "1" : "0") + ", 0)");
    restart(preset);
}

void LimitsTest::restart(std::string_view preset)
{
    limits = std::make_unique<LimitsService>(*database, clock);
    const auto started = limits->start(preset);
    ASSERT_TRUE(started) << started.error().message << started.error().detail;
}

Result<Ticket> LimitsTest::take(std::int64_t amount, std::string_view zone, const KeyId &key)
{
    return limits->take({account, "p", zone, project, key}, amount);
}

} // namespace beaver::limits::test
