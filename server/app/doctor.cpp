#include <server/app/doctor.h>
#include <server/app/endpoints.h>
#include <server/audit/audit_log.h>
#include <server/ledger/ledger_store.h>
#include <server/ledger/proof.h>
#include <server/storage/database_url.h>
#include <server/storage/inspect.h>
#include <server/storage/migrator.h>
#include <sys/stat.h>

#include <cstdio>

namespace beaver::app {

namespace {

class Report
{
public:
    void good(const std::string &line) { std::printf("ok       %s\n", line.c_str()); }
    void note(const std::string &line) { std::printf("note     %s\n", line.c_str()); }
    void bad(const std::string &line)
    {
        std::printf("PROBLEM  %s\n", line.c_str());
        ++m_problems;
    }
    int exitCode() const { return m_problems == 0 ? 0 : 1; }

private:
    int m_problems = 0;
};

void checkKeyFile(Report &report, const ops::Options &options, const std::string &database, bool hasKeys)
{
    if (options.isSet("BEAVER_SECRET_KEY")) {
        report.good("the master key comes from BEAVER_SECRET_KEY");
        return;
    }
    const std::string path = database + ".key";
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0 && !hasKeys)
        report.note("there is no master key " + path + " yet; 'beaverd serve' makes it");
    else if (::stat(path.c_str(), &info) != 0)
        report.bad("the master key " + path + " is missing: without it no API key works; put it back from a backup");
    else if ((info.st_mode & 077) != 0)
        report.bad("the master key " + path + " can be read by others: chmod 600 " + path);
    else
        report.good("the master key is in " + path + ", readable by its owner alone");
}

bool hasApiKeys(storage::Connection &connection)
{
    auto &any = connection.prepared("SELECT 1 FROM api_keys LIMIT 1");
    const auto row = any.next();
    const bool found = row && *row;
    any.reset();
    return found;
}

void checkAudit(Report &report, storage::Connection &connection)
{
    const auto proof = audit::prove(connection);
    if (!proof)
        report.bad("the audit log can't be read: " + proof.error().message + " " + proof.error().detail);
    else if (proof->firstBad != 0)
        report.bad("audit log: line " + std::to_string(proof->firstBad) +
                   " doesn't follow from the one before: it, or one before it, was changed or taken away");
    else
        report.good("the audit log's chain holds: " + std::to_string(proof->checked) + " lines, chain head " +
                    proof->head.substr(0, 16));
}

void checkLedger(Report &report, storage::Connection &connection)
{
    const auto proof = ledger::prove(connection);
    if (!proof) {
        report.bad("the ledger can't be read: " + proof.error().message + " " + proof.error().detail);
        return;
    }
    for (const auto &problem : proof->problems)
        report.bad("ledger: " + problem);
    if (proof->ok)
        report.good("the ledger balances: " + std::to_string(proof->entriesChecked) + " entries of " +
                    std::to_string(proof->accountsChecked) + " accounts, trial balance " +
                    proof->trialBalance.toDecimal() + ", chain head " + proof->chainHead.substr(0, 16));
    if (proof->openHolds > 0)
        report.note(std::to_string(proof->openHolds) + " holds are open (" + proof->held.toDecimal() +
                    " USD): calls under way, or what the next start will void");
    if (proof->interrupted > 0)
        report.note(std::to_string(proof->interrupted) +
                    " calls were interrupted by a killed gateway; nothing was charged for them");
}

} // namespace

int doctor(const ops::Options &options)
{
    Report report;
    report.good("the configuration is sound");
    const auto endpoints = configuredEndpoints(options);
    if (endpoints && endpoints->endpoints.size() > 1)
        report.good(std::to_string(endpoints->endpoints.size() - 1) + " providers are set up beside the built-in one");
    else
        report.note("no provider is set up: only the built-in models answer (set OPENAI_API_KEY or another)");

    const auto path = storage::sqlitePath(options.text("DATABASE_URL"));
    if (!path) {
        report.bad(path.error().message);
        return report.exitCode();
    }
    struct stat info{};
    if (::stat(path->c_str(), &info) != 0) {
        report.note("there is no database at " + *path + " yet; 'beaverd serve' makes it");
        return report.exitCode();
    }
    const SystemClock clock;
    storage::Settings settings;
    settings.url = options.text("DATABASE_URL");
    const auto states =
        storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock).status();
    if (!states) {
        report.bad(states.error().message);
        return report.exitCode();
    }
    bool complete = true;
    for (const auto &state : *states) {
        if (state.changed)
            report.bad("migration " + std::to_string(state.migration.number) +
                       " was applied from another text than this program has");
        complete &= state.applied;
    }
    if (complete)
        report.good("the schema is at migration " + std::to_string(states->back().migration.number));
    else
        report.bad("migrations are missing: run 'beaverd migrate up'");

    auto connection = storage::openForInspection(settings);
    if (!connection) {
        report.bad(connection.error().message);
        return report.exitCode();
    }
    const auto sound = storage::checkFile(**connection);
    if (sound)
        report.good("the database file is sound");
    else
        report.bad("the database file is damaged: " + sound.error().detail);
    checkKeyFile(report, options, *path, complete && hasApiKeys(**connection));
    if (complete)
        checkLedger(report, **connection);
    if (complete)
        checkAudit(report, **connection);
    return report.exitCode();
}

} // namespace beaver::app
