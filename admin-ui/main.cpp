#include <QCommandLineParser>
#include <QGuiApplication>
#include <QTemporaryDir>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/app/only_console.h>
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
    QString role;
    QString link;
    QString language;
    bool another = false;
};

/// Before the application is there, which takes it from the environment. Only for pictures: screens say themselves how
/// fine they are.
void takeScale(int argc, char **argv)
{
    const std::string_view option = "--scale";
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == option && i + 1 < argc)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
        else if (argument.starts_with("--scale="))
            qputenv("QT_SCALE_FACTOR", argv[i] + option.size() + 1);
    }
}

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
    const QCommandLineOption role(u"role"_s, u"With --demo: the role to look as; `account` for an ordinary account."_s,
                                  u"ROLE"_s, u"owner"_s);
    const QCommandLineOption language(u"language"_s, u"Speak LANGUAGE, `en` or `de`, whatever the settings say."_s,
                                      u"LANGUAGE"_s);
    const QCommandLineOption scale(
        u"scale"_s, u"With --grab: so many pixels of a picture for one of the window, as 2."_s, u"FACTOR"_s);
    const QCommandLineOption another(u"new-window"_s, u"Open a window even if a console runs already."_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Beaver's desktop console: everything a Beaver gateway's operators do."_s);
    parser.addPositionalArgument(u"link"_s, u"A beaver:// address to open, such as beaver://accounts."_s, u"[link]"_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({demo, grab, role, language, another, scale});
    parser.process(app);
    const QStringList links = parser.positionalArguments();
    const bool link = links.isEmpty() || (links.size() == 1 && links.first().startsWith("beaver://"_L1));
    const bool idle = (parser.isSet(grab) || parser.isSet(role)) && !parser.isSet(demo);
    if (!link || idle || (parser.isSet(scale) && !parser.isSet(grab))) {
        std::fputs("--grab and --role need --demo, --scale needs --grab, and the only argument is a beaver:// address. "
                   "See --help.\n",
                   stderr);
        std::exit(2);
    }
    return {parser.isSet(demo), parser.value(grab),     parser.value(role),
            links.value(0),     parser.value(language), parser.isSet(another)};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"beaver-console"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BEAVER_VERSION));
    if (onlyTells(argc, argv))
        readOptions(QCoreApplication(argc, argv));

    takeScale(argc, argv);
    const QGuiApplication app(argc, argv);
    setUpApplication();
    const Options options = readOptions(app);

    OnlyConsole only;
    const bool alone = options.demo || options.another;
    if (!alone && only.handOver(options.link))
        return 0;

    // The demonstration leaves no trace on the computer.
    const QTemporaryDir demoFolder;
    Preferences preferences(options.demo ? demoFolder.filePath(u"demo.ini"_s) : QString());
    useLanguage(options.language.isEmpty() ? preferences.language() : options.language);
    std::unique_ptr<ApiClient> client;
    FakeApiClient *made = nullptr;
    if (options.demo) {
        using namespace std::chrono_literals;
        preferences.setServerAddress(u"https://beaver.example.com"_s);
        preferences.setEmail(u"admin@beaver.example"_s);
        auto fake = std::make_unique<FakeApiClient>(options.grab.isEmpty() ? 250ms : 0ms);
        fake->setRole(options.role == "account"_L1 ? QString() : options.role);
        made = fake.get();
        client = std::move(fake);
    } else {
        client = std::make_unique<HttpApiClient>();
    }
    Session session(*client);
    if (!options.grab.isEmpty())
        return grabPictures(session, *made, preferences, options.grab);

    ConsoleEngine console(session, preferences, true, options.link);
    QObject::connect(&only, &OnlyConsole::asked, &session, [&console](const QString &link) { console.follow(link); });
    if (!alone)
        only.listen();
    return console.window() ? QGuiApplication::exec() : 1;
}
