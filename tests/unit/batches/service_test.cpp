#include <tests/unit/batches/caller.h>

namespace beaver::batches::test {

namespace {

TEST(Batches, WhatCannotBeCarriedOutIsRefusedByName)
{
    BatchWorld world;
    const auto input = world.upload(lineOf(1));
    const auto training = world.upload("x", "fine-tune");
    const auto make = [&](const std::string &path, const std::string &file, const std::string &window,
                          const AccountId &account = ann) {
        const auto made =
            await(world.batches->create(world.loop, {account, KeyId(), path, file, window, {}, std::nullopt, nullptr}));
        return made ? "ok" : made.error().param;
    };
    EXPECT_EQ(make("/v1/chat/completions", input->id.text(), "24h"), "ok");
    EXPECT_EQ(make("/v1/audio/speech", input->id.text(), "24h"), "endpoint");
    EXPECT_EQ(make("/v1/chat/completions", input->id.text(), "7d"), "completion_window");
    EXPECT_EQ(make("/v1/chat/completions", "file-nothing", "24h"), "input_file_id");
    EXPECT_EQ(make("/v1/chat/completions", training->id.text(), "24h"), "input_file_id");
    EXPECT_EQ(make("/v1/chat/completions", input->id.text(), "24h", bob), "input_file_id") << "it is Ann's";
}

TEST(Batches, AnotherAccountsBatchIsNotThere)
{
    BatchWorld world;
    const Batch batch = world.make(1);
    EXPECT_EQ(outcome(await(world.batches->find(world.loop, bob, batch.id.text()))), "batch_not_found");
    EXPECT_EQ(outcome(await(world.batches->cancel(world.loop, bob, batch.id.text()))), "batch_not_found");
    EXPECT_TRUE(await(world.batches->list(world.loop, bob, {}, 10))->batches.empty());
    EXPECT_EQ(world.untilEnded(batch).status, Status::Completed);
}

TEST(Batches, AreListedNewestFirstInPages)
{
    BatchWorld world;
    std::vector<std::string> ids;
    for (int batch = 0; batch < 3; ++batch) {
        ids.push_back(world.make(1).id.text());
        world.clock.jumpMs(1);
    }
    const auto first = await(world.batches->list(world.loop, ann, {}, 2));
    ASSERT_EQ(first->batches.size(), 2U);
    EXPECT_TRUE(first->hasMore);
    EXPECT_EQ(first->batches[0].id.text(), ids[2]);
    const auto rest = await(world.batches->list(world.loop, ann, ids[1], 2));
    ASSERT_EQ(rest->batches.size(), 1U);
    EXPECT_FALSE(rest->hasMore);
    EXPECT_EQ(rest->batches[0].id.text(), ids[0]);
}

TEST(Batches, SoManyAtOnceAndNoMore)
{
    BatchWorld world;
    world.caller.held = true;
    const auto input = world.upload(lineOf(1));
    std::string last;
    for (int batch = 0; batch <= BatchService::mostUnfinished; ++batch)
        last = outcome(await(world.batches->create(
            world.loop, {ann, KeyId(), "/v1/chat/completions", input->id.text(), "24h", {}, std::nullopt, nullptr})));
    EXPECT_EQ(last, "too_many_batches");
    EXPECT_LE(world.runner->busy(), world.settings.jobsPerAccount);
}

} // namespace

} // namespace beaver::batches::test
