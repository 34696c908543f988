#include "support.h"

#include <QFile>
#include <QStringList>

#include <server/limits/calendar.h>

namespace beaver::limits::test {

namespace {

Period periodOf(const QString &name)
{
    static const QStringList names = {QStringLiteral("minute"), QStringLiteral("hour"), QStringLiteral("day"),
                                      QStringLiteral("week"), QStringLiteral("month")};
    EXPECT_TRUE(names.contains(name)) << name.toStdString();
    return static_cast<Period>(names.indexOf(name));
}

} // namespace

TEST(Calendar, FindsTheWindowsOfTheTable)
{
    QFile table(QStringLiteral(BEAVER_SOURCE_DIR "/tests/tables/limit_windows.txt"));
    ASSERT_TRUE(table.open(QIODevice::ReadOnly));
    int rows = 0;
    while (!table.atEnd()) {
        const QString line = QString::fromUtf8(table.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        QStringList cells = line.split(QLatin1Char('|'));
        ASSERT_EQ(cells.size(), 5) << line.toStdString();
        for (QString &cell : cells)
            cell = cell.trimmed();
        const Span span = calendarSpan(periodOf(cells[0]), at(cells[2].toStdString()), cells[1].toStdString());
        EXPECT_EQ(span.startMs, at(cells[3].toStdString())) << line.toStdString();
        EXPECT_EQ(span.endMs, at(cells[4].toStdString())) << line.toStdString();
        ++rows;
    }
    EXPECT_GT(rows, 15);
}

TEST(Calendar, HoldsTheMomentItWasAskedForThroughTenYearsOfEveryKind)
{
    for (const std::string_view zone : {"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"}) {
        for (const Period period : {Period::Minute, Period::Hour, Period::Day, Period::Month}) {
            const std::int64_t end = at("2020-01-01T00:00:00Z");
            for (std::int64_t now = at("2010-01-01T00:00:00Z"); now < end; now += 17 * hourMs + 1234) {
                const Span span = calendarSpan(period, now, zone);
                ASSERT_LE(span.startMs, now) << zone;
                ASSERT_GT(span.endMs, now) << zone;
            }
        }
    }
}

} // namespace beaver::limits::test
