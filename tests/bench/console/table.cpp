#include <QTest>

#include <admin-ui/models/record_table.h>
#include <tests/bench/console/measuring_client.h>
#include <tests/bench/console/stage.h>

namespace beaver::bench {

using namespace admin;
using namespace Qt::StringLiterals;

namespace {

RecordTable &tableOf(QQuickItem &list)
{
    auto *table = list.property("model").value<RecordTable *>();
    if (!table)
        table = qobject_cast<RecordTable *>(list.property("model").value<QObject *>());
    return *table;
}

} // namespace

int firstFrame()
{
    MeasuringClient client;
    Stage stage(client);
    tell("frame", 0); // its time is taken by whom it is told
    stage.signIn(u"admin@beaver.example"_s, u"x"_s);
    stage.wait(u"figure0"_s);
    stage.frame([] {});
    tell("overview", 0);
    return 0;
}

int scroll(int rows)
{
    MeasuringClient client;
    Stage stage(client);
    stage.signIn(u"admin@beaver.example"_s, u"x"_s);
    stage.open(u"accounts"_s);
    stage.wait(u"row0"_s);
    QQuickItem *list = stage.wait(u"list"_s);
    RecordTable &table = tableOf(*list);
    std::vector<JsonValue> added;
    added.reserve(static_cast<std::size_t>(rows));
    for (int i = table.count(); i < rows; ++i)
        added.push_back(*JsonValue::parse(
            R"({"id":"acc_)" + QByteArray::number(i) + R"(","email":"person)" + QByteArray::number(i) +
            R"(@company.example","full_name":"Person )" + QByteArray::number(i) +
            R"(","role":"","plan":"pro","status":"active","balance":")" + QByteArray::number(i % 977) +
            R"(.25","created_at":"2026-01-01T00:00:00.000Z","month_to_date":)" + QByteArray::number(i % 431) + "}"));
    table.append(added);
    added.clear();
    await("the rows", [&] { return list->property("count").toInt() == rows; });
    stage.frame([] {});
    tell("rows", rows);
    const double end = list->property("contentHeight").toDouble() - list->height();
    const auto move = [&](const char *name, double step, int frames) {
        std::vector<double> times;
        std::vector<double>
            work; // processor time of the same frames: on a shared machine the longest are others' doing
        double y = list->property("originY").toDouble();
        for (int i = 0; i < frames; ++i) {
            y = y + step > end ? 0 : y + step;
            const double before = processorMs();
            times.push_back(stage.frame([&] { list->setProperty("contentY", y); }));
            work.push_back(processorMs() - before);
        }
        tell((QByteArray(name) + "_p50").constData(), percentile(times, 50));
        tell((QByteArray(name) + "_p99").constData(), percentile(times, 99));
        tell((QByteArray(name) + "_max").constData(), percentile(times, 100));
        tell((QByteArray(name) + "_work").constData(), percentile(work, 100));
    };
    move("wheel", 120, 600);        // three rows a frame
    move("flick", 400, 600);        // as fast as a finger throws
    move("drag", end / 311.0, 311); // the scroll bar from end to end: another screen each frame
    tell("memory", residentMb());
    return 0;
}

int tail(int polls)
{
    MeasuringClient client;
    client.callsEachLook = 100; // fifty a second, looked at every two
    Stage stage(client);
    stage.signIn(u"admin@beaver.example"_s, u"x"_s);
    stage.open(u"usage"_s, u"requests"_s);
    stage.wait(u"row0"_s);
    RecordTable &table = tableOf(*stage.wait(u"list"_s));
    table.setPollInterval(std::chrono::milliseconds(1));
    table.setLive(true);
    const double before = residentMb();
    for (const int part : {1, 2, 3, 4}) {
        await("the calls", [&] { return client.looks >= polls * part / 4; }, 3'600);
        stage.frame([] {});
        tell((QByteArray("memory_") + QByteArray::number(part)).constData(), residentMb());
    }
    table.setLive(false);
    tell("calls", 100.0 * client.looks);
    tell("rows", table.count());
    tell("before", before);
    tell("after", residentMb());
    return 0;
}

} // namespace beaver::bench
