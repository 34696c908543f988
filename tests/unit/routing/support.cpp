#include "support.h"

#include <algorithm>

namespace beaver::routing::test {

RouterTest::RouterTest()
{
    auto read = providers::readProfiles(providers::builtInProfiles());
    EXPECT_TRUE(read) << read.error().message;
    for (auto &profile : *read)
        profiles.push_back(std::make_shared<const providers::Profile>(std::move(profile)));
    model.id = "gpt-4o";
    model.provider = "openai";
    model.upstreamModel = "gpt-4o-2024-11-20";
    numbers.seed = 42;
    use(numbers);
}

void RouterTest::use(const RouterSettings &wanted)
{
    numbers = wanted;
    router = std::make_unique<Router>(clock, numbers);
    publish();
}

void RouterTest::useStrategy(Strategy strategy)
{
    numbers.strategy = strategy;
    use(numbers);
}

void RouterTest::add(const std::string &id, const std::function<void(EndpointSettings &)> &change)
{
    StoredEndpoint endpoint;
    endpoint.id = EndpointId(id);
    endpoint.settings.name = "Endpoint " + id;
    endpoint.settings.provider = "openai";
    endpoint.settings.baseUrl = "http://127.0.0.1:1/v1";
    endpoint.credential = Secret("sk-" + id);
    if (change)
        change(endpoint.settings);
    endpoints.push_back(std::move(endpoint));
    publish();
}

void RouterTest::change(const std::string &id, const std::function<void(StoredEndpoint &)> &change)
{
    change(*std::ranges::find(endpoints, EndpointId(id), &StoredEndpoint::id));
    publish();
}

void RouterTest::remove(const std::string &id)
{
    std::erase_if(endpoints, [&](const StoredEndpoint &endpoint) { return endpoint.id.text() == id; });
    publish();
}

void RouterTest::publish()
{
    std::vector<std::shared_ptr<const StoredEndpoint>> pool;
    for (const auto &endpoint : endpoints)
        pool.push_back(std::make_shared<const StoredEndpoint>(endpoint));
    router->replace(std::move(pool), profiles);
}

Plan RouterTest::plan(const Preferences *preferences, std::string_view stickyKey, std::string_view capability)
{
    return router->plan({&model, capability, stickyKey, preferences});
}

std::string RouterTest::order(const Preferences *preferences, std::string_view stickyKey)
{
    std::string ids;
    const auto planned = plan(preferences, stickyKey);
    for (std::size_t at = 0; at < planned.size(); ++at) {
        const auto candidate = planned.candidate(at);
        ids.append(ids.empty() ? "" : " ")
            .append(candidate.endpoint->id.text())
            .append(candidate.lastResort ? "*" : "");
    }
    return ids;
}

Candidate RouterTest::candidate(const std::string &id)
{
    // A plan of a long pool has only some of it.
    for (std::size_t times = 0; times <= endpoints.size() * 10; ++times) {
        const auto planned = plan();
        for (std::size_t at = 0; at < planned.size(); ++at) {
            auto candidate = planned.candidate(at);
            if (candidate.endpoint->id.text() == id)
                return candidate;
        }
    }
    ADD_FAILURE() << id << " isn't in the plan";
    return {};
}

void RouterTest::report(const std::string &id, AttemptReport::Kind kind, const AttemptReport &more)
{
    auto lease = router->tryEnter(candidate(id));
    ASSERT_TRUE(lease);
    AttemptReport report = more;
    report.kind = kind;
    lease->report(report);
}

void RouterTest::fail(const std::string &id, int times)
{
    for (int done = 0; done < times; ++done)
        report(id, AttemptReport::Kind::Failed);
}

std::map<std::string, int> RouterTest::firsts(int plans)
{
    std::map<std::string, int> counts;
    for (int done = 0; done < plans; ++done)
        ++counts[first()];
    return counts;
}

} // namespace beaver::routing::test
