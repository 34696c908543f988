#include "support.h"

#include <QTemporaryDir>

#include <server/audit/audit_log.h>
#include <server/routing/endpoint_json.h>
#include <server/routing/endpoint_service.h>
#include <server/storage/migrator.h>

#include <future>

namespace beaver::routing::test {

namespace {

/// Runs on the writer's thread what is posted to it: the futures here are waited for, not awaited.
class DirectLoop final : public ops::Executor
{
public:
    void post(std::function<void()> work) override { work(); }
};

class EndpointServiceTest : public testing::Test
{
protected:
    EndpointServiceTest()
    {
        auto read = providers::readProfiles(providers::builtInProfiles());
        for (auto &profile : *read)
            profiles.push_back(std::make_shared<const providers::Profile>(std::move(profile)));
        settings.url = "sqlite:///" + folder.filePath(QStringLiteral("beaver.db")).toStdString();
        const auto migrated =
            storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock).up();
        EXPECT_TRUE(migrated) << migrated.error().message;
        auto opened = storage::Database::open(settings, clock);
        EXPECT_TRUE(opened) << opened.error().message;
        database = std::move(*opened);
    }

    void start(std::vector<StoredEndpoint> environment = {})
    {
        router = std::make_unique<Router>(clock, RouterSettings());
        service = std::make_unique<EndpointService>(*database, *router, master, profiles, clock);
        const auto started = service->start(std::move(environment));
        ASSERT_TRUE(started) << started.error().message << started.error().detail;
    }

    static StoredEndpoint fromEnvironment(const std::string &id, const std::string &url)
    {
        StoredEndpoint endpoint;
        endpoint.id = EndpointId(id);
        endpoint.settings.name = "OpenAI";
        endpoint.settings.provider = "openai";
        endpoint.settings.baseUrl = url;
        endpoint.credential = Secret("sk-canary-environment");
        endpoint.credentialHint = "ment";
        endpoint.fromEnvironment = true;
        return endpoint;
    }

