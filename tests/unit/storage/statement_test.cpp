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
