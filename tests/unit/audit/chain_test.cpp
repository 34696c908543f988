#include <QTemporaryDir>

#include <gtest/gtest.h>
#include <server/audit/audit_log.h>
#include <server/storage/database.h>
#include <server/storage/migrator.h>

#include <future>

namespace beaver::audit::test {

class Chain : public testing::Test
{
protected:
    Chain()
    {
        storage::Settings settings;
        settings.url = "sqlite:///" + folder.filePath(QStringLiteral("beaver.db")).toStdString();
        const storage::Migrator migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock);
        EXPECT_TRUE(migrator.up());
        auto opened = storage::Database::open(settings, clock);
        EXPECT_TRUE(opened);
        database = std::move(*opened);
    }

    void write(std::function<Result<void>(storage::Connection &)> work)
    {
        std::promise<Result<void>> promise;
        database->write(std::move(work), [&promise](Result<void> done) { promise.set_value(std::move(done)); });
        const auto done = promise.get_future().get();
        ASSERT_TRUE(done) << done.error().message << done.error().detail;
    }
    /// As somebody would who has the file.
    void tamper(std::string_view sql)
    {
        write([sql](storage::Connection &connection) {
            for (const std::string_view one : {std::string_view("DROP TRIGGER IF EXISTS audit_log_no_update"),
                                               std::string_view("DROP TRIGGER IF EXISTS audit_log_no_delete"), sql})
                if (auto done = connection.execute(one); !done)
                    return done;
            return Result<void>();
        });
    }
    void addLines(int count)
    {
        for (int line = 0; line < count; ++line) {
            Actor actor("acc_1");
            if (line % 2 == 1) {
                actor.via = "key_1";
                actor.address = "192.0.2.1";
                actor.requestId = "req_1";
            }
            const Action action{actor, line % 3 == 0 ? "key.create" : "key.change", "key_" + std::to_string(line),
                                "{\"n\":1}", "{\"name\":\"100%\"}"};
            write([action, line](storage::Connection &connection) { return append(connection, action, 1000 + line); });
        }
    }
    template <typename Work> auto read(Work work)
    {
        using Answer = std::invoke_result_t<Work, storage::Connection &>;
        std::promise<Answer> promise;
        database->read([&](storage::Connection &connection) { promise.set_value(work(connection)); });
        return promise.get_future().get();
    }
    std::int64_t firstBad()
    {
        const auto proof = read([](storage::Connection &connection) { return prove(connection); });
        return proof ? proof->firstBad : -1;
    }
    std::vector<std::int64_t> found(const Query &query)
    {
        const auto lines = read([&](storage::Connection &connection) { return search(connection, query); });
        std::vector<std::int64_t> ids;
        for (const Line &line : *lines)
            ids.push_back(line.id);
        return ids;
    }

    QTemporaryDir folder;
    ManualClock clock{1'742'040'000'000};
    std::unique_ptr<storage::Database> database;
};

TEST_F(Chain, HoldsAsItIsWritten)
{
    addLines(10);
    EXPECT_EQ(firstBad(), 0);
}

TEST_F(Chain, AChangedFieldIsFound)
{
    addLines(10);
    for (const char *change : {"actor = 'acc_2'", "action = 'key.none'", "subject = 'key_9'", "after_json = '{}'",
                               "before_json = NULL", "at = at + 1", "via = 'key_2'", "address = ''",
                               "request_id = 'req_2'", "via = '', address = '', request_id = ''"}) {
        tamper("CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM audit_log");
        tamper(std::string("UPDATE audit_log SET ") + change + " WHERE id = 4");
        EXPECT_EQ(firstBad(), 4) << change;
        tamper("DELETE FROM audit_log");
        tamper("INSERT INTO audit_log SELECT * FROM kept");
        EXPECT_EQ(firstBad(), 0) << change;
    }
}

TEST_F(Chain, AMissingAndAnInsertedLineAreFound)
{
    addLines(10);
    tamper("DELETE FROM audit_log WHERE id = 6");
    EXPECT_EQ(firstBad(), 7);
    tamper("INSERT INTO audit_log SELECT 6, at, actor, action, subject, before_json, after_json, hash, via, address, "
           "request_id FROM audit_log WHERE id = 5");
    EXPECT_EQ(firstBad(), 6);
}

TEST_F(Chain, LinesNeverChangeByTheWay)
{
    addLines(1);
    std::promise<Result<void>> promise;
    database->write([](storage::Connection &connection) { return connection.execute("DELETE FROM audit_log"); },
                    [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    EXPECT_FALSE(promise.get_future().get());
}

TEST_F(Chain, IsSearched)
{
    addLines(10);
    using Ids = std::vector<std::int64_t>;
    Query query;
    query.limit = 3;
    EXPECT_EQ(found(query), (Ids{10, 9, 8}));
    query.beforeId = 8;
    EXPECT_EQ(found(query), (Ids{7, 6, 5}));
    query = {};
    query.action = "key.create";
    EXPECT_EQ(found(query), (Ids{10, 7, 4, 1}));
    query.action = "key.";
    EXPECT_EQ(found(query).size(), 10U);
    query = {};
    query.subject = "key_3";
    EXPECT_EQ(found(query), (Ids{4}));
    query = {};
    query.fromMs = 1003;
    query.untilMs = 1005;
    EXPECT_EQ(found(query), (Ids{5, 4}));
    query = {};
    query.text = "100%";
    EXPECT_EQ(found(query).size(), 10U);
    query.text = "1_0%"; // signs of LIKE are themselves
    EXPECT_EQ(found(query).size(), 0U);
    query = {};
    query.actor = "acc_2";
    EXPECT_EQ(found(query).size(), 0U);
}

} // namespace beaver::audit::test
