#include "faulty_disk.h"
#include "support.h"

#include <sqlite3.h>

#include <fstream>
#include <random>

namespace beaver::storage::test {

namespace {

using Operation = FaultyDisk::Operation;
using Files = std::map<std::string, std::string>;

constexpr int rowCount = 60;

/// What the disk was told while rows were written and checkpoints made; a mark stands where a row was acknowledged.
std::vector<Operation> recordRows(Durability durability)
{
    FaultyDisk disk;
    const Folder folder;
    const SystemClock clock;
    Settings settings = folder.settings();
    settings.durability = durability;
    settings.checkpointPages = 8;
    disk.record(true);
    const auto database = openNotes(settings, clock);
    disk.mark("0");
    for (int id = 1; id <= rowCount; ++id) {
        std::promise<void> done;
        database->write(
            [id](Connection &connection) {
                const std::string text =
                    std::string(static_cast<std::size_t>(700 * (id % 5)), static_cast<char>('a' + id % 26)) +
                    std::to_string(id);
                const auto ran =
                    connection.prepared("INSERT INTO notes (id, text) VALUES (?, ?)").bind(id).bind(text).run();
                return ran ? Result<void>() : ran.error();
            },
            [&](const Result<void> &result) {
                EXPECT_TRUE(result.ok());
                disk.mark(std::to_string(id));
                done.set_value();
            });
        done.get_future().wait();
    }
    disk.record(false);
    return disk.operations();
}

void perform(std::string &content, const Operation &operation)
{
    const auto offset = static_cast<std::size_t>(operation.offset);
    if (operation.kind == Operation::Kind::Truncate)
        content.resize(offset);
    if (operation.kind != Operation::Kind::Write)
        return;
    content.resize(std::max(content.size(), offset + operation.bytes.size()));
    content.replace(offset, operation.bytes.size(), operation.bytes);
}

/// After a killed process everything written is there.
Files afterKill(const std::vector<Operation> &operations, std::size_t count)
{
    Files files;
    for (std::size_t at = 0; at < count; ++at) {
        if (operations[at].kind == Operation::Kind::Delete)
            files.erase(operations[at].file);
        else if (operations[at].kind != Operation::Kind::Mark)
            perform(files[operations[at].file], operations[at]);
    }
    return files;
}

/// After a power cut what was flushed is there, and of what came later any part, in any order, torn at sectors.
Files afterPowerCut(const std::vector<Operation> &operations, std::size_t count, std::mt19937 &random)
{
    std::map<std::string, std::size_t> flushedAt;
    for (std::size_t at = 0; at < count; ++at) {
        if (operations[at].kind == Operation::Kind::Sync)
            flushedAt[operations[at].file] = at;
    }
    Files files;
    const auto luck = random() % 3; // all of the rest is lost, half of it, or little
    for (std::size_t at = 0; at < count; ++at) {
        const Operation &operation = operations[at];
        if (operation.kind == Operation::Kind::Delete)
            files.erase(operation.file);
        if (operation.kind == Operation::Kind::Mark || operation.kind == Operation::Kind::Delete)
            continue;
        auto &content = files[operation.file];
        const auto flushed = flushedAt.find(operation.file);
        const bool sure = flushed != flushedAt.end() && at < flushed->second;
        if (sure || (luck == 2 && random() % 10 != 0) || (luck == 1 && random() % 2 == 0)) {
            Operation part = operation;
            if (!sure && part.bytes.size() > 512 && random() % 4 == 0)
                part.bytes.resize(512 * (random() % (part.bytes.size() / 512)));
            perform(content, part);
        }
    }
    return files;
}

/// The number of rows that SQLite finds in these files, which must be the first ones, whole; -1 if not.
int rowsIn(const Files &files)
{
    const Folder folder;
    for (const auto &[name, content] : files)
        std::ofstream(folder.path(name), std::ios::binary) << content;
    Stranger stranger(folder.path("beaver.db"));
    if (stranger.text("SELECT 1 FROM sqlite_schema WHERE name = 'notes'").empty())
        return 0;
    EXPECT_EQ(stranger.text("PRAGMA integrity_check"), "ok");
    const auto wrong = stranger.text("SELECT COUNT(*) FROM notes WHERE length(text) <> 700 * (id % 5) + length(id)");
    const auto rows = stranger.text("SELECT COUNT(*) FROM notes");
    const auto last = stranger.text("SELECT COALESCE(MAX(id), 0) FROM notes");
    EXPECT_EQ(wrong, "0");
    EXPECT_EQ(rows, last);
    return rows == last ? std::stoi(rows) : -1;
}

int acknowledged(const std::vector<Operation> &operations, std::size_t count)
{
    int last = 0;
    for (std::size_t at = 0; at < count; ++at) {
        if (operations[at].kind == Operation::Kind::Mark)
            last = std::stoi(operations[at].bytes);
    }
    return last;
}

TEST(PowerCut, AKilledProcessLosesNoAcknowledgedRowWhereverItDies)
{
    for (const auto durability : {Durability::Commit, Durability::Strict}) {
        const auto operations = recordRows(durability);
        ASSERT_EQ(acknowledged(operations, operations.size()), rowCount);
        for (std::size_t count = 0; count <= operations.size(); ++count) {
            const int rows = rowsIn(afterKill(operations, count));
            ASSERT_GE(rows, acknowledged(operations, count)) << count << " of " << operations.size();
        }
    }
}

TEST(PowerCut, StrictDurabilityLosesNoAcknowledgedRow)
{
    const auto operations = recordRows(Durability::Strict);
    std::mt19937 random(7);
    for (std::size_t count = 0; count <= operations.size(); ++count) {
        const int rows = rowsIn(afterPowerCut(operations, count, random));
        ASSERT_GE(rows, acknowledged(operations, count)) << count << " of " << operations.size();
    }
}

TEST(PowerCut, CommitDurabilityLosesTheNewestRowsAtMostAndNeverDamagesTheRest)
{
    const auto operations = recordRows(Durability::Commit);
    std::mt19937 random(11);
    for (std::size_t count = 0; count <= operations.size(); ++count)
        ASSERT_GE(rowsIn(afterPowerCut(operations, count, random)), 0) << count;
}

} // namespace

} // namespace beaver::storage::test
