#include <server/app/administration.h>
#include <server/app/commands.h>
#include <server/app/configuration.h>
#include <server/app/doctor.h>
#include <server/app/serve.h>
#include <server/catalog/catalogue_service.h>
#include <server/storage/database_url.h>
#include <server/storage/migrator.h>
#include <shared/api/rfc3339.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>

namespace beaver::app {

namespace {

using Arguments = std::vector<std::string>;

constexpr const char *usageText = R"(Beaver: one key and one prepaid balance for every AI model.

  beaverd serve [OPTION VALUE]...      serve until SIGTERM; --help lists the options
  beaverd migrate up [NUMBER]          bring the database's schema up to date (serve does it too)
  beaverd migrate down [NUMBER]        take back the newest migration, or all above NUMBER
  beaverd migrate status               what is applied and what isn't
  beaverd migrate history              what was applied when
  beaverd migrate stamp NUMBER         mark migrations as applied without running them
  beaverd models import FILE [--dry-run]   take models and prices from a LiteLLM price map
  beaverd models recalculate [--dry-run]   sort models into pricing categories anew
  beaverd doctor                       check configuration, database and ledger
  beaverd --version
)";
constexpr const char *usageEnd = R"(
Options are taken from flags, the environment and a .env file in the working directory, in this order.
)";

int notUnderstood(const std::string &what)
{
    std::fprintf(stderr, "beaverd: %s\n'beaverd --help' shows what there is.\n", what.c_str());
    return 2;
}

int failed(const Error &error)
{
    std::fprintf(stderr, "beaverd: %s\n", error.message.c_str());
    if (!error.detail.empty())
        std::fprintf(stderr, "  %s\n", error.detail.c_str());
    return error.code == ErrorCode::InvalidRequest ? 2 : 1;
}

/// Flags of the configuration stand behind a command's own words.
struct Line
{
    Arguments words;
    Arguments flags;
};

Line split(const Arguments &arguments, const Arguments &ownFlags)
{
    Line line;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string &argument = arguments[at];
        if (!argument.starts_with("--") || std::find(ownFlags.begin(), ownFlags.end(), argument) != ownFlags.end()) {
            line.words.push_back(argument);
            continue;
        }
        line.flags.push_back(argument);
        if (argument.find('=') == std::string::npos && at + 1 < arguments.size())
            line.flags.push_back(arguments[++at]);
    }
    return line;
}

storage::Settings storageSettings(const ops::Options &options)
{
    storage::Settings settings;
    settings.url = options.text("DATABASE_URL");
    settings.durability =
        options.text("BEAVER_DURABILITY") == "strict" ? storage::Durability::Strict : storage::Durability::Commit;
    return settings;
}

bool asksForHelp(const Arguments &arguments)
{
    return std::ranges::any_of(arguments, [](const auto &word) { return word == "--help" || word == "-h"; });
}

/// The lines of one command; all of them where it has none.
void showHelp(const std::string &command, std::FILE *to)
{
    const std::string whole = std::string(usageText) + administrationUsage + usageEnd;
    std::istringstream lines(whole);
    std::string own;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  beaverd " + command + ' '))
            own.append(line).append(1, '\n');
    }
    std::fputs((own.empty() ? whole : own).c_str(), to);
}

int serveCommand(const Arguments &arguments)
{
    if (asksForHelp(arguments)) {
        std::printf("beaverd serve: options, by their names in the environment and as flags\n\n%s",
                    ops::Options::help(optionDeclarations()).c_str());
        return 0;
    }
    const auto options = readConfiguration(arguments);
    return options ? serve(*options) : failed(options.error());
}

void printNumbers(const char *what, const std::vector<int> &numbers)
{
    if (numbers.empty())
        std::printf("Nothing to do.\n");
    for (const int number : numbers)
        std::printf("%s %04d\n", what, number);
}

