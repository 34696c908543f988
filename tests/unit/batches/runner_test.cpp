#include <tests/unit/batches/caller.h>

#include <atomic>
#include <filesystem>

namespace beaver::batches::test {

namespace {

using Kind = LineAnswer::Kind;
using Ids = std::vector<std::string>;

TEST(BatchRunner, EveryLineIsAnsweredIntoTheFileWhereItBelongs)
{
    BatchWorld world;
    world.caller.answer = [](const LineCall &line, int) {
        return line.body == "{\"n\": 1}" ? failure(Kind::Refused, 400) : answered();
    };
    const Batch batch = world.make(3);
    EXPECT_EQ(batch.status, Status::Validating);
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.total, 3);
    EXPECT_EQ(ended.completed, 2);
    EXPECT_EQ(ended.failed, 1);
    EXPECT_TRUE(ended.inProgressAtMs && ended.finalizingAtMs && ended.endedAtMs);
    EXPECT_EQ(world.results(batch), (Ids{"line-000", "line-002"}));
    EXPECT_EQ(world.results(batch, true), (Ids{"line-001"}));
    EXPECT_NE(world.content(ended.errors).find(R"("status_code":400)"), std::string::npos);

    const auto output = await(world.files->find(world.loop, ann, ended.output.text()));
    ASSERT_EQ(outcome(output), "ok");
    EXPECT_EQ(output->purpose, "batch_output");
    EXPECT_EQ(output->bytes, static_cast<std::int64_t>(world.content(ended.output).size()));
    EXPECT_EQ(outcome(await(world.files->find(world.loop, bob, ended.output.text()))), "file_not_found");
}

TEST(BatchRunner, ALineIsCalledForItsAccountAndKeyAtTheBatchPrice)
{
    BatchWorld world;
    LineCall seen;
    world.caller.answer = [&](const LineCall &line, int) {
        seen = line;
        return answered();
    };
    const Batch batch = world.make(1);
    world.untilEnded(batch);
    EXPECT_EQ(seen.account, ann);
    EXPECT_EQ(seen.key, KeyId("key_1"));
    EXPECT_EQ(seen.endpoint, "/v1/chat/completions");
    EXPECT_EQ(seen.pricePercent, 50);
    EXPECT_EQ(seen.idempotencyKey, "batch " + batch.id.text() + " 1");
}

TEST(BatchRunner, NoMoreThanSoManyLinesRunAtOnceAndBatchesTakeTurns)
{
    RunnerSettings settings;
    settings.concurrency = 4;
    BatchWorld world(settings);
    world.caller.held = true;
    const Batch first = world.make(20);
    const Batch second = world.make(20, bob);
    world.until([&] { return world.look(second).status == Status::InProgress; });
    EXPECT_TRUE(world.database->flush(60'000)); // its runner is told, and queues for the next line
    world.look(second);
    for (int round = 0; round < 10; ++round) {
        world.until([&] { return world.caller.running == 4; });
        world.caller.release(4);
        world.until([&] { return world.caller.calls >= std::min(4 * (round + 2), 40); });
    }
    world.caller.held = false;
    world.caller.release();
    EXPECT_EQ(world.untilEnded(first).completed, 20);
    EXPECT_EQ(world.untilEnded(second).completed, 20);
    EXPECT_EQ(world.caller.mostRunning, 4);
    // Both had their share long before the first was through.
    const auto &order = world.caller.order;
    EXPECT_EQ(std::count(order.begin() + 8, order.begin() + 24, ann), 8);
    EXPECT_EQ(std::count(order.begin() + 8, order.begin() + 24, bob), 8);
}

TEST(BatchRunner, ProgressShowsWhileItRuns)
{
    BatchWorld world;
    world.caller.held = true;
    const Batch batch = world.make(12);
    world.until([&] { return world.caller.running == 8; });
    EXPECT_EQ(world.look(batch).status, Status::InProgress);
    EXPECT_EQ(world.look(batch).total, 12);
    world.caller.release(5);
    world.until([&] { return world.look(batch).completed == 5; });
    EXPECT_EQ(world.look(batch).status, Status::InProgress);
    EXPECT_FALSE(world.look(batch).hasOutput);
    EXPECT_EQ(outcome(await(world.files->find(world.loop, ann, batch.output.text()))), "file_not_found")
        << "half a result is no file yet";
}

TEST(BatchRunner, CancellingBeginsNoMoreLinesAndKeepsWhatThereIs)
{
    BatchWorld world;
    world.caller.held = true;
    const Batch batch = world.make(100);
    world.until([&] { return world.caller.running == 8; });
    world.caller.release(3);
    world.until([&] { return world.caller.calls == 11; });
    const auto cancelled = await(world.batches->cancel(world.loop, ann, batch.id.text()));
    ASSERT_EQ(outcome(cancelled), "ok");
    EXPECT_EQ(cancelled->status, Status::Cancelling);
    EXPECT_TRUE(cancelled->cancellingAtMs);
    EXPECT_EQ(outcome(await(world.batches->cancel(world.loop, ann, batch.id.text()))), "ok") << "twice is fine";
    world.caller.release();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Cancelled);
    EXPECT_EQ(world.caller.calls, 11) << "none after the cancel";
    EXPECT_EQ(ended.completed, 11);
    EXPECT_EQ(world.results(batch).size(), 11U);
    EXPECT_FALSE(ended.hasErrors);
    const auto late = await(world.batches->cancel(world.loop, ann, batch.id.text()));
    EXPECT_EQ(outcome(late), "ok");

    world.caller.held = false;
    const Batch done = world.untilEnded(world.make(1));
    EXPECT_EQ(outcome(await(world.batches->cancel(world.loop, ann, done.id.text()))), "batch_not_cancellable");
}

TEST(BatchRunner, CancellingABatchThatWaitsForItsTurnEndsItAtOnce)
{
    RunnerSettings settings;
    settings.jobsPerAccount = 1;
    BatchWorld world(settings);
    world.caller.held = true;
    const Batch first = world.make(1);
    const Batch second = world.make(1);
    world.until([&] { return world.caller.running == 1; });
    EXPECT_EQ(outcome(await(world.batches->cancel(world.loop, ann, second.id.text()))), "ok");
    EXPECT_EQ(world.untilEnded(second).status, Status::Cancelled);
    world.caller.release();
    EXPECT_EQ(world.untilEnded(first).status, Status::Completed);
    EXPECT_EQ(world.caller.calls, 1);
}

TEST(BatchRunner, AFullWindowIsWaitedForAndNothingIsLost)
{
    BatchWorld world;
    world.caller.answer = [](const LineCall &, int before) {
        return before < 7 ? failure(Kind::Wait, 429, 1) : answered();
    };
    const Batch batch = world.make(10);
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 10);
    EXPECT_EQ(world.caller.calls, 80);
}

TEST(BatchRunner, ALineGoesWhenTheOneThatHeldItsMoneyHasEnded)
{
    RunnerSettings settings;
    settings.crowdedMs = 3'600'000; // only an end lets one go
    BatchWorld world(settings);
    world.caller.answer = [&](const LineCall &, int) {
        return world.caller.running > 0 ? failure(Kind::Crowded, 402) : answered();
    };
    const Batch ended = world.untilEnded(world.make(30));
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 30);
    EXPECT_LT(world.caller.calls, 90) << "each end lets one begin, not all";
}

