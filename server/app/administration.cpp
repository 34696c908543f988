#include <server/app/administration.h>
#include <server/app/master_key.h>
#include <server/storage/database_url.h>
#include <server/storage/migrator.h>

namespace beaver::app {

Result<std::unique_ptr<Administration>> Administration::open(const ops::Options &options)
{
    auto opened = std::make_unique<Administration>();
    storage::Settings settings;
    settings.url = options.text("DATABASE_URL");
    settings.durability =
        options.text("BEAVER_DURABILITY") == "strict" ? storage::Durability::Strict : storage::Durability::Commit;
    const auto file = storage::sqlitePath(settings.url);
    if (!file)
        return file.error();
    const auto migrated =
        storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), opened->clock).up();
    if (!migrated)
        return migrated.error();
    const auto key = masterKey(options.secret("BEAVER_SECRET_KEY"), *file);
    if (!key)
        return key.error();
    auto database = storage::Database::open(settings, opened->clock);
    if (!database)
        return database.error();
    opened->database = std::move(*database);
    opened->usage = std::make_unique<usage::UsageService>(*opened->database);
    if (auto started = opened->usage->start(); !started)
        return started.error();
    opened->limits = std::make_unique<limits::LimitsService>(*opened->database, opened->clock);
    if (auto started = opened->limits->start(options.text("BEAVER_PLANS")); !started)
        return started.error();
    opened->catalogue = std::make_unique<catalog::CatalogueService>(
        *opened->database, opened->clock, *catalog::Policy::byName(options.text("BEAVER_PRICING")));
    if (auto started = opened->catalogue->start(); !started)
        return started.error();
    identity::Settings identitySettings;
    identitySettings.masterKey = *key;
    identitySettings.defaultPlan = [limits = opened->limits.get()] { return limits->firstPlan(); };
    opened->identity = std::make_unique<identity::IdentityService>(identitySettings, *opened->database, opened->clock);
    if (auto started = opened->identity->start(); !started)
        return started.error();
    opened->ledger = std::make_unique<ledger::LedgerService>(*opened->database, opened->clock, *opened->usage);
    if (auto started = opened->ledger->start(); !started)
        return started.error();
    return opened;
}

Result<identity::Account> Administration::account(const std::string &named)
{
    return answerOf(named.find('@') == std::string::npos ? identity->account(loop, AccountId(named))
                                                         : identity->accountByEmail(loop, named));
}

Result<void> Administration::finish()
{
    usage->finish();
    if (database->flush(10'000))
        return {};
    return Error{ErrorCode::Unavailable, "The database can't be written.", {}, {}, database->lastFailure(), 0};
}

} // namespace beaver::app
