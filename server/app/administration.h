#pragma once

#include <QCoroTask>
#include <QEventLoop>

#include <server/catalog/catalogue_service.h>
#include <server/identity/identity_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>
#include <server/ops/event_loop.h>
#include <server/ops/options.h>
#include <server/storage/database.h>
#include <server/usage/usage_service.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace beaver::app {

/// Runs the thread's event loop until the task has its answer: for commands, which have nothing else to do.
template <typename T> T answerOf(QCoro::Task<T> task)
{
    std::optional<T> answer;
    QEventLoop events;
    const auto run = [](QCoro::Task<T> waited, std::optional<T> *to, QEventLoop *until) -> QCoro::Task<> {
        to->emplace(co_await waited);
        until->quit();
    };
    auto running = run(std::move(task), &answer, &events);
    if (!answer)
        events.exec();
    return std::move(*answer);
}

/// The services of the gateway for one command, without serving: the same that its HTTP paths use. Only one process
/// changes a database: beside a running gateway open() fails and says so, because balances and keys live in its memory.
/// What only reads goes beside it (storage::openForInspection).
struct Administration
{
    static Result<std::unique_ptr<Administration>> open(const ops::Options &options);

    const SystemClock clock;
    ops::EventLoop loop;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<usage::UsageService> usage;
    std::unique_ptr<limits::LimitsService> limits;
    std::unique_ptr<catalog::CatalogueService> catalogue;
    std::unique_ptr<identity::IdentityService> identity;
    std::unique_ptr<ledger::LedgerService> ledger;

    /// By id or e-mail.
    Result<identity::Account> account(const std::string &named);
    /// Waits until what was written is in the database.
    Result<void> finish();
};

/// `beaverd admin`, `keys`, `top-up`, `usage`, `limits`, `audit`, and `models list|add|price`. The exit code: 0 done, 1
/// failed, 2 not understood. `name` is one of administrationCommands.
int administrationCommand(const std::string &name, const std::vector<std::string> &arguments);
bool isAdministrationCommand(const std::string &name, const std::vector<std::string> &arguments);
extern const char *const administrationUsage;

} // namespace beaver::app
