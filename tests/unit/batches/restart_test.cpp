#include <tests/unit/batches/caller.h>

#include <fstream>

namespace beaver::batches::test {

namespace {

using Kind = LineAnswer::Kind;

std::vector<std::string> allIds(int lines)
{
    std::vector<std::string> ids;
    for (int line = 0; line < lines; ++line)
        ids.push_back("line-" + std::to_string(1000 + line).substr(1));
    return ids;
}

/// Lets some lines through, then stops the process; those under way end as `interrupted`.
Batch runHalf(BatchWorld &world, int lines)
{
    world.caller.held = true;
    const Batch batch = world.make(lines);
    world.until([&] { return world.caller.running == 8; });
    world.caller.release(5);
    world.until([&] { return world.caller.calls == 13; });
    return batch;
}

TEST(BatchAfterARestart, EachLineIsAnsweredOnce)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 40);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    EXPECT_EQ(world.caller.charged.size(), 5U);
    // A kill leaves half a line.
    std::ofstream(world.path("files/partial/") + batch.output.text(), std::ios::app)
        << R"({"id":"batch_req_1","custom)";
    world.caller.answer = nullptr;
    world.restartAll();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 40);
    EXPECT_EQ(world.results(batch), allIds(40));
    int twice = 0;
    for (const auto &[key, calls] : world.caller.callsOf)
        twice += calls > 1 ? 1 : 0;
    EXPECT_LE(twice, 8) << "only what was under way is called again";
}

TEST(BatchAfterARestart, WhatWasChargedButNotNotedIsAskedForUnderTheSameKey)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 20);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    // The process was killed between the commit of this line's charge and its note.
    world.caller.charged["batch " + batch.id.text() + " 7"] = answered(R"({"kept":"with the charge"})");
    world.caller.answer = nullptr;
    world.restartAll();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(world.results(batch), allIds(20));
    EXPECT_NE(world.content(ended.output).find("with the charge"), std::string::npos);
    EXPECT_EQ(world.caller.charged.size(), 20U);
}

TEST(BatchAfterARestart, ACancelledOneStillHandsOutWhatWasCharged)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 40);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    world.caller.charged["batch " + batch.id.text() + " 8"] = answered();
    world.execute("UPDATE batches SET status = 'cancelling', cancelling_at = 1 WHERE id = '" + batch.id.text() + "'");
    const int before = world.caller.calls;
    world.restartAll();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Cancelled);
    EXPECT_EQ(world.caller.calls, before);
    EXPECT_EQ(ended.completed, 6);
    EXPECT_EQ(world.results(batch).size(), 6U);
    EXPECT_EQ(world.results(batch).back(), "line-007");
}

TEST(BatchAfterARestart, OneWhoseWindowClosedMeanwhileExpires)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 40);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    world.caller.charged["batch " + batch.id.text() + " 8"] = answered();
    world.clock.jumpMs(BatchService::windowMs);
    world.restartAll();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Expired);
    EXPECT_EQ(ended.completed, 6);
    EXPECT_EQ(ended.failed, 34);
    EXPECT_EQ(world.results(batch, true).size(), 34U);
}

TEST(BatchAfterARestart, OneThatWasAboutToEndEnds)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 13);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    world.execute("UPDATE batches SET status = 'finalizing', completed = 5 WHERE id = '" + batch.id.text() + "'");
    world.restartAll();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 5);
    EXPECT_EQ(world.results(batch).size(), 5U);
}

TEST(BatchAfterARestart, ResultsThatHaveARowComeToTheirPlace)
{
    BatchWorld world;
    const Batch batch = runHalf(world, 8 + 5);
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Interrupted, 503); };
    world.stop();
    // Killed between the last transaction and the rename.
    world.execute("UPDATE batches SET status = 'completed' WHERE id = '" + batch.id.text() + "'");
    world.execute("INSERT INTO files (id, account_id, purpose, name, bytes, created_at) VALUES ('" +
                  batch.output.text() + "', 'acc_ann', 'batch_output', 'x', 1, 0)");
    world.restartAll();
    EXPECT_EQ(world.results(batch).size(), 5U);
    EXPECT_TRUE(world.look(batch).hasOutput);
}

} // namespace

} // namespace beaver::batches::test
