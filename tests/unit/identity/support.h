#pragma once

#include <QCoreApplication>
#include <QCoroTask>
#include <QEventLoop>
#include <QTemporaryDir>

#include <gtest/gtest.h>
#include <server/identity/identity_service.h>
#include <server/ops/event_loop.h>

#include <memory>
#include <string>

namespace beaver::identity::test {

/// Readable failures: `ok`, or the reason of the error (its message where it has none).
template <typename T> std::string outcome(const Result<T> &result)
{
    if (result)
        return "ok";
    return result.error().reason.empty() ? result.error().message : result.error().reason;
}

template <typename T> QCoro::Task<void> keepAnswer(QCoro::Task<T> task, std::optional<T> *answer, QEventLoop *events)
{
    T value = co_await task;
    answer->emplace(std::move(value));
    events->quit();
}

/// Runs the loop until the task has answered. (QCoro::waitFor() of 0.8 wants a type with a default.)
template <typename T> T await(QCoro::Task<T> task)
{
    std::optional<T> answer;
    QEventLoop events;
    const QCoro::Task<void> running = keepAnswer(std::move(task), &answer, &events);
    if (!answer)
        events.exec();
    return std::move(*answer);
}

/// A service on a database of its own, Argon2 at its cheapest, and a clock that stands still at 2025-03-15T12:00:00Z.
class IdentityTest : public testing::Test
{
protected:
    IdentityTest();
    ~IdentityTest() override;

    /// The process starts anew on the same database.
    void restart();
    void restart(Settings settings);
    static Settings cheapSettings();
    /// Runs statements on the writer.
    void execute(std::string_view sql);
    /// The first column of the first row, as text.
    std::string query(std::string_view sql);

    Account makeAccount(const std::string &email = "ann@example.com", const std::string &password = {},
                        Role role = Role::None);
    CreatedApiKey makeKey(const Account &account);
    CreatedApiKey makeKey(NewApiKey wanted);
    /// From memory, or from the database.
    Result<Principal> useKey(const Secret &secret, const Caller &caller = {"192.0.2.1", {}, {}});
    Result<Principal> useToken(const Secret &token);
    Result<Account> update(const Account &account, const IdentityService::AccountPatch &patch);
    Result<SignIn> login(const std::string &email, const std::string &password,
                         const std::string &address = "192.0.2.1");
    Result<SignIn> refresh(const Secret &token);

    QTemporaryDir folder;
    ManualClock clock;
    ops::EventLoop loop;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<IdentityService> identity;
};

constexpr const char *goodPassword = "violet anvil teapot";

} // namespace beaver::identity::test
