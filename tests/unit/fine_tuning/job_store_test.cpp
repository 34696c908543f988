#include <server/fine_tuning/job_store.h>
#include <tests/unit/files/world.h>

#include <future>

namespace beaver::fine_tuning {

namespace {

using files::test::ann;
using files::test::bob;
using files::test::outcome;

class FineTuningStore : public testing::Test
{
protected:
    template <typename Work> auto onWriter(Work work)
    {
        std::promise<std::invoke_result_t<Work, storage::Connection &>> promise;
        auto answer = promise.get_future();
        world.database->write(
            [&](storage::Connection &connection) -> Result<void> {
                promise.set_value(work(connection));
                return {};
            },
            [](const Result<void> &) {});
        return answer.get();
    }
    Job make(const std::string &id, std::int64_t createdAtMs, const AccountId &account = ann)
    {
        const Job job{id, account, EndpointId("end_openai"), "m", "file-1", "", "running", "{}", createdAtMs};
        EXPECT_EQ(outcome(onWriter([&](storage::Connection &to) { return store::insert(to, job); })), "ok");
        return job;
    }
    std::vector<std::string> ids(const std::string &after, int limit, const AccountId &account = ann)
    {
        const auto jobs = onWriter([&](storage::Connection &of) { return store::list(of, account, after, limit); });
        std::vector<std::string> found;
        for (const auto &job : *jobs)
            found.push_back(job.id);
        return found;
    }

    files::test::World world;
};

TEST_F(FineTuningStore, JobsAreTheirAccountsOwn)
{
    Job job = make("ftjob-1", 1);
    job.status = "succeeded";
    job.body = R"({"id":"ftjob-1"})";
    EXPECT_EQ(outcome(onWriter([&](storage::Connection &to) { return store::noteState(to, job); })), "ok");
    const auto found = onWriter([](storage::Connection &of) { return store::find(of, ann, "ftjob-1"); });
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->status, "succeeded");
    EXPECT_EQ((*found)->body, R"({"id":"ftjob-1"})");
    EXPECT_EQ((*found)->endpoint, EndpointId("end_openai"));
    const auto theirs = onWriter([](storage::Connection &of) { return store::find(of, bob, "ftjob-1"); });
    ASSERT_TRUE(theirs);
    EXPECT_FALSE(*theirs);
}

TEST_F(FineTuningStore, ListsAreNewestFirst)
{
    using Ids = std::vector<std::string>;
    make("ftjob-c", 1);
    make("ftjob-b", 2);
    make("ftjob-a", 3);
    make("ftjob-x", 4, bob);
    EXPECT_EQ(ids("", 10), (Ids{"ftjob-a", "ftjob-b", "ftjob-c"}));
    EXPECT_EQ(ids("", 1), (Ids{"ftjob-a", "ftjob-b"})) << "one more than asked for: there is more";
    EXPECT_EQ(ids("ftjob-b", 10), (Ids{"ftjob-c"}));
    EXPECT_EQ(ids("ftjob-x", 10), Ids{}) << "another's cursor shows nothing";
}

TEST_F(FineTuningStore, AFileIsRememberedForEachEndpoint)
{
    const EndpointId first("end_1");
    const EndpointId second("end_2");
    const auto known = [&](const EndpointId &where) {
        return *onWriter([&](storage::Connection &of) { return store::providerFile(of, "file-1", where); });
    };
    EXPECT_EQ(known(first), "");
    EXPECT_EQ(outcome(onWriter([&](storage::Connection &to) {
                  return store::noteProviderFile(to, "file-1", first, "file-theirs", 1);
              })),
              "ok");
    EXPECT_EQ(known(first), "file-theirs");
    EXPECT_EQ(known(second), "");
}

} // namespace

} // namespace beaver::fine_tuning
