#include <QElapsedTimer>
#include <QTextStream>

#include <admin-ui/client/http_api_client.h>
#include <admin-ui/models/table_export.h>
#include <tests/bench/console/stage.h>

#include <algorithm>

namespace beaver::bench {

using namespace admin;
using namespace Qt::StringLiterals;

namespace {

void progress(const QString &text)
{
    QTextStream(stderr) << text << Qt::endl;
}

} // namespace

/// Reads the whole log page by page, the view at its end, then some pages back.
int pages(const QStringList &server, int rows)
{
    HttpApiClient client;
    Stage stage(client, server.value(0));
    stage.signIn(server.value(1), server.value(2));
    stage.open(u"usage"_s, u"requests"_s);
    stage.wait(u"row0"_s);
    QQuickItem *list = stage.wait(u"list"_s);
    auto &table = *qobject_cast<RecordTable *>(list->property("model").value<QObject *>());
    QElapsedTimer clock;
    clock.start();
    double early = 0;
    double most = 0;
    int told = 0;
    while (table.hasMore() && table.letGo() + table.loadedCount() < rows) {
        table.loadMore();
        await("a page", [&] { return !table.isLoading(); });
        QMetaObject::invokeMethod(list, "positionViewAtEnd");
        const int seen = table.letGo() + table.loadedCount();
        if (early == 0 && table.hasEarlier())
            early = residentMb();
        if (seen / 50'000 > told) {
            told = seen / 50'000;
            stage.frame([] {});
            most = std::max(most, residentMb());
            progress(u"%1 rows paged, %2 MB"_s.arg(seen).arg(residentMb(), 0, 'f', 0));
        }
    }
    tell("rows", table.letGo() + table.loadedCount());
    tell("seconds", static_cast<double>(clock.elapsed()) / 1e3);
    tell("kept", table.loadedCount());
    tell("early", early);
    tell("most", most);
    const int before = table.letGo();
    for (int i = 0; i < 100 && table.hasEarlier(); ++i) {
        table.loadEarlier();
        await("a page", [&] { return !table.isLoading(); });
    }
    tell("back", before - table.letGo());
    tell("after", residentMb());
    return 0;
}

int exportLog(const QStringList &server, int rows)
{
    HttpApiClient client;
    Stage stage(client, server.value(0));
    stage.signIn(server.value(1), server.value(2));
    RecordTable table;
    table.setKind(u"calls"_s);
    table.setSession(&stage.session());
    await("the first page", [&] { return !table.isLoading(); });
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);

    // Stopped on the way: nothing is left of it.
    TableExport run;
    run.startTo(&table, u"csv"_s, path);
    await("some rows", [&] { return run.written() >= std::min(rows / 4, 10'000); });
    run.cancel();
    tell("left_after_cancel", QFile::exists(path) ? 1 : 0);

    const double before = residentMb();
    double most = before;
    int told = 0;
    QElapsedTimer clock;
    clock.start();
    run.startTo(&table, u"csv"_s, path);
    QObject::connect(&run, &TableExport::changed, &run, [&] {
        if (run.written() / 50'000 <= told)
            return;
        told = run.written() / 50'000;
        most = std::max(most, residentMb());
        progress(u"%1 rows written, %2 MB"_s.arg(run.written()).arg(residentMb(), 0, 'f', 0));
    });
    await("the export", [&] { return !run.isRunning(); }, 3'600);
    if (!run.error().isEmpty()) {
        progress(run.error());
        return 1;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 1;
    qint64 lines = 0;
    while (!file.atEnd())
        lines += file.read(1 << 20).count('\n');
    tell("rows", static_cast<double>(run.written()));
    tell("lines", static_cast<double>(lines));
    tell("mb", static_cast<double>(file.size()) / 1e6);
    tell("seconds", static_cast<double>(clock.elapsed()) / 1e3);
    tell("growth", std::max(most, residentMb()) - before);
    return 0;
}

} // namespace beaver::bench