int migrateCommand(const Arguments &arguments)
{
    const Line line = split(arguments, {});
    if (line.words.empty())
        return notUnderstood("migrate needs one of up, down, status, history, stamp.");
    const auto options = readConfiguration(line.flags);
    if (!options)
        return failed(options.error());
    std::optional<int> number;
    if (line.words.size() > 1) {
        int read = 0;
        const std::string &word = line.words[1];
        const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), read);
        if (failure != std::errc() || end != word.data() + word.size() || line.words.size() > 2)
            return notUnderstood("a migration is named by its number, not by '" + word + "'.");
        number = read;
    }
    const SystemClock clock;
    const auto url = storage::sqlitePath(options->text("DATABASE_URL"));
    if (!url)
        return failed(url.error());
    const storage::Migrator migrator(storageSettings(*options), storage::Migrator::builtIn(storage::Engine::Sqlite),
                                     clock);

    const std::string &what = line.words.front();
    if (what == "up" || what == "down") {
        const auto changed = what == "up" ? migrator.up(number) : migrator.down(number);
        if (!changed)
            return failed(changed.error());
        printNumbers(what == "up" ? "applied" : "taken back", *changed);
        return 0;
    }
    if (what == "stamp") {
        if (!number)
            return notUnderstood("stamp needs the number up to which migrations are marked as applied.");
        const auto stamped = migrator.stamp(*number);
        return stamped ? 0 : failed(stamped.error());
    }
    if (what != "status" && what != "history")
        return notUnderstood("there is no 'migrate " + what + "'.");
    const auto states = migrator.status();
    if (!states)
        return failed(states.error());
    bool changed = false;
    for (const auto &state : *states) {
        if (what == "history" && !state.applied)
            continue;
        changed |= state.changed;
        std::printf("%04d  %-12s  %s%s\n", state.migration.number, state.migration.name.c_str(),
                    state.applied ? ("applied " + api::rfc3339(state.appliedAtMs)).c_str() : "not applied",
                    state.changed ? "  (from another text than this program has)" : "");
    }
    return changed ? 1 : 0;
}

int modelsCommand(const Arguments &arguments)
{
    const Line line = split(arguments, {"--dry-run"});
    const bool dryRun = std::find(line.words.begin(), line.words.end(), "--dry-run") != line.words.end();
    Arguments words = line.words;
    words.erase(std::remove(words.begin(), words.end(), "--dry-run"), words.end());
    const bool import = words.size() == 2 && words[0] == "import";
    if (!import && !(words.size() == 1 && words[0] == "recalculate"))
        return notUnderstood("models takes 'import FILE', 'recalculate', 'list', 'price' or 'add'.");
    const auto options = readConfiguration(line.flags);
    if (!options)
        return failed(options.error());
    const SystemClock clock;
    const auto settings = storageSettings(*options);
    const auto migrated = storage::Migrator(settings, storage::Migrator::builtIn(storage::Engine::Sqlite), clock).up();
    if (!migrated)
        return failed(migrated.error());
    auto database = storage::Database::open(settings, clock);
    if (!database)
        return failed(database.error());
    catalog::CatalogueService catalogue(**database, clock);
    if (auto started = catalogue.start(); !started)
        return failed(started.error());

    if (!import) {
        const auto result = catalogue.recalculate(dryRun, "command line");
        if (!result)
            return failed(result.error());
        for (const auto &cut : result->cuts)
            std::printf("%-14s up to P%-3d  markup %s %%  %d models\n", cut.category.c_str(), cut.percentile,
                        std::to_string(static_cast<int>(cut.markupPpm / 10'000)).c_str(), cut.models);
        for (const auto &change : result->changes)
            std::printf("%s: %s -> %s\n", change.model.c_str(), change.was.c_str(), change.became.c_str());
        std::printf("%zu of %d models change%s.\n", result->changes.size(), result->models,
                    dryRun ? " (dry run, nothing was written)" : "");
        return 0;
    }
    const std::ifstream file(words[1]);
    if (!file)
        return failed(invalid("FILE", "The file '" + words[1] + "' can't be read."));
    std::ostringstream text;
    text << file.rdbuf();
    auto report = catalogue.importLiteLlm(text.str(), dryRun, "command line");
    if (!report) {
        Error error = report.error();
        error.message = words[1] + ": " + error.message;
        return failed(error);
    }
    for (const auto &problem : report->problems)
        std::fprintf(stderr, "refused: %s\n", problem.c_str());
    std::printf("%d added, %d repriced, %d unchanged, %d of kinds that aren't sold, %zu refused%s\n", report->added,
                report->repriced, report->unchanged, report->skipped, report->problems.size(),
                dryRun ? " (dry run, nothing was written)" : "");
    return 0;
}

int doctorCommand(const Arguments &arguments)
{
    const auto options = readConfiguration(arguments);
    return options ? doctor(*options) : failed(options.error());
}

} // namespace

int run(const Arguments &arguments)
{
    if (arguments.empty()) {
        showHelp({}, stderr);
        return 2;
    }
    if (arguments[0] == "help" || (arguments[0] != "serve" && asksForHelp(arguments))) {
        showHelp(arguments[0], stdout);
        return 0;
    }
    if (arguments[0] == "--version") {
        std::printf("beaverd %s\n", BEAVER_VERSION);
        return 0;
    }
    const Arguments rest(arguments.begin() + 1, arguments.end());
    if (arguments[0] == "serve")
        return serveCommand(rest);
    if (arguments[0] == "migrate")
        return migrateCommand(rest);
    if (isAdministrationCommand(arguments[0], rest))
        return administrationCommand(arguments[0], rest);
    if (arguments[0] == "models")
        return modelsCommand(rest);
    if (arguments[0] == "doctor")
        return doctorCommand(rest);
    return notUnderstood("there is no command '" + arguments[0] + "'.");
}

} // namespace beaver::app
