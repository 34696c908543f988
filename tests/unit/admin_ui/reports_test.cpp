#include <QAbstractItemModelTester>

#include <admin-ui/models/chat_model.h>
#include <admin-ui/models/palette_model.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/reports.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

TEST_F(OnFake, OverviewComparesWithThePeriodBefore)
{
    OverviewReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_EQ(report.figures().size(), 5);
    ASSERT_TRUE(until([&report] { return report.labels().size() == 24; }));
    EXPECT_FALSE(report.attention().isEmpty());
    for (const QVariant &series : report.revenue())
        EXPECT_EQ(series.toMap()[u"values"_s].toList().size(), report.labels().size());
}

TEST_F(OnFake, UsageAddsUpToWhatIsShown)
{
    UsageReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_EQ(report.labels().size(), 7);
    ASSERT_FALSE(report.rows().isEmpty());
    EXPECT_LE(report.series().size(), 8);
    report.setGroupBy(u"account"_s);
    ASSERT_TRUE(until([&report] { return !report.isLoading(); }));
    EXPECT_TRUE(fake.requests().size() > 1);
}

TEST_F(OnFake, ACallTellsItsCourseAndItsReceipt)
{
    RecordDetail detail;
    detail.setKind(u"call"_s);
    detail.setSession(&session);
    detail.setRecordId(fake.data().state.call(2)[u"id"_s].toString());
    ASSERT_TRUE(until([&detail] { return detail.isLoaded(); }));
    EXPECT_FALSE(detail.spans().isEmpty());
    EXPECT_EQ(detail.buckets().size(), 2);
    EXPECT_FALSE(detail.json().isEmpty());
}

TEST_F(OnFake, DetailsTellHedgingAndMetadata)
{
    const auto fact = [](const RecordDetail &detail, const QString &label) {
        for (const QVariant &each : detail.facts())
            if (each.toMap()[u"label"_s] == label)
                return each.toMap()[u"cell"_s].toMap();
        return QVariantMap();
    };
    RecordDetail endpoint;
    endpoint.setKind(u"endpoint"_s);
    endpoint.setSession(&session);
    endpoint.setRecordId(fake.data().state.endpoints[1].toObject()[u"id"_s].toString());
    ASSERT_TRUE(until([&endpoint] { return endpoint.isLoaded(); }));
    EXPECT_EQ(fact(endpoint, u"Hedge after"_s)[u"text"_s], u"1.50 s"_s);
    endpoint.setRecordId(fake.data().state.endpoints[0].toObject()[u"id"_s].toString());
    ASSERT_TRUE(until([&] { return fact(endpoint, u"Hedge after"_s)[u"text"_s] == u"As the gateway"_s; }));

    RecordDetail key;
    key.setKind(u"key"_s);
    key.setSession(&session);
    key.setRecordId(fake.data().state.keys[0].toObject()[u"id"_s].toString());
    ASSERT_TRUE(until([&key] { return key.isLoaded(); }));
    EXPECT_EQ(fact(key, u"Metadata"_s)[u"text"_s], u"cost_center: 4200\nteam: search"_s);
    EXPECT_TRUE(fact(key, u"Metadata"_s)[u"exact"_s].toString().contains(u"\"cost_center\": 4200"_s));
}

TEST_F(OnFake, AnAuditLineShowsOnlyWhatDiffers)
{
    RecordDetail detail;
    detail.setKind(u"audit"_s);
    detail.setSession(&session);
    detail.setRecord(
        {{u"json"_s,
          uR"({"action":"account.change","before":{"plan":"free","status":"active"},"after":{"plan":"pro","status":"active"}})"_s}});
    ASSERT_EQ(detail.differences().size(), 1);
    EXPECT_EQ(detail.differences()[0].toMap()[u"field"_s], u"plan"_s);
}

TEST_F(OnFake, ThePaletteFindsPagesActionsAndThings)
{
    Navigator navigator;
    navigator.setSession(&session);
    PaletteModel palette;
    const QAbstractItemModelTester tester(&palette);
    palette.setSession(&session);
    palette.setNavigator(&navigator);
    palette.prepare();
    palette.setTyped(u"lumen"_s);
    ASSERT_TRUE(until([&palette] { return palette.count() > 0; }));
    palette.take(0);
    EXPECT_EQ(navigator.page(), u"accounts"_s);
    palette.setTyped(u"audit"_s);
    ASSERT_GT(palette.count(), 0);
    palette.take(0);
    EXPECT_EQ(navigator.page(), u"audit"_s);
}

TEST_F(OnFake, ThePlaygroundStreamsToAllColumnsAndTellsTheCost)
{
    Playground playground;
    playground.setSession(&session);
    playground.addColumn();
    ASSERT_TRUE(until([&playground] { return !playground.models().isEmpty(); }));
    playground.columns()[0]->setModel(u"gpt-4o"_s);
    playground.columns()[1]->setModel(u"o1"_s);
    const QAbstractItemModelTester tester(playground.columns()[0]);
    playground.send(u"Hello"_s);
    EXPECT_TRUE(playground.isStreaming());
    ASSERT_TRUE(until([&playground] { return !playground.isStreaming(); }));
    for (const ChatModel *column : playground.columns()) {
        EXPECT_EQ(column->count(), 2);
        EXPECT_FALSE(column->lastAnswer().isEmpty());
        EXPECT_FALSE(column->facts().isEmpty());
    }
    for (const QString &language : {u"curl"_s, u"python"_s, u"typescript"_s})
        EXPECT_TRUE(playground.code(language).contains(u"https://beaver.example.com/v1"_s));
}
