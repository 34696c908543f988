#include <QCommandLineParser>
#include <QGuiApplication>
#include <QTemporaryDir>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/app/picture_grab.h>
#include <admin-ui/client/fake_api_client.h>
#include <admin-ui/client/http_api_client.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string_view>

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;
using namespace beaver::admin;

namespace {

struct Options
{
    bool demo = false;
    QString grab;
};

/// Help and version are told on machines without a display too.
bool onlyTells(int argc, char **argv)
{
    const std::array telling{"-h"sv, "--help"sv, "--help-all"sv, "-v"sv, "--version"sv};
    return std::any_of(argv + 1, argv + argc, [&](const char *argument) {
        return std::find(telling.begin(), telling.end(), argument) != telling.end();
    });
}

Options readOptions(const QCoreApplication &app)
{
    const QCommandLineOption demo(u"demo"_s, u"Show made-up accounts, without a server."_s);
    const QCommandLineOption grab(
        u"grab"_s, u"With --demo: write pictures of every page in both themes into DIR, and end."_s, u"DIR"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Beaver's desktop console: accounts, balances and keys of a Beaver server."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({demo, grab});
    parser.process(app);
    if (!parser.positionalArguments().isEmpty() || (parser.isSet(grab) && !parser.isSet(demo))) {
        std::fputs("--grab needs --demo, and there are no other arguments. See --help.\n", stderr);
        std::exit(2);
    }
    return {parser.isSet(demo), parser.value(grab)};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"beaver-console"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BEAVER_VERSION));
    if (onlyTells(argc, argv))
        readOptions(QCoreApplication(argc, argv));

    const QGuiApplication app(argc, argv);
    setUpApplication();
    const Options options = readOptions(app);

    // The demonstration leaves no trace on the computer.
    const QTemporaryDir demoFolder;
    Preferences preferences(options.demo ? demoFolder.filePath(u"demo.ini"_s) : QString());
    std::unique_ptr<ApiClient> client;
    if (options.demo) {
        using namespace std::chrono_literals;
        preferences.setServerAddress(u"https://beaver.example.com"_s);
        preferences.setEmail(u"admin@beaver.example"_s);
        client = std::make_unique<FakeApiClient>(options.grab.isEmpty() ? 350ms : 0ms);
    } else {
        client = std::make_unique<HttpApiClient>();
    }
    Session session(*client);
    if (!options.grab.isEmpty())
        return grabPictures(session, preferences, options.grab);

    const ConsoleEngine console(session, preferences);
    return console.window() ? QGuiApplication::exec() : 1;
}
