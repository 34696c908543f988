#pragma once

#include <gtest/gtest.h>
#include <server/routing/router.h>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace beaver::routing::test {

/// Runs what was posted when it is told to, on the calling thread.
class ManualLoop final : public ops::Executor
{
public:
    ~ManualLoop() override
    {
        m_ended = true; // as of any loop: what is posted from now on is dropped
        m_work.clear();
    }
    void post(std::function<void()> work) override
    {
        if (!m_ended)
            m_work.push_back(std::move(work));
    }
    void run()
    {
        while (!m_work.empty()) {
            const auto work = std::move(m_work.front());
            m_work.pop_front();
            work();
        }
    }

private:
    std::deque<std::function<void()>> m_work;
    bool m_ended = false;
};

/// A router over a pool that a test changes, and a clock that it moves.
class RouterTest : public testing::Test
{
protected:
    RouterTest();

    /// `change` is applied to settings with weight 100, priority 100, of the provider openai.
    void add(const std::string &id, const std::function<void(EndpointSettings &)> &change = {});
    void change(const std::string &id, const std::function<void(StoredEndpoint &)> &change);
    void remove(const std::string &id);
    void publish();
    void use(const RouterSettings &wanted);
    void useStrategy(Strategy strategy);

    Plan plan(const Preferences *preferences = nullptr, std::string_view stickyKey = {},
              std::string_view capability = "chat");
    /// Ids of a plan, divided by blanks; `*` behind one that is a last resort.
    std::string order(const Preferences *preferences = nullptr, std::string_view stickyKey = {});
    std::string first() { return plan().candidate(0).endpoint->id.text(); }
    /// Enters the endpoint, whatever the plan says, and reports.
    void report(const std::string &id, AttemptReport::Kind kind, const AttemptReport &more = {});
    void fail(const std::string &id, int times = 5);
    Candidate candidate(const std::string &id);
    /// How often each came first.
    std::map<std::string, int> firsts(int plans);

    ManualClock clock{1'750'000'000'000};
    RouterSettings numbers;
    std::unique_ptr<Router> router;
    std::vector<StoredEndpoint> endpoints;
    std::vector<std::shared_ptr<const providers::Profile>> profiles;
    catalog::Model model;
};

} // namespace beaver::routing::test
