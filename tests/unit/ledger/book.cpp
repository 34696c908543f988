#include "book.h"

#include <QCoroTask>

#include <gtest/gtest.h>
#include <server/storage/migrator.h>

#include <future>

namespace beaver::tests {

namespace {

/// Runs the thread's Qt loop until the task has its value.
template <typename T> T await(QCoro::Task<T> task)
{
    std::optional<T> value;
    const auto run = [](QCoro::Task<T> running, std::optional<T> *to) -> QCoro::Task<> {
        auto got = co_await running;
        to->emplace(std::move(got));
    };
    QCoro::waitFor(run(std::move(task), &value));
    return std::move(*value);
}

storage::Settings settingsFor(const QTemporaryDir &folder)
{
    storage::Settings settings;
    settings.url = "sqlite:///" + folder.filePath(QStringLiteral("book.db")).toStdString();
    return settings;
}

} // namespace

Book::Book()
{
    open();
}

Book::~Book()
{
    m_ledger.reset();
    m_usage.reset();
    m_database.reset();
}

int Book::open()
{
    const auto settings = settingsFor(m_folder);
    const auto migrated = storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock).up();
    EXPECT_TRUE(migrated.ok()) << (migrated ? "" : migrated.error().message);
    auto database = storage::Database::open(settings, clock);
    EXPECT_TRUE(database.ok()) << (database ? "" : database.error().message);
    m_database = std::move(*database);
    m_usage = std::make_unique<usage::UsageService>(*m_database);
    m_ledger = std::make_unique<ledger::LedgerService>(*m_database, clock, *m_usage);
    const auto interrupted = m_ledger->start();
    EXPECT_TRUE(interrupted.ok());
    return interrupted ? *interrupted : -1;
}

int Book::reopen()
{
    m_ledger.reset();
    m_usage.reset();
    m_database.reset();
    const int interrupted = open();
    flush();
    return interrupted;
}

void Book::restartLedger()
{
    m_ledger.reset();
    m_ledger = std::make_unique<ledger::LedgerService>(*m_database, clock, *m_usage);
    EXPECT_TRUE(m_ledger->start().ok());
}

Result<void> Book::execute(const std::string &sql)
{
    std::promise<Result<void>> answer;
    m_database->write([&](storage::Connection &connection) { return connection.execute(sql); },
                      [&](Result<void> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
}

std::int64_t Book::number(const std::string &sql)
{
    std::promise<std::int64_t> answer;
    m_database->read([&](storage::Connection &connection) {
        auto &query = connection.prepared(sql);
        const auto row = query.next();
        const std::int64_t value = row && *row ? query.integer(0) : -1;
        query.reset();
        answer.set_value(value);
    });
    return answer.get_future().get();
}

AccountId Book::account(Money balance)
{
    const auto id = newId<AccountId>(clock.wallMs());
    const auto made = execute(
        "INSERT INTO accounts (id, email, plan, created_at, updated_at) VALUES ('" + id.text() + "', '" + id.text() +
        "@example.com', 'free', 0, 0); INSERT INTO balances (account_id) VALUES ('" + id.text() + "')");
    EXPECT_TRUE(made.ok());
    if (!balance.isZero())
        topUp(id, balance);
    const auto loaded = await(m_ledger->load(loop, id));
    EXPECT_TRUE(loaded.ok());
    return id;
}

void Book::topUp(const AccountId &id, Money amount)
{
    const auto entry = await(m_ledger->topUp(loop, id, amount, "Top-up", AccountId(), nullptr));
    EXPECT_TRUE(entry.ok());
}

ledger::Balance Book::balance(const AccountId &id)
{
    return *await(m_ledger->load(loop, id));
}

ledger::LedgerService::Settled Book::settle(ledger::Hold hold, const AccountId &id, const CallId &call, Money cost,
                                            ledger::Outcome outcome, const std::string &endpoint)
{
    auto settlement = std::make_unique<ledger::Settlement>();
    settlement->call = call;
    settlement->account = id;
    settlement->model = "m";
    settlement->surface = "test";
    settlement->outcome = outcome;
    settlement->endpoint = endpoint;
    settlement->cost = cost;
    settlement->listCost = cost;
    settlement->startedAtMs = settlement->endedAtMs = clock.wallMs();
    std::promise<void> committed;
    const auto settled = m_ledger->settle(std::move(hold), std::move(settlement), [&] { committed.set_value(); });
    committed.get_future().wait();
    return settled;
}

ledger::Proof Book::prove()
{
    flush();
    std::promise<Result<ledger::Proof>> answer;
    m_database->read([&](storage::Connection &connection) { answer.set_value(ledger::prove(connection)); });
    auto proof = answer.get_future().get();
    EXPECT_TRUE(proof.ok());
    return proof ? *proof : ledger::Proof();
}

void Book::flush()
{
    EXPECT_TRUE(m_database->flush(60'000));
}

} // namespace beaver::tests
