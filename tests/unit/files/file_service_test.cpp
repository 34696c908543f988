#include <sys/stat.h>
#include <tests/unit/files/world.h>

#include <filesystem>

namespace beaver::files::test {

namespace {

std::vector<std::string> names(const Result<FilePage> &page)
{
    std::vector<std::string> found;
    for (const auto &file : page->files)
        found.push_back(file.name);
    return found;
}

TEST(Files, AnUploadIsListedReadAndDeleted)
{
    World world;
    const auto file = world.upload("one\ntwo\n", "batch", "../../etc/passwd");
    ASSERT_EQ(outcome(file), "ok");
    EXPECT_EQ(file->bytes, 8);
    EXPECT_EQ(file->name, "../../etc/passwd") << "the client's own word for it, never a path";

    const auto found = await(world.files->find(world.loop, ann, file->id.text()));
    EXPECT_EQ(outcome(found), "ok");
    const auto piece = await([](World &of, FileId id) -> QCoro::Task<Result<std::string>> {
        auto reading = of.files->read(of.loop, id, 4, 100);
        co_return co_await reading;
    }(world, file->id));
    EXPECT_EQ(*piece, "two\n");
    EXPECT_EQ(names(await(world.files->list(world.loop, ann, {}))), std::vector<std::string>{"../../etc/passwd"});

    EXPECT_EQ(outcome(await(world.files->remove(world.loop, ann, file->id.text()))), "ok");
    EXPECT_EQ(outcome(await(world.files->find(world.loop, ann, file->id.text()))), "file_not_found");
    EXPECT_EQ(world.content(file->id), "file_not_found");
    EXPECT_EQ(outcome(await(world.files->remove(world.loop, ann, file->id.text()))), "file_not_found");
}

TEST(Files, TheContentLiesInTheFolderUnderItsIdForItsOwnerAlone)
{
    World world;
    const auto file = world.upload("secret", "batch", "/tmp/elsewhere");
    ASSERT_EQ(outcome(file), "ok");
    int contents = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(world.path("files"))) {
        struct stat found{};
        ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 077U, 0U) << entry.path();
        if (entry.is_regular_file() && entry.path().filename() != "lock") {
            ++contents;
            EXPECT_EQ(entry.path().filename(), file->id.text());
        }
    }
    EXPECT_EQ(contents, 1);
    struct stat root{};
    ASSERT_EQ(::stat(world.path("files").c_str(), &root), 0);
    EXPECT_EQ(root.st_mode & 077U, 0U);
}

TEST(Files, AnotherAccountsFileIsNotThere)
{
    World world;
    const auto file = world.upload("mine");
    EXPECT_EQ(outcome(await(world.files->find(world.loop, bob, file->id.text()))), "file_not_found");
    EXPECT_EQ(outcome(await(world.files->remove(world.loop, bob, file->id.text()))), "file_not_found");
    EXPECT_TRUE(await(world.files->list(world.loop, bob, {}))->files.empty());
    EXPECT_EQ(world.content(file->id), "mine");
    for (const char *id :
         {"", "file-", "../beaver.db", "file-../../../beaver.db000000", "file-01ARZ3NDEKTSV4RRFFQ69G5FA%"})
        EXPECT_EQ(outcome(await(world.files->find(world.loop, ann, id))), "file_not_found") << id;
}

TEST(Files, WhatCannotBeKeptIsRefusedByName)
{
    World world;
    EXPECT_EQ(outcome(world.upload("x", "holiday")), "purpose");
    EXPECT_EQ(outcome(world.upload("")), "file");
    EXPECT_EQ(outcome(world.upload("x", "batch", "")), "file");
    EXPECT_EQ(outcome(world.upload("x", "batch", "a\nb")), "file");
    EXPECT_EQ(outcome(world.upload(std::string(4097, 'x'))), "file_too_large");
    for (int file = 0; file < 4; ++file)
        EXPECT_EQ(outcome(world.upload(std::string(4096, 'x'))), "ok");
    EXPECT_EQ(outcome(world.upload("x")), "file_storage_full");
    EXPECT_EQ(outcome(world.upload("x", "batch", "b", bob)), "ok") << "each account has its own room";
    EXPECT_TRUE(std::filesystem::is_empty(world.path("files/incoming")));
}

TEST(Files, ListsArePagedFilteredAndOrdered)
{
    World world;
    std::vector<FileId> ids;
    for (const char *name : {"a", "b", "c", "d"}) {
        ids.push_back(world.upload("x", *name == 'b' ? "fine-tune" : "batch", name)->id);
        world.clock.jumpMs(1); // ids are in the order of time
    }
    const auto page = [&](FileFilter filter) { return await(world.files->list(world.loop, ann, std::move(filter))); };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names(page({})), (Names{"d", "c", "b", "a"}));
    EXPECT_EQ(names(page({{}, {}, true, 2})), (Names{"a", "b"}));
    EXPECT_TRUE(page({{}, {}, true, 2})->hasMore);
    EXPECT_EQ(names(page({{}, ids[1].text(), true, 2})), (Names{"c", "d"}));
    EXPECT_FALSE(page({{}, ids[1].text(), true, 2})->hasMore);
    EXPECT_EQ(names(page({{}, ids[1].text(), false, 2})), (Names{"a"}));
    EXPECT_EQ(names(page({"fine-tune", {}, false, 10})), (Names{"b"}));
}

TEST(Files, AnExpiredFileIsGone)
{
    World world;
    const auto text = std::make_shared<const std::string>("x");
    const auto file = await(world.files->create(world.loop, {ann, "batch", "short", *text, text, 3600}));
    ASSERT_EQ(outcome(file), "ok");
    world.clock.jumpMs(3'000'000); // real time goes on, too
    EXPECT_EQ(outcome(await(world.files->find(world.loop, ann, file->id.text()))), "ok");
    world.clock.jumpMs(600'001);
    EXPECT_EQ(outcome(await(world.files->find(world.loop, ann, file->id.text()))), "file_not_found");
    await([](World &of) -> QCoro::Task<bool> {
        auto forgetting = of.files->forgetExpired(of.loop);
        co_await forgetting;
        co_return true;
    }(world));
    EXPECT_EQ(world.content(file->id), "file_not_found");
    EXPECT_EQ(world.query("SELECT COUNT(*) FROM files"), "0");
}

} // namespace

} // namespace beaver::files::test
