#include <server/responses/response_service.h>
#include <tests/unit/files/world.h>

namespace beaver::responses {

namespace {

using files::test::ann;
using files::test::await;
using files::test::bob;
using files::test::outcome;

class Responses : public testing::Test
{
protected:
    Responses()
        : service(settings(), *world.database, world.clock)
    {}

    static Settings settings()
    {
        Settings settings;
        settings.historyBytes = 1000;
        return settings;
    }
    void keep(const std::string &id, const std::string &previous, const std::string &says)
    {
        const StoredResponse response{
            id,
            ann,
            previous,
            "m",
            R"([{"role":"user","content":")" + says + R"("}])",
            R"({"id":")" + id + R"(","output":[{"id":"msg_1","type":"message","content":"to )" + says + R"("}]})",
            0,
            0};
        const auto kept =
            await([](ResponseService &of, ops::EventLoop &loop, StoredResponse what) -> QCoro::Task<Result<bool>> {
                auto keeping = of.keep(loop, std::move(what));
                const auto done = co_await keeping;
                co_return done ? Result<bool>(true) : Result<bool>(done.error());
            }(service, world.loop, response));
        ASSERT_EQ(outcome(kept), "ok");
    }
    std::string history(const std::string &id, const AccountId &account = ann)
    {
        const auto pieces = await(service.history(world.loop, account, id));
        if (!pieces)
            return outcome(pieces);
        std::string all;
        for (const auto &piece : *pieces)
            all += piece + "\n";
        return all;
    }

    files::test::World world;
    ResponseService service;
};

TEST_F(Responses, AreFoundByTheirAccountAlone)
{
    keep("resp_1", "", "a");
    EXPECT_EQ(outcome(await(service.find(world.loop, ann, "resp_1"))), "ok");
    EXPECT_EQ(outcome(await(service.find(world.loop, bob, "resp_1"))), "response_not_found");
    EXPECT_EQ(outcome(await(service.remove(world.loop, bob, "resp_1"))), "response_not_found");
    EXPECT_EQ(history("resp_1", bob), "previous_response_not_found");
    EXPECT_EQ(outcome(await(service.remove(world.loop, ann, "resp_1"))), "ok");
    EXPECT_EQ(outcome(await(service.find(world.loop, ann, "resp_1"))), "response_not_found");
}

TEST_F(Responses, AChainIsReadFromItsBegin)
{
    keep("resp_1", "", "a");
    keep("resp_2", "resp_1", "b");
    keep("resp_3", "resp_2", "c");
    EXPECT_EQ(history("resp_3"), R"({"role":"user","content":"a"})"
                                 "\n"
                                 R"({"type":"message","content":"to a"})"
                                 "\n"
                                 R"({"role":"user","content":"b"})"
                                 "\n"
                                 R"({"type":"message","content":"to b"})"
                                 "\n"
                                 R"({"role":"user","content":"c"})"
                                 "\n"
                                 R"({"type":"message","content":"to c"})"
                                 "\n");
    EXPECT_EQ(history(""), "");
    EXPECT_EQ(outcome(await(service.remove(world.loop, ann, "resp_1"))), "ok");
    EXPECT_EQ(history("resp_3"), "previous_response_not_found") << "what was deleted is gone";
}

TEST_F(Responses, AChainIsBounded)
{
    keep("resp_1", "", std::string(400, 'x'));
    EXPECT_NE(history("resp_1"), "request_too_large");
    keep("resp_2", "resp_1", std::string(400, 'y'));
    EXPECT_EQ(history("resp_2"), "request_too_large");
    // Two that name each other: nobody can make them so, and nothing hangs if somebody does.
    keep("resp_3", "resp_4", "a");
    keep("resp_4", "resp_3", "b");
    EXPECT_EQ(history("resp_4"), "request_too_large");
}

TEST_F(Responses, AreGoneAfterThirtyDays)
{
    keep("resp_1", "", "a");
    world.clock.jumpMs(30 * 86'400'000LL - 600'000); // real time goes on, too
    EXPECT_EQ(outcome(await(service.find(world.loop, ann, "resp_1"))), "ok");
    world.clock.jumpMs(600'000);
    EXPECT_EQ(outcome(await(service.find(world.loop, ann, "resp_1"))), "response_not_found");
    service.forgetExpired();
    ASSERT_TRUE(world.database->flush(60'000));
    EXPECT_EQ(world.query("SELECT COUNT(*) FROM stored_responses"), "0");
}

} // namespace

} // namespace beaver::responses