TEST(BatchRunner, WhatOthersHoldIsWaitedForAWhileAtATime)
{
    RunnerSettings settings;
    settings.concurrency = 1;
    settings.crowdedMs = 1;
    BatchWorld world(settings);
    world.caller.answer = [](const LineCall &, int before) {
        return before < 3 ? failure(Kind::Crowded, 402) : answered();
    };
    const Batch ended = world.untilEnded(world.make(4));
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 4);
    EXPECT_EQ(world.caller.calls, 16);
}

TEST(BatchRunner, AFailingProviderIsAskedAFewTimes)
{
    BatchWorld world;
    world.caller.answer = [](const LineCall &line, int before) {
        return line.body == "{\"n\": 0}" || before < 2 ? failure(Kind::Again, 502) : answered();
    };
    const Batch batch = world.make(2);
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(world.results(batch), (Ids{"line-001"}));
    EXPECT_EQ(world.results(batch, true), (Ids{"line-000"}));
    EXPECT_EQ(world.caller.calls, 5 + 3);
}

TEST(BatchRunner, AnEmptyBalanceRefusesTheRest)
{
    RunnerSettings settings;
    settings.concurrency = 1;
    BatchWorld world(settings);
    world.caller.answer = [&](const LineCall &, int) {
        return world.caller.calls <= 3 ? answered() : failure(Kind::Stop, 402);
    };
    const Batch batch = world.make(100);
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.completed, 3);
    EXPECT_EQ(ended.failed, 97);
    EXPECT_EQ(world.caller.calls, 4) << "the rest isn't called";
    EXPECT_EQ(world.results(batch, true).size(), 97U);
    EXPECT_NE(world.content(ended.errors).find(R"("status_code":402)"), std::string::npos);
}

