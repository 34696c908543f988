#include <QGuiApplication>

#include <tests/bench/console/stage.h>

#include <cstdio>

using namespace Qt::StringLiterals;

// beaver-bench-console first-frame | scroll ROWS | stream SECONDS | tail LOOKS
//                      | pages ROWS SERVER EMAIL PASSWORD | export ROWS SERVER EMAIL PASSWORD
int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    const QGuiApplication app(argc, argv);
    beaver::admin::setUpApplication();
    beaver::admin::useLanguage(u"en"_s);
    const QStringList arguments = QCoreApplication::arguments();
    const QString figure = arguments.value(1);
    const int number = arguments.value(2).toInt();
    const QStringList server = arguments.mid(3);
    if (figure == "first-frame"_L1)
        return beaver::bench::firstFrame();
    if (figure == "scroll"_L1)
        return beaver::bench::scroll(number);
    if (figure == "stream"_L1)
        return beaver::bench::stream(number);
    if (figure == "tail"_L1)
        return beaver::bench::tail(number);
    if (figure == "pages"_L1)
        return beaver::bench::pages(server, number);
    if (figure == "export"_L1)
        return beaver::bench::exportLog(server, number);
    std::fputs("one figure: first-frame, scroll, stream, tail, pages or export\n", stderr);
    return 2;
}