    template <typename Call> Result<EndpointView> done(Call call)
    {
        auto future = call();
        EXPECT_TRUE(database->flush(60'000));
        return future.await_resume();
    }
    Result<EndpointView> create(const std::string &name, const std::string &provider = "custom")
    {
        EndpointPatch patch;
        patch.name = name;
        patch.baseUrl = "http://localhost:11434/v1";
        patch.credential = Secret("sk-canary-of-an-admin");
        return done([&] { return service->create(loop, "acc_1", provider, patch); });
    }
    Result<EndpointView> change(const EndpointId &id, const EndpointPatch &patch)
    {
        return done([&] { return service->change(loop, "acc_2", id, patch); });
    }

    template <typename Work> auto read(Work work)
    {
        std::promise<std::invoke_result_t<Work, storage::Connection &>> promise;
        database->read([&](storage::Connection &connection) { promise.set_value(work(connection)); });
        return promise.get_future().get();
    }
    std::vector<audit::Line> log()
    {
        auto lines = read([](storage::Connection &connection) { return audit::lines(connection, 100, 0, {}); });
        EXPECT_TRUE(lines);
        return *lines;
    }
    std::string cell(std::string_view sql)
    {
        return read([sql](storage::Connection &connection) {
            auto &row = connection.prepared(sql);
            const auto found = row.next();
            std::string text = found && *found ? row.text(0) : std::string();
            row.reset();
            return text;
        });
    }

    const Secret master{"a master key of at least thirty-two characters"};
    QTemporaryDir folder;
    ManualClock clock{1'750'000'000'000};
    storage::Settings settings;
    EndpointService::Profiles profiles;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<Router> router;
    std::unique_ptr<EndpointService> service;
    DirectLoop loop;
};

TEST_F(EndpointServiceTest, ACreatedEndpointIsInThePoolAndAfterARestart)
{
    start();
    const auto created = create("Ollama");
    ASSERT_TRUE(created) << created.error().message << created.error().detail;
    const auto id = created->stored->id;
    ASSERT_TRUE(router->view(id));
    EXPECT_EQ(router->view(id)->endpoint->credential.reveal(), "sk-canary-of-an-admin");
    start();
    ASSERT_TRUE(router->view(id));
    EXPECT_EQ(router->view(id)->endpoint->credential.reveal(), "sk-canary-of-an-admin");
    EXPECT_EQ(router->view(id)->stored->settings.name, "Ollama");
}

TEST_F(EndpointServiceTest, CredentialsAreSealedInTheDatabaseAndShownNowhere)
{
    start({fromEnvironment("end_openai", "https://api.openai.com/v1")});
    const auto created = create("Ollama");
    ASSERT_TRUE(created);
    EXPECT_GT(cell("SELECT credential FROM endpoints WHERE source = 'admin'").size(), 40U);
    EXPECT_EQ(cell("SELECT count(*) FROM endpoints WHERE source = 'env' AND credential IS NULL"), "1");
    EXPECT_EQ(endpointJson(*created->stored).find("canary"), std::string::npos);
    EXPECT_NE(endpointJson(*created->stored).find("\"credential_preview\":\"…dmin\""), std::string::npos);
    const std::string all =
        cell("SELECT group_concat(hex(coalesce(credential, '')) || base_url || headers) FROM endpoints") +
        cell("SELECT group_concat(coalesce(before_json, '') || coalesce(after_json, '')) FROM audit_log");
    EXPECT_EQ(all.find("canary"), std::string::npos);
    EXPECT_EQ(all.find("63616E617279"), std::string::npos); // the same in hex
}

TEST_F(EndpointServiceTest, AnotherMasterKeyStopsTheStartAndSaysSo)
{
    start();
    ASSERT_TRUE(create("Ollama"));
    service = std::make_unique<EndpointService>(*database, *router, Secret("another master key, thirty-two long"),
                                                profiles, clock);
    const auto started = service->start({});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().reason, "sealed_credential");
    EXPECT_EQ(started.error().param, "BEAVER_SECRET_KEY");
}

TEST_F(EndpointServiceTest, WhatAnAdministratorDecidedAboutTheEnvironmentsStays)
{
    start({fromEnvironment("end_openai", "https://api.openai.com/v1")});
    EndpointPatch patch;
    patch.priority = 7;
    patch.status = EndpointStatus::Paused;
    ASSERT_TRUE(change(EndpointId("end_openai"), patch));
    start({fromEnvironment("end_openai", "https://proxy.example/v1")});
    const auto view = router->view(EndpointId("end_openai"));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->stored->settings.priority, 7);
    EXPECT_EQ(view->stored->settings.status, EndpointStatus::Paused);
    EXPECT_EQ(view->stored->settings.baseUrl, "https://proxy.example/v1");
    EXPECT_EQ(view->endpoint->credential.reveal(), "sk-canary-environment");
    start();
    EXPECT_FALSE(router->view(EndpointId("end_openai"))) << "not configured any more";
    EXPECT_FALSE(change(EndpointId("end_openai"), patch));
    start({fromEnvironment("end_openai", "https://proxy.example/v1")});
    EXPECT_EQ(router->view(EndpointId("end_openai"))->stored->settings.priority, 7) << "and back again";
}

TEST_F(EndpointServiceTest, AnUnchangedStartWritesNothing)
{
    start({fromEnvironment("end_openai", "https://api.openai.com/v1")});
    const auto lines = log().size();
    clock.advanceMs(60'000);
    start({fromEnvironment("end_openai", "https://api.openai.com/v1")});
    EXPECT_EQ(log().size(), lines);
}

TEST_F(EndpointServiceTest, TheEnvironmentsCannotBeDeletedOthersCan)
{
    start({fromEnvironment("end_openai", "https://api.openai.com/v1")});
    const auto refused = done([&] { return service->remove(loop, "acc_1", EndpointId("end_openai")); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    const auto created = create("Ollama");
    ASSERT_TRUE(created);
    EXPECT_TRUE(done([&] { return service->remove(loop, "acc_1", created->stored->id); }));
    EXPECT_FALSE(router->view(created->stored->id));
    const auto again = done([&] { return service->remove(loop, "acc_1", created->stored->id); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::NotFound);
}

TEST_F(EndpointServiceTest, NamesAreTakenOnceAndProvidersAreKnown)
{
    start();
    const auto first = create("Ollama");
    ASSERT_TRUE(first);
    const auto second = create("Ollama");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().param, "name");
    const auto third = create("vLLM");
    ASSERT_TRUE(third);
    EndpointPatch patch;
    patch.name = "Ollama";
    const auto renamed = change(third->stored->id, patch);
    ASSERT_FALSE(renamed);
    EXPECT_EQ(renamed.error().param, "name");
    for (const char *provider : {"nobody", "simulated", ""}) {
        const auto unknown = create("x", provider);
        ASSERT_FALSE(unknown);
        EXPECT_EQ(unknown.error().param, "provider");
    }
    const auto nowhere = done([&] { return service->create(loop, "acc_1", "litellm", {}); });
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().param, "base_url");
}

TEST_F(EndpointServiceTest, EachChangeLeavesALineAndTheChainProves)
{
    start();
    const auto created = create("Ollama");
    ASSERT_TRUE(created);
    const auto id = created->stored->id;
    EndpointPatch patch;
    patch.weight = 5;
    ASSERT_TRUE(change(id, patch));
    EndpointPatch pause;
    pause.status = EndpointStatus::Paused;
    ASSERT_TRUE(change(id, pause));
    patch.weight = -5;
    EXPECT_FALSE(change(id, patch));
    ASSERT_TRUE(done([&] { return service->remove(loop, "acc_3", id); }));

    const auto lines = log();
    ASSERT_EQ(lines.size(), 4U) << "a refused change leaves none";
    EXPECT_EQ(lines[3].action.action, "endpoint.create");
    EXPECT_EQ(lines[3].action.actor.account, "acc_1");
    EXPECT_EQ(lines[3].action.before, "");
    EXPECT_EQ(lines[2].action.action, "endpoint.change");
    EXPECT_NE(lines[2].action.before.find("\"weight\":100"), std::string::npos);
    EXPECT_NE(lines[2].action.after.find("\"weight\":5"), std::string::npos);
    EXPECT_EQ(lines[1].action.action, "endpoint.pause");
    EXPECT_EQ(lines[0].action.action, "endpoint.delete");
    EXPECT_EQ(lines[0].action.after, "");
    const auto proof = read([](storage::Connection &connection) { return audit::prove(connection); });
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->checked, 4);
    EXPECT_EQ(proof->firstBad, 0);
}

TEST_F(EndpointServiceTest, AnAuditLineCannotBeChangedUnseen)
{
    start();
    ASSERT_TRUE(create("Ollama"));
    ASSERT_TRUE(create("vLLM"));
    const auto write = [&](std::string_view sql) {
        std::promise<Result<void>> promise;
        database->write([sql](storage::Connection &connection) { return connection.execute(sql); },
                        [&](Result<void> written) { promise.set_value(std::move(written)); });
        return promise.get_future().get();
    };
    EXPECT_FALSE(write("UPDATE audit_log SET actor = 'acc_9' WHERE id = 1"));
    EXPECT_FALSE(write("DELETE FROM audit_log WHERE id = 1"));
    ASSERT_TRUE(write("DROP TRIGGER audit_log_no_update; UPDATE audit_log SET actor = 'acc_9' WHERE id = 1"));
    const auto proof = read([](storage::Connection &connection) { return audit::prove(connection); });
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->firstBad, 1);
}

TEST_F(EndpointServiceTest, ChangesOfOneBatchBuildOnOneAnother)
{
    start();
    const auto created = create("Ollama");
    ASSERT_TRUE(created);
    std::vector<ops::Future<Result<EndpointView>>> changes;
    for (int number = 1; number <= 20; ++number) {
        EndpointPatch patch;
        if (number % 2 == 0)
            patch.weight = number;
        else
            patch.priority = number;
        changes.push_back(service->change(loop, "acc_1", created->stored->id, patch));
    }
    ASSERT_TRUE(database->flush(60'000));
    const auto now = router->view(created->stored->id);
    EXPECT_EQ(now->stored->settings.weight, 20);
    EXPECT_EQ(now->stored->settings.priority, 19);
}

} // namespace

} // namespace beaver::routing::test
