#pragma once

#include <server/batches/batch_runner.h>
#include <tests/unit/files/world.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace beaver::batches::test {

using files::test::ann;
using files::test::await;
using files::test::bob;
using files::test::outcome;

/// Stands for the relay: answers each line as the test says, keeps what it charged under the line's key.
class Caller final : public LineCaller
{
public:
    explicit Caller(ops::EventLoop &loop)
        : m_loop(loop)
    {}

    QCoro::Task<LineAnswer> call(LineCall line) override;
    QCoro::Task<std::optional<LineAnswer>> recall(LineCall line) override;

    /// What a line is answered; by its body, and how often it was called before.
    std::function<LineAnswer(const LineCall &line, int before)> answer;
    /// Lines wait until the test lets them go.
    bool held = false;
    /// Those with the lowest numbers first.
    void release(std::size_t lines = 1'000'000);

    int calls = 0;
    int running = 0;
    int mostRunning = 0;
    std::vector<AccountId> order;              ///< whose lines, as they were called
    std::map<std::string, int> callsOf;        ///< by key
    std::map<std::string, LineAnswer> charged; ///< by key
    std::function<void()> onCall;

private:
    struct Waiting
    {
        int number;
        ops::Promise<bool> going;
    };

    ops::EventLoop &m_loop;
    std::vector<Waiting> m_waiting;
};

LineAnswer answered(std::string body = R"({"ok":true})");
LineAnswer failure(LineAnswer::Kind kind, int status, std::int64_t retryAfterMs = 0);

/// A world with a service and a runner.
class BatchWorld : public files::test::World
{
public:
    explicit BatchWorld(RunnerSettings settings = {});
    ~BatchWorld();

    /// The lines under way are given up, as when the process is killed between a charge and its note, then it starts
    /// anew.
    void restartAll();
    void stop();

    /// A file of so many lines `{"n": number}`, and a batch of it.
    Batch make(int lines, const AccountId &account = ann);
    Result<Batch> make(const std::string &content, const AccountId &account = ann);
    Batch look(const Batch &batch);
    /// Runs the loop until the condition holds.
    void until(const std::function<bool()> &condition);
    Batch untilEnded(const Batch &batch);

    /// custom ids of a file of results, sorted; empty where there is no file.
    std::vector<std::string> results(const Batch &batch, bool errors = false);

    RunnerSettings settings;
    std::unique_ptr<BatchService> batches;
    Caller caller;
    std::unique_ptr<BatchRunner> runner;
};

std::string lineOf(int number, std::string_view body = {});

} // namespace beaver::batches::test
