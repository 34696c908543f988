#include "support.h"

namespace beaver::storage::test {

namespace {

class Statements : public testing::Test
{
protected:
    Result<void> on(std::function<Result<void>(Connection &)> work) { return write(*m_database, std::move(work)); }

    Folder m_folder;
    SystemClock m_clock;
    std::unique_ptr<Database> m_database = openNotes(m_folder.settings(), m_clock);
};

TEST_F(Statements, ValuesComeBackAsTheyWentIn)
{
    const std::string bytes("\0\xff\x01", 3);
    const auto done = on([&](Connection &connection) -> Result<void> {
        auto &row = connection.prepared("SELECT ?, ?, ?, ?, ?, ?");
        const auto next =
            row.bind(std::int64_t{-9'000'000'000'000}).bind("ü").bindBlob(bytes).bindNull().bind(true).bind(7).next();
        EXPECT_TRUE(next.ok() && *next);
        EXPECT_EQ(row.integer(0), -9'000'000'000'000);
        EXPECT_EQ(row.text(1), "ü");
        EXPECT_EQ(row.text(2), bytes);
        EXPECT_TRUE(row.isNull(3));
        EXPECT_FALSE(row.isNull(1));
        EXPECT_EQ(row.integer(4), 1);
        EXPECT_EQ(row.text(5), "7");
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, AnEmptyTextIsNotNull)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        auto &row = connection.prepared("SELECT ?, ?");
        const auto next = row.bind(std::string_view()).bindBlob(std::string_view()).next();
        EXPECT_TRUE(next.ok() && *next);
        EXPECT_FALSE(row.isNull(0));
        EXPECT_FALSE(row.isNull(1));
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, ExecutingAgainStartsOver)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        auto &rows =
            connection.prepared("SELECT value FROM (SELECT 1 AS value UNION SELECT 2) WHERE value >= ? ORDER BY value");
        for (int round = 0; round < 2; ++round) {
            EXPECT_TRUE(*rows.bind(1).next());
            EXPECT_EQ(rows.integer(0), 1); // the second row stays unread
        }
        EXPECT_TRUE(*rows.bind(2).next());
        EXPECT_EQ(rows.integer(0), 2);
        EXPECT_FALSE(*rows.next());
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, RunTellsHowManyRowsChanged)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        EXPECT_EQ(*connection.prepared("INSERT INTO notes (id) VALUES (?), (?), (?)").bind(1).bind(2).bind(3).run(), 3);
        EXPECT_EQ(*connection.prepared("DELETE FROM notes WHERE id > ?").bind(1).run(), 2);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, AWrongCountOfValuesIsAnErrorAndTheStatementStaysUsable)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        auto &insert = connection.prepared("INSERT INTO notes (id, text) VALUES (?, ?)");
        EXPECT_FALSE(insert.bind(1).run().ok());
        EXPECT_FALSE(insert.bind(1).bind("a").bind("b").run().ok());
        EXPECT_TRUE(insert.bind(1).bind("a").run().ok());
        EXPECT_FALSE(insert.run().ok());
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, AStatementThatCannotBePreparedSaysSoWhenItRuns)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        const auto ran = connection.prepared("SELECT nothing FROM nowhere").bind(1).run();
        EXPECT_FALSE(ran.ok());
        EXPECT_EQ(ran.error().reason, "storage_failed");
        EXPECT_NE(ran.error().detail.find("nowhere"), std::string::npos);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, AViolatedConstraintIsNamedWithoutItsValue)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        (void)connection.prepared("INSERT INTO notes (id, text) VALUES (1, ?)").bind("canary").run();
        const auto again = connection.prepared("INSERT INTO notes (id, text) VALUES (2, ?)").bind("canary").run();
        EXPECT_FALSE(again.ok());
        EXPECT_TRUE(isConstraintViolation(again.error()));
        EXPECT_NE(again.error().detail.find("notes.text"), std::string::npos);
        EXPECT_EQ(again.error().detail.find("canary"), std::string::npos);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, ForeignKeysHoldOnTheWriter)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        EXPECT_TRUE(connection.execute("CREATE TABLE leaves (note BIGINT REFERENCES notes (id))").ok());
        const auto orphan = connection.prepared("INSERT INTO leaves VALUES (7)").run();
        EXPECT_TRUE(!orphan.ok() && isConstraintViolation(orphan.error()));
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, ManyRowsGoInAtOnce)
{
    const std::string bytes("\0\xff\x01", 3);
    const auto done = on([&](Connection &connection) -> Result<void> {
        if (auto made = connection.execute("CREATE TABLE kinds (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c BLOB, d)");
            !made)
            return made;
        Rows rows(4);
        EXPECT_TRUE(connection.insertRows("INSERT INTO kinds (a, b, c, d)", rows).ok()) << "none";
        for (int at = 0; at < 300; ++at)
            rows.bind(std::int64_t{at} - 100).bind(at % 2 ? "ü" : "").bindBlob(bytes).bindNull();
        EXPECT_EQ(rows.count(), 300U);
        if (auto inserted = connection.insertRows("INSERT INTO kinds (a, b, c, d)", rows); !inserted)
            return inserted;
        auto &sums =
            connection.prepared("SELECT COUNT(*), SUM(a), SUM(b = 'ü'), SUM(b = ''), SUM(c = ?), SUM(typeof(c) = "
                                "'blob'), SUM(d IS NULL) FROM kinds");
        const auto row = sums.bindBlob(bytes).next();
        EXPECT_TRUE(row.ok() && *row);
        EXPECT_EQ(sums.integer(0), 300);
        EXPECT_EQ(sums.integer(1), 14'850);
        EXPECT_EQ(sums.integer(2), 150);
        EXPECT_EQ(sums.integer(3), 150);
        EXPECT_EQ(sums.integer(4), 300);
        EXPECT_EQ(sums.integer(5), 300);
        EXPECT_EQ(sums.integer(6), 300);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, OfManyRowsNoneStaysWhereOneIsRefused)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        if (auto made =
                connection.execute("CREATE TABLE numbers (a INTEGER PRIMARY KEY); INSERT INTO numbers VALUES (3)");
            !made)
            return made;
        const auto count = [&] {
            auto &counted = connection.prepared("SELECT COUNT(*) FROM numbers");
            (void)counted.next();
            const auto found = counted.integer(0);
            counted.reset();
            return found;
        };
        Rows rows(1);
        for (int at = 1; at < 5; ++at)
            rows.bind(at);
        const auto refused = connection.insertRows("INSERT INTO numbers (a)", rows);
        EXPECT_TRUE(!refused.ok() && isConstraintViolation(refused.error()));
        EXPECT_EQ(count(), 1);
        rows.clear();
        rows.bind(1);
        EXPECT_TRUE(connection.insertRows("INSERT INTO numbers (a)", rows).ok());
        EXPECT_EQ(count(), 2);
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, RowsOfTheWrongLengthAreAnError)
{
    const auto done = on([](Connection &connection) -> Result<void> {
        Rows short_(2);
        short_.bind(1).bind(2).bind(3);
        EXPECT_FALSE(connection.insertRows("INSERT INTO notes (id, text)", short_).ok());
        Rows wide(65);
        for (int at = 0; at < 65; ++at)
            wide.bind(at);
        EXPECT_FALSE(connection.insertRows("INSERT INTO notes (id, text)", wide).ok());
        return {};
    });
    EXPECT_TRUE(done.ok());
}

TEST_F(Statements, AReaderCannotWrite)
{
    std::promise<bool> wrote;
    m_database->read(
        [&](Connection &connection) { wrote.set_value(run(connection, "INSERT INTO notes (id) VALUES (1)").ok()); });
    EXPECT_FALSE(wrote.get_future().get());
    EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 0);
}

TEST_F(Statements, WhatAReaderLeavesUnreadDoesNotPinOldPages)
{
    ASSERT_TRUE(
        on([](Connection &connection) { return run(connection, "INSERT INTO notes (id) VALUES (1), (2)"); }).ok());
    std::promise<void> left;
    m_database->read([&](Connection &connection) {
        (void)connection.begin();
        (void)connection.prepared("SELECT id FROM notes").next();
        left.set_value();
    });
    left.get_future().get();
    // Both readers have begun anew when each sees a row written after.
    ASSERT_TRUE(on([](Connection &connection) { return run(connection, "INSERT INTO notes (id) VALUES (3)"); }).ok());
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(number(*m_database, "SELECT COUNT(*) FROM notes"), 3);
}

} // namespace

} // namespace beaver::storage::test
