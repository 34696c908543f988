#include <tests/unit/files/world.h>

#include <filesystem>
#include <fstream>
#include <future>

namespace beaver::files::test {

namespace {

std::string linesOf(const FileFolder &folder, const FileId &id, std::size_t longest = 100)
{
    std::string lines;
    const auto read = folder.forEachLine(id, longest, [&](std::int64_t offset, std::string_view text) {
        lines += std::to_string(offset) + ":" + std::string(text) + "|";
        return true;
    });
    return read ? lines : read.error().reason;
}

TEST(FilesAfterAKill, AnUploadWithoutARowIsForgotten)
{
    World world;
    const FileId id = newId<FileId>(1);
    ASSERT_TRUE(world.files->folder().write(id, "half an upload"));
    world.restart();
    EXPECT_EQ(world.content(id), "file_not_found");
    EXPECT_TRUE(std::filesystem::is_empty(world.path("files/incoming")));
}

TEST(FilesAfterAKill, WhatHasARowComesToItsPlace)
{
    World world;
    const auto file = world.upload("whole");
    ASSERT_TRUE(world.files->folder().withdraw(file->id)) << "as far as a deletion came";
    EXPECT_EQ(world.content(file->id), "whole") << "it is still read meanwhile";
    world.restart();
    EXPECT_EQ(world.content(file->id), "whole");
    EXPECT_TRUE(std::filesystem::is_empty(world.path("files/incoming")));
}

TEST(FilesAfterAKill, ResultsOfAnUnfinishedBatchStay)
{
    World world;
    const FileId id = newId<FileId>(1);
    ASSERT_TRUE(world.files->folder().append(id, "{\"a\":1}\n"));
    ASSERT_TRUE(world.files->folder().append(id, "{\"b\":2}\n{\"c\""));
    world.restart();
    ASSERT_TRUE(world.files->folder().mend(id));
    EXPECT_EQ(world.content(id), "{\"a\":1}\n{\"b\":2}\n") << "half a line is no line";
    ASSERT_TRUE(world.files->folder().mend(id));
    EXPECT_EQ(*world.files->folder().sync(id), 16);
    ASSERT_TRUE(world.files->folder().publish(id));
    ASSERT_TRUE(world.files->folder().publish(id)) << "twice is fine";
    EXPECT_EQ(linesOf(world.files->folder(), id), "0:{\"a\":1}|8:{\"b\":2}|");
}

TEST(FilesAfterAKill, AFileOfOneHalfLineIsEmpty)
{
    World world;
    const FileId id = newId<FileId>(1);
    ASSERT_TRUE(world.files->folder().append(id, std::string(200'000, 'x')));
    ASSERT_TRUE(world.files->folder().mend(id));
    EXPECT_EQ(*world.files->folder().sync(id), 0);
    EXPECT_EQ(*world.files->folder().sync(newId<FileId>(2)), 0) << "no such file: nothing in it";
    EXPECT_TRUE(world.files->folder().mend(newId<FileId>(2)));
}

TEST(FileFolder, LinesComeWithTheirPlacesHoweverTheyAreCut)
{
    World world;
    const FileId id = newId<FileId>(1);
    const std::string text = "a\n\n" + std::string(300'000, 'b') + "\r\nlast";
    ASSERT_TRUE(world.files->folder().append(id, text));
    EXPECT_EQ(linesOf(world.files->folder(), id, 3), "0:a|2:|3:bbb|300005:las|");
    EXPECT_EQ(linesOf(world.files->folder(), newId<FileId>(2)), "file_not_found");
}

TEST(FileFolder, OneGatewayAtATime)
{
    World world;
    const auto second = FileFolder::open(world.path("files"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().param, "BEAVER_FILES");
    EXPECT_FALSE(FileFolder::open(world.path("no/such/parent")));
    std::ofstream(world.path("plain")) << "x";
    EXPECT_FALSE(FileFolder::open(world.path("plain")));
}

TEST(DiskPool, RefusesWorkBeyondItsQueueAndAnswersWhatItDrops)
{
    ops::EventLoop loop;
    std::promise<void> go;
    auto gate = go.get_future().share();
    std::vector<std::string> ends(4);
    auto pool = std::make_unique<DiskPool>(1, 2);
    std::promise<void> begun;
    const auto ask = [&](std::size_t number) -> QCoro::Task<> {
        auto working = pool->run(loop, [&, gate, number]() -> Result<int> {
            if (number == 0)
                begun.set_value();
            gate.wait();
            return 1;
        });
        const auto done = co_await working;
        ends[number] = outcome(done);
    };
    ask(0);
    begun.get_future().wait();
    for (std::size_t number = 1; number < 4; ++number)
        ask(number);
    std::thread ending([&] { pool.reset(); });
    const auto all = [&] {
        return std::none_of(ends.begin(), ends.end(), [](const auto &end) { return end.empty(); });
    };
    QEventLoop events;
    bool released = false;
    while (!all()) {
        // What waits is dropped at once; what runs ends when it can.
        if (!ends[1].empty() && !ends[2].empty() && !std::exchange(released, true))
            go.set_value();
        events.processEvents(QEventLoop::WaitForMoreEvents);
    }
    ending.join();
    EXPECT_EQ(ends, (std::vector<std::string>{"ok", "storage_busy", "storage_busy", "storage_busy"}));
}

} // namespace

} // namespace beaver::files::test