TEST(BatchRunner, WhatTheDiskDoesNotTakeIsWrittenWhenItDoes)
{
    RunnerSettings settings;
    settings.concurrency = 1;
    BatchWorld world(settings);
    world.caller.held = true;
    const Batch batch = world.make(50);
    world.until([&] { return world.caller.running == 1; });
    // A folder in its place: nothing can be written there.
    const std::filesystem::path errors = world.path("files/partial/") + world.look(batch).errors.text();
    std::filesystem::create_directory(errors);
    static std::atomic<int> warnings = 0;
    const auto before =
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { ++warnings; });
    world.caller.answer = [](const LineCall &, int) { return failure(Kind::Stop, 402); };
    world.caller.release();
    world.until([] { return warnings > 0; });
    qInstallMessageHandler(before);
    std::filesystem::remove(errors);
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Completed);
    EXPECT_EQ(ended.failed, 50);
    EXPECT_EQ(world.results(batch, true).size(), 50U);
}

TEST(BatchRunner, WhatIsLeftWhenTheWindowClosesIsSaidToHaveExpired)
{
    RunnerSettings settings;
    settings.concurrency = 2;
    BatchWorld world(settings);
    world.caller.held = true;
    const Batch batch = world.make(5);
    world.until([&] { return world.caller.running == 2; });
    world.clock.jumpMs(BatchService::windowMs);
    world.caller.release();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Expired);
    EXPECT_EQ(world.results(batch), (Ids{"line-000", "line-001"})) << "what was under way is kept";
    EXPECT_EQ(world.results(batch, true), (Ids{"line-002", "line-003", "line-004"}));
    EXPECT_NE(world.content(ended.errors).find("batch_expired"), std::string::npos);
}

TEST(BatchRunner, AnInputThatIsWrongFailsAndSaysWhere)
{
    BatchWorld world;
    const auto batch = world.make(lineOf(1) + "nonsense\n" + lineOf(1));
    ASSERT_EQ(outcome(batch), "ok");
    const Batch ended = world.untilEnded(*batch);
    EXPECT_EQ(ended.status, Status::Failed);
    EXPECT_EQ(world.caller.calls, 0);
    EXPECT_EQ(
        ended.inputErrors,
        R"([{"code":"invalid_json_line","message":"This line is not parseable as valid JSON.","param":null,"line":2},)"
        R"({"code":"duplicate_custom_id","message":"The custom_id of this line stands in line 1 already.","param":"custom_id","line":3}])");
    EXPECT_FALSE(ended.hasOutput || ended.hasErrors);
}

TEST(BatchRunner, AnInputThatIsDeletedEndsTheBatch)
{
    RunnerSettings settings;
    settings.concurrency = 1;
    BatchWorld world(settings);
    world.caller.held = true;
    const Batch batch = world.make(5);
    world.until([&] { return world.caller.running == 1; });
    EXPECT_EQ(outcome(await(world.files->remove(world.loop, ann, batch.input.text()))), "ok");
    world.caller.release();
    const Batch ended = world.untilEnded(batch);
    EXPECT_EQ(ended.status, Status::Failed);
    EXPECT_NE(ended.inputErrors.find("input_file_not_found"), std::string::npos);
    EXPECT_EQ(world.results(batch), (Ids{"line-000"})) << "what was paid for is kept";
}

} // namespace

} // namespace beaver::batches::test
