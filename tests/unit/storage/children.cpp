#include "children.h"

#include "faulty_disk.h"

#include <gtest/gtest.h>
#include <server/storage/migrator.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

extern char **environ; // NOLINT(readability-redundant-declaration): POSIX leaves it undeclared

namespace beaver::storage::test {

namespace {

void die()
{
    ::raise(SIGKILL);
}

void say(const std::string &line)
{
    const std::string text = line + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0)
        ::_exit(3);
}

Settings settingsFor(const std::string &url)
{
    Settings settings;
    settings.url = url;
    settings.checkpointPages = 50;
    return settings;
}

int writeRows(const std::string &url)
{
    const SystemClock clock;
    auto database = Database::open(settingsFor(url), clock);
    if (!database)
        return 1;
    for (int id = 1;; ++id) {
        (*database)->write(
            [id](Connection &connection) {
                const auto done = connection.prepared("INSERT INTO notes (id) VALUES (?)").bind(id).run();
                return done ? Result<void>() : done.error();
            },
            [id](const Result<void> &result) {
                if (result)
                    say(std::to_string(id));
            });
        if (id % 64 == 0)
            (*database)->flush(60'000);
    }
}

int hold(const std::string &url)
{
    const SystemClock clock;
    const auto database = Database::open(settingsFor(url), clock);
    say(database.ok() ? "open" : database.error().message);
    ::pause();
    return 0;
}

int addDeath(sqlite3 *handle, char **, const sqlite3_api_routines *)
{
    return sqlite3_create_function(
        handle, "die", 0, SQLITE_UTF8, nullptr, [](sqlite3_context *, int, sqlite3_value **) { die(); }, nullptr,
        nullptr);
}

std::string dying(const std::string &script, std::size_t after)
{
    std::string cut;
    const auto statements = statementsOf(script);
    for (std::size_t at = 0; at <= statements.size(); ++at)
        cut += (at == after ? "SELECT die();\n" : "") + (at < statements.size() ? statements[at] : std::string());
    return cut;
}

int migrate(bool up, const std::string &url, int number, std::size_t statements)
{
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(addDeath));
    const SystemClock clock;
    auto migrations = Migrator::builtIn(Engine::Sqlite);
    for (Migration &migration : migrations) {
        auto &script = up ? migration.up : migration.down;
        if (migration.number == number)
            script = dying(script, statements); // the checksum stays that of the true text
    }
    const Migrator migrator(settingsFor(url), migrations, clock);
    return (up ? migrator.up(number) : migrator.down(number - 1)).ok() ? 0 : 1;
}

int migrateCut(const std::string &url, int operations)
{
    FaultyDisk disk;
    disk.beforeOperation(operations, die);
    const SystemClock clock;
    return Migrator(settingsFor(url), Migrator::builtIn(Engine::Sqlite), clock).up().ok() ? 0 : 1;
}

} // namespace

int childMain(const std::vector<std::string> &arguments)
{
    const auto &role = arguments.front();
    if (role == "write")
        return writeRows(arguments.at(1));
    if (role == "hold")
        return hold(arguments.at(1));
    if (role == "up-cut")
        return migrateCut(arguments.at(1), std::stoi(arguments.at(2)));
    return migrate(role == "up", arguments.at(1), std::stoi(arguments.at(2)), std::stoul(arguments.at(3)));
}

std::vector<std::string> statementsOf(const std::string &script)
{
    std::vector<std::string> statements;
    std::string statement;
    for (const char c : script) {
        statement += c;
        if (c == ';' && sqlite3_complete(statement.c_str()) != 0)
            statements.push_back(std::exchange(statement, {}));
    }
    return statements;
}

Child::Child(std::vector<std::string> arguments)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        std::abort();
    m_output = ends[0];
    arguments.insert(arguments.begin(), {"storage_tests", "--child"});
    std::vector<char *> words;
    for (auto &argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    EXPECT_EQ(::posix_spawn(&m_pid, "/proc/self/exe", &actions, nullptr, words.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
}

Child::~Child()
{
    if (m_pid > 0) {
        kill();
        wait();
    }
    ::close(m_output);
}

std::string Child::readLine()
{
    std::string line;
    for (char c = 0; ::read(m_output, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

void Child::kill()
{
    ::kill(m_pid, SIGKILL);
}

int Child::wait()
{
    int status = 0;
    ::waitpid(std::exchange(m_pid, -1), &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace beaver::storage::test
