#include <server/batches/result_lines.h>
#include <tests/unit/batches/caller.h>

#include <algorithm>

namespace beaver::batches::test {

namespace {

/// A line's key ends with its number.
int lineNumber(const std::string &key)
{
    return std::stoi(key.substr(key.rfind(' ') + 1));
}

} // namespace

QCoro::Task<LineAnswer> Caller::call(LineCall line)
{
    ++calls;
    const int before = callsOf[line.idempotencyKey]++;
    order.push_back(line.account);
    ++running;
    mostRunning = std::max(mostRunning, running);
    if (onCall)
        onCall();
    ops::Promise<bool> promise(m_loop);
    auto going = promise.future();
    if (held)
        m_waiting.push_back({lineNumber(line.idempotencyKey), promise});
    else
        promise.set(true);
    const bool goes = co_await going;
    --running;
    if (!goes)
        co_return failure(LineAnswer::Kind::Interrupted, 503);
    if (const auto known = charged.find(line.idempotencyKey); known != charged.end())
        co_return known->second;
    LineAnswer given = answer ? answer(line, before) : answered();
    if (given.kind == LineAnswer::Kind::Answered)
        charged.emplace(line.idempotencyKey, given);
    co_return given;
}

QCoro::Task<std::optional<LineAnswer>> Caller::recall(LineCall line)
{
    const auto known = charged.find(line.idempotencyKey);
    co_return known == charged.end() ? std::nullopt : std::optional(known->second);
}

void Caller::release(std::size_t lines)
{
    // Lines are read by several threads: they come here in any order.
    std::stable_sort(m_waiting.begin(), m_waiting.end(),
                     [](const Waiting &one, const Waiting &other) { return one.number < other.number; });
    const std::size_t many = std::min(lines, m_waiting.size());
    for (std::size_t at = 0; at < many; ++at)
        m_waiting[at].going.set(true);
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(many));
}

LineAnswer answered(std::string body)
{
    return {LineAnswer::Kind::Answered, 200, "req_1", std::move(body), 0};
}

LineAnswer failure(LineAnswer::Kind kind, int status, std::int64_t retryAfterMs)
{
    return {kind, status, "req_1", R"({"error":{"message":"no"}})", retryAfterMs};
}

BatchWorld::BatchWorld(RunnerSettings chosen)
    : World(1'000'000, 10'000'000)
    , settings(chosen)
    , caller(loop)
{
    settings.backoffMs = 1;
    batches = std::make_unique<BatchService>(50, *database, *files, clock);
    runner = std::make_unique<BatchRunner>(loop, settings, *database, *files, *batches, caller, clock);
    runner->start();
}

BatchWorld::~BatchWorld()
{
    stop();
}

void BatchWorld::stop()
{
    if (!runner)
        return;
    runner->drain();
    caller.held = false;
    caller.release();
    until([this] { return runner->busy() == 0; });
    runner.reset();
    batches.reset();
}

void BatchWorld::restartAll()
{
    stop();
    restart();
    batches = std::make_unique<BatchService>(50, *database, *files, clock);
    runner = std::make_unique<BatchRunner>(loop, settings, *database, *files, *batches, caller, clock);
    runner->start();
}

Batch BatchWorld::make(int lines, const AccountId &account)
{
    std::string content;
    for (int number = 0; number < lines; ++number)
        content += lineOf(number);
    const auto batch = make(content, account);
    EXPECT_EQ(outcome(batch), "ok");
    return *batch;
}

Result<Batch> BatchWorld::make(const std::string &content, const AccountId &account)
{
    const auto input = upload(content, "batch", "lines.jsonl", account);
    if (!input)
        return input.error();
    return await(batches->create(
        loop, {account, KeyId("key_1"), "/v1/chat/completions", input->id.text(), "24h", {}, std::nullopt, nullptr}));
}

Batch BatchWorld::look(const Batch &batch)
{
    return await(batches->find(loop, batch.account, batch.id.text())).value();
}

void BatchWorld::until(const std::function<bool()> &condition)
{
    QEventLoop events;
    // Something ends that nobody tells the test of: look again a little later.
    while (!condition()) {
        const auto timer = loop.startTimer(5, [] {});
        events.processEvents(QEventLoop::WaitForMoreEvents);
        loop.cancelTimer(timer);
    }
}

Batch BatchWorld::untilEnded(const Batch &batch)
{
    until([&] { return hasEnded(look(batch).status); });
    return look(batch);
}

std::vector<std::string> BatchWorld::results(const Batch &batch, bool errors)
{
    const auto now = look(batch);
    std::vector<std::string> ids;
    if (!(errors ? now.hasErrors : now.hasOutput))
        return ids;
    const auto read = files->folder().forEachLine(errors ? now.errors : now.output, 1'000'000,
                                                  [&](std::int64_t, std::string_view line) {
                                                      ids.push_back(customIdOf(line));
                                                      return true;
                                                  });
    EXPECT_EQ(outcome(read), "ok");
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::string lineOf(int number, std::string_view body)
{
    const std::string padded = std::to_string(1000 + number).substr(1);
    return R"({"custom_id":"line-)" + padded + R"(","method":"POST","url":"/v1/chat/completions","body":)" +
           (body.empty() ? "{\"n\": " + std::to_string(number) + "}" : std::string(body)) + "}\n";
}

} // namespace beaver::batches::test
