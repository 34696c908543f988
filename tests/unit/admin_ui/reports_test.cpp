#include <QAbstractItemModelTester>

#include <admin-ui/models/attention_watch.h>
#include <admin-ui/models/billing_report.h>
#include <admin-ui/models/chat_model.h>
#include <admin-ui/models/first_steps.h>
#include <admin-ui/models/key_history.h>
#include <admin-ui/models/latency_report.h>
#include <admin-ui/models/palette_model.h>
#include <admin-ui/models/pricing_report.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/record_table.h>
#include <admin-ui/models/reports.h>
#include <admin-ui/models/spent_report.h>
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

TEST_F(OnFake, UsageIsReadToItsLastPageOrSaysThatItIsNot)
{
    const auto spent = [](const UsageReport &report) {
        double sum = 0;
        for (const QVariant &each : report.series())
            for (const QVariant &value : each.toMap()[u"values"_s].toList())
                sum += value.toDouble();
        return sum;
    };
    UsageReport whole;
    whole.setSession(&session);
    ASSERT_TRUE(until([&whole] { return whole.isLoaded(); }));
    const double all = spent(whole);
    ASSERT_GT(all, 0);
    fake.data().state.mostGroups = 20; // 7 days of 14 models make five pages
    UsageReport paged;
    paged.setSession(&session);
    ASSERT_TRUE(until([&] { return paged.isLoaded() && std::abs(spent(paged) - all) < all / 1e6; }));
    EXPECT_FALSE(paged.isPartial());
    fake.data().state.mostGroups = 5;
    paged.reload();
    ASSERT_TRUE(until([&paged] { return paged.isPartial(); }));
    EXPECT_LT(spent(paged), all);
    fake.data().state.mostGroups = 1'000;
    paged.reload();
    EXPECT_TRUE(until([&] { return !paged.isPartial() && std::abs(spent(paged) - all) < all / 1e6; }));
}

TEST_F(OnFake, RevenueByModelIsReadToItsLastPageToo)
{
    fake.data().state.mostGroups = 100;
    OverviewReport report;
    report.setSplitBy(u"model"_s);
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.revenue().size() == 8; }));
    EXPECT_EQ(report.revenue().back().toMap()[u"name"_s].toString(), u"Others"_s);
    // The last hour is there: pages are by time.
    double last = 0;
    for (const QVariant &each : report.revenue())
        last += each.toMap()[u"values"_s].toList().back().toDouble();
    EXPECT_GT(last, 0);
    EXPECT_EQ(report.drillRevenue(23, 0)[u"model"_s], report.revenue().front().toMap()[u"group"_s]);
    EXPECT_FALSE(report.drillRevenue(23, 7).contains(u"model"_s)) << "others have no name of their own";
}

TEST_F(OnFake, ThePricingPolicySaysWhereItComesFrom)
{
    PricingReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_TRUE(report.marksUp());
    EXPECT_EQ(report.title(), u"Markup by category"_s);
    EXPECT_FALSE(report.recalculated().isEmpty());
    EXPECT_EQ(report.record()[u"pricing_policy"_s], QString()) << "nothing is set";
    fake.data().state.pricing[u"pricing_policy"_s] = u"flat_per_token:15"_s;
    fake.data().state.pricing[u"source"_s] = u"setting"_s;
    session.announce(u"policy"_s);
    ASSERT_TRUE(until([&report] { return report.policy() == u"flat_per_token:15"_s; }));
    EXPECT_FALSE(report.marksUp());
    EXPECT_EQ(report.title(), u"$15.00 for a million tokens"_s);
    EXPECT_EQ(report.record()[u"pricing_policy"_s], u"flat_per_token:15"_s);

    // What models are sold at follows it.
    RecordTable models;
    models.setKind(u"models"_s);
    models.setFacts({{u"policy"_s, report.policy()}});
    models.setSession(&session);
    ASSERT_TRUE(until([&models] { return models.count() > 0; }));
    const QVariantList cells = models.data(models.index(0), RecordTable::CellsRole).toList();
    EXPECT_EQ(cells[4].toMap()[u"text"_s], u"$15.00"_s);
    EXPECT_EQ(cells[5].toMap()[u"text"_s], u"$15.00"_s);
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

TEST_F(OnFake, WhatAKeySpentHasEveryDay)
{
    SpentReport report;
    report.setKind(u"key"_s);
    report.setSession(&session);
    EXPECT_FALSE(report.isLoading()) << "nothing to ask for yet";
    const QString key = fake.data().state.keys[0].toObject()[u"id"_s].toString();
    report.setRecordId(key);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_EQ(fake.requests().back().path, u"/admin/api-keys/%1/usage?period=30d"_s.arg(key));
    EXPECT_TRUE(report.isUsed());
    EXPECT_EQ(report.labels().size(), 30) << "those without a call too";
    const QVariantList costs = report.series().first().toMap()[u"values"_s].toList();
    ASSERT_EQ(costs.size(), 30);
    EXPECT_TRUE(std::ranges::any_of(costs, [](const QVariant &cost) { return cost.toDouble() == 0; }));
    EXPECT_EQ(report.models().size(), 4);
    EXPECT_EQ(report.models().first().toMap()[u"share"_s].toDouble(), 1);
    const QVariantMap day = report.drill(29);
    EXPECT_EQ(day[u"id"_s], key);
    EXPECT_EQ(QDateTime::fromString(day[u"from"_s].toString(), Qt::ISODateWithMs).addDays(1),
              QDateTime::fromString(day[u"until"_s].toString(), Qt::ISODateWithMs));
    EXPECT_TRUE(report.drill(30).isEmpty());
    report.setRecordId(u"key_none"_s);
    ASSERT_TRUE(until([&report] { return report.isMissing(); }));
}

TEST_F(OnFake, WhoDidWhatWithAKeyIsToldByName)
{
    const QJsonObject key = fake.data().state.keys[0].toObject();
    KeyHistory history;
    history.setSession(&session);
    history.setKeyId(key[u"id"_s].toString());
    ASSERT_TRUE(until([&history] { return !history.lines().isEmpty(); }));
    EXPECT_EQ(history.lines().first().toMap()[u"what"_s], u"Made"_s);
    EXPECT_TRUE(until([&] { return history.lines().first().toMap()[u"who"_s] == key[u"account_email"_s].toString(); }));
    session.announce(u"key"_s);
    EXPECT_TRUE(until([&history] { return history.isLoading(); }));
}

TEST_F(OnFake, ABucketFinerThanMoneyKeepsItsDigits)
{
    RecordDetail detail;
    detail.setKind(u"call"_s);
    detail.setRecord({{u"json"_s, uR"({"id":"req_1","buckets":[{"kind":"input","cost":0.0000163125},
                                      {"kind":"output","cost":0.000003375},{"kind":"image","cost":null}]})"_s}});
    ASSERT_EQ(detail.buckets().size(), 3);
    EXPECT_EQ(detail.buckets()[0].toMap()[u"cost"_s], u"$0.0000163125"_s);
    EXPECT_EQ(detail.buckets()[1].toMap()[u"cost"_s], u"$0.000003375"_s);
    EXPECT_EQ(detail.buckets()[2].toMap()[u"cost"_s], u"–"_s);
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

TEST_F(OnFake, ADetailNamesWhatItKnewByIdOnceNamesAreLearned)
{
    const QJsonObject project = fake.data().state.projects[0].toObject();
    QJsonObject shown = fake.data().state.keys[0].toObject();
    shown[u"project_id"_s] = project[u"id"_s];
    fake.data().state.keys[0] = shown;
    RecordDetail key;
    const auto named = [&key] {
        for (const QVariant &each : key.facts())
            if (each.toMap()[u"label"_s] == u"Project"_s)
                return each.toMap()[u"cell"_s].toMap()[u"text"_s].toString();
        return QString();
    };
    QStringList told;
    QObject::connect(&key, &Report::changed, &key, [&] { told.append(named()); });
    key.setKind(u"key"_s);
    key.setSession(&session);
    key.setRecordId(shown[u"id"_s].toString());
    ASSERT_TRUE(until([&] { return named() == project[u"name"_s].toString(); })) << named().toStdString();
    EXPECT_TRUE(told.contains(project[u"id"_s].toString())) << "its ID until then";
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

TEST_F(OnFake, TheOverviewTellsHowTheTimeToTheFirstTokenChangedAndItsCourse)
{
    OverviewReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    const auto figure = [&report] { return report.figures().last().toMap(); };
    EXPECT_TRUE(figure()[u"compares"_s].toBool());
    EXPECT_EQ(figure()[u"better"_s].toBool(), figure()[u"change"_s].toDouble() < 0) << "less time is better";
    EXPECT_EQ(figure()[u"points"_s].toList().size(), 24);
    report.setPeriod(u"7d"_s);
    EXPECT_EQ(figure()[u"points"_s].toList().size(), 7);
    report.setPeriod(u"30d"_s);
    EXPECT_EQ(figure()[u"points"_s].toList().size(), 30);
}

namespace {

/// A report of 30 days with an answer of the test's.
class SpentDays : public UsageReport
{
public:
    void tell(const char *json) { take(*JsonValue::parse(json)); }
};

} // namespace

TEST_F(OnFake, ABalanceLastsAsLongAsThePaceSinceTheFirstSpendingSays)
{
    SpentDays report;
    report.setPeriod(u"30d"_s);
    report.setSession(&session);
    report.tell(R"({"from":"2026-03-01T00:00:00Z","until":"2026-03-31T00:00:00Z","data":[],"total":{}})");
    EXPECT_EQ(report.lasts(u"10"_s), QString()) << "nothing is spent";
    report.tell(R"({"from":"2026-03-01T00:00:00Z","until":"2026-03-31T00:00:00Z","total":{},"data":[
        {"day":"2026-03-21","model":"a","cost":2,"requests":1},{"day":"2026-03-30","model":"a","cost":8,"requests":1}]})");
    EXPECT_EQ(report.lasts(u"9.5"_s), u"about 9 day(s) left"_s) << "a dollar a day, for ten days";
    EXPECT_EQ(report.lasts(u"1.25"_s), u"about 1 day(s) left"_s);
    EXPECT_EQ(report.lasts(u"0.5"_s), u"less than a day left"_s);
    EXPECT_EQ(report.lasts(u"500"_s), u"more than a year left"_s);
    for (const QString &none : {u"0"_s, u"-1.42"_s, QString()})
        EXPECT_EQ(report.lasts(none), QString());
    report.setMetric(u"requests"_s);
    EXPECT_EQ(report.lasts(u"9.5"_s), u"about 9 day(s) left"_s) << "whatever is shown";
}

TEST_F(OnFake, OnesBillingIsToldInOneAnswer)
{
    BillingReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_EQ(fake.requests().back().path, u"/account/billing"_s);
    ASSERT_EQ(report.figures().size(), 3);
    EXPECT_EQ(report.figures()[2].toMap()[u"value"_s], u"$41.27"_s);
    EXPECT_EQ(report.figures()[2].toMap()[u"note"_s], u"$63.50 last month"_s);
    EXPECT_FALSE(report.available().isEmpty());
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

TEST_F(OnFake, ThePaletteAsksTheServerForWhatIsAmongManyOnceNothingMoreIsTyped)
{
    QJsonArray &accounts = fake.data().state.accounts;
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"email"_s] = u"more%1@crowd.example"_s.arg(i);
        one[u"full_name"_s] = u"Crowd %1"_s.arg(i);
        accounts.append(one);
    }
    Navigator navigator;
    navigator.setSession(&session);
    PaletteModel palette;
    const QAbstractItemModelTester tester(&palette);
    palette.setSession(&session);
    palette.setNavigator(&navigator);
    palette.setPause(std::chrono::milliseconds(1));
    palette.prepare();
    EXPECT_FALSE(palette.isSearching());
    const auto asked = [this](const QString &part) {
        return std::ranges::count_if(fake.requests(),
                                     [&part](const ApiRequest &each) { return each.path.contains(part); });
    };
    EXPECT_EQ(asked(u"search="_s), 0);
    palette.setTyped(u"crowd 2"_s);
    palette.setTyped(u"crowd 299"_s);
    EXPECT_TRUE(palette.isSearching());
    ASSERT_TRUE(until([&palette] { return !palette.isSearching(); }));
    EXPECT_EQ(asked(u"search=crowd%202&"_s) + asked(u"search=crowd%202"_s), asked(u"search=crowd%20299"_s));
    ASSERT_GE(palette.count(), 1);
    EXPECT_EQ(palette.data(palette.index(0), PaletteModel::SubRole), u"more299@crowd.example"_s);
    palette.take(0);
    EXPECT_EQ(navigator.subject(), u"acc_more299"_s);

    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s}, 5);
    palette.setTyped(u"crowd 29"_s);
    EXPECT_GE(palette.count(), 1) << "what was found and holds it stays";
    ASSERT_TRUE(until([&palette] { return !palette.isSearching(); }));
    EXPECT_FALSE(palette.problem().isEmpty());
    palette.ask();
    ASSERT_TRUE(until([&palette] { return !palette.isSearching(); }));
    EXPECT_TRUE(palette.problem().isEmpty());
    EXPECT_GE(palette.count(), 6);

    const QString key = fake.data().state.keys[3].toObject()[u"id"_s].toString();
    palette.setTyped(key);
    ASSERT_TRUE(until([&palette] { return !palette.isSearching(); }));
    int row = 0;
    while (row < palette.count() && palette.data(palette.index(row), PaletteModel::GroupRole) != u"API keys"_s)
        ++row;
    palette.take(row);
    EXPECT_EQ(navigator.page(), u"keys"_s);
    EXPECT_EQ(navigator.filters()[u"search"_s], key);
    palette.setTyped(u"req_01JABCDEFGHJKMNPQRSTVWXYZ0"_s);
    ASSERT_EQ(palette.count(), 1);
    palette.take(0);
    EXPECT_EQ(navigator.subject(), u"req_01JABCDEFGHJKMNPQRSTVWXYZ0"_s);
    palette.setTyped({});
    EXPECT_FALSE(palette.isSearching());
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

TEST_F(OnFake, TheConversationsOutliveASessionThatEndsByItself)
{
    const auto make = [this] {
        auto playground = std::make_unique<Playground>();
        playground->setSession(&session);
        EXPECT_TRUE(until([&playground] { return !playground->models().isEmpty(); }));
        return playground;
    };
    auto playground = make();
    playground->addColumn();
    playground->columns()[0]->setModel(u"gpt-4o"_s);
    playground->columns()[1]->setModel(u"o1"_s);
    playground->setSystem(u"Be short."_s);
    playground->setTemperature(0.2);
    playground->setMaxTokens(99);
    playground->setApiKey(u"sk-secret"_s);
    playground->send(u"Hello"_s);
    ASSERT_TRUE(until([&playground] { return !playground->isStreaming(); }));
    const QString answer = playground->columns()[1]->lastAnswer();
    const QVariantList facts = playground->facts();
    playground->send(u"And then?"_s);
    ASSERT_TRUE(playground->isStreaming());
    fake.endSession();
    EXPECT_FALSE(playground->isStreaming());
    SetUp();
    playground = make();
    ASSERT_EQ(playground->columns().size(), 2);
    ChatModel &second = *playground->columns()[1];
    EXPECT_EQ(second.model(), u"o1"_s);
    ASSERT_EQ(second.count(), 4);
    EXPECT_EQ(second.data(second.index(1), ChatModel::BodyRole), answer);
    EXPECT_TRUE(second.data(second.index(3), ChatModel::FailedRole).toBool());
    EXPECT_EQ(playground->system(), u"Be short."_s);
    EXPECT_EQ(playground->temperature(), 0.2);
    EXPECT_EQ(playground->maxTokens(), 99);
    EXPECT_TRUE(playground->apiKey().isEmpty()) << "what is secret stays nowhere";
    // What was cut off is asked once more, with all that was said before.
    playground->retry();
    ASSERT_TRUE(until([&playground] { return !playground->isStreaming(); }));
    EXPECT_FALSE(second.data(second.index(3), ChatModel::FailedRole).toBool());
    EXPECT_TRUE(fake.requests().back().body.contains("Hello"));
    EXPECT_EQ(facts.size(), playground->facts().size());
    EXPECT_EQ(make()->columns()[0]->count(), 0) << "taken up once";
}

TEST_F(OnFake, WantedMarkupsOutliveASessionThatEndsByItself)
{
    const auto make = [this] {
        auto whatIf = std::make_unique<WhatIfReport>();
        whatIf->setSession(&session);
        EXPECT_TRUE(until([&whatIf] { return !whatIf->figures().isEmpty(); }));
        return whatIf;
    };
    auto whatIf = make();
    EXPECT_FALSE(whatIf->differs());
    const QString name = whatIf->categories()[1].toMap()[u"name"_s].toString();
    whatIf->setMarkup(name, 31.5);
    fake.endSession();
    SetUp();
    whatIf = make();
    EXPECT_TRUE(whatIf->differs());
    EXPECT_EQ(whatIf->categories()[1].toMap()[u"wanted"_s], 31.5);
    const QVariantMap other = whatIf->categories()[0].toMap();
    EXPECT_EQ(other[u"wanted"_s], other[u"markup"_s]);
    EXPECT_TRUE(fake.requests().back().body.contains("31.5")) << "replayed with it";
    whatIf->reset();
    fake.endSession();
    SetUp();
    EXPECT_FALSE(make()->differs());
}

TEST_F(OnFake, APlaceOnTheOverviewLeadsToItsHourOrDay)
{
    OverviewReport report;
    EXPECT_TRUE(report.drill(0).isEmpty());
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.labels().size() > 20 && !report.failures().isEmpty(); }));
    const auto seconds = [](const QVariantMap &filters) {
        const auto time = [&filters](const QString &name) {
            return QDateTime::fromString(filters[name].toString(), Qt::ISODate);
        };
        return time(u"from"_s).secsTo(time(u"until"_s));
    };
    EXPECT_EQ(seconds(report.drill(3)), 3'600);
    EXPECT_NE(report.drill(3)[u"from"_s], report.drill(4)[u"from"_s]);
    EXPECT_FALSE(report.drill(3).contains(u"outcome"_s));
    EXPECT_EQ(report.drillFailures(3, -1)[u"outcome"_s], u"failed"_s);
    EXPECT_NE(report.drillFailures(3, 0)[u"outcome"_s], u"failed"_s);
    EXPECT_EQ(report.drillFailures(3, 0)[u"from"_s], report.drill(3)[u"from"_s]);
    EXPECT_TRUE(report.drillFailures(999, 0).isEmpty());
    report.setPeriod(u"7d"_s);
    ASSERT_TRUE(until([&report] { return report.labels().size() == 7; }));
    EXPECT_EQ(seconds(report.drill(6)), 24 * 3'600);
}

TEST_F(OnFake, ABarLeadsToItsCalls)
{
    UsageReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return !report.rows().isEmpty(); }));
    ASSERT_EQ(report.labels().size(), 7);
    const QVariantMap day = report.drill(0, 6);
    EXPECT_EQ(day[u"model"_s].toString(), report.rows()[0].toMap()[u"name"_s].toString());
    const auto time = [](const QVariantMap &filters, const QString &name) {
        return QDateTime::fromString(filters[name].toString(), Qt::ISODate);
    };
    EXPECT_EQ(time(day, u"from"_s).secsTo(time(day, u"until"_s)), 24 * 3'600);
    EXPECT_FALSE(report.drill(-1, 6).contains(u"model"_s)) << "the whole bar";
    const QVariantMap week = report.drill(0, -1);
    EXPECT_GE(time(week, u"from"_s).daysTo(time(week, u"until"_s)), 6);
    EXPECT_TRUE(report.drill(999, 0).isEmpty());
    report.setMetric(u"errors"_s);
    EXPECT_EQ(report.drill(0, 0)[u"outcome"_s], u"failed"_s);
    report.setPeriod(u"24h"_s);
    ASSERT_TRUE(until([&report] { return report.labels().size() > 20; }));
    const QVariantMap hour = report.drill(-1, 3);
    EXPECT_EQ(time(hour, u"from"_s).secsTo(time(hour, u"until"_s)), 3'600);

    RecordTable calls;
    calls.setKind(u"calls"_s);
    calls.setSession(&session);
    calls.setFilters(day);
    const QVariantList others = calls.otherFilters();
    ASSERT_EQ(others.size(), 2);
    EXPECT_EQ(others[0].toMap()[u"title"_s], u"Time"_s);
    EXPECT_EQ(others[1].toMap()[u"title"_s], u"Model"_s);
    calls.dropFilter(u"from"_s);
    EXPECT_EQ(calls.filters().keys(), QStringList{u"model"_s}) << "both ends of the time";
}

TEST_F(OnFake, WhatNewlyNeedsAttentionIsNoticedOnce)
{
    AttentionWatch watch;
    QStringList noticed;
    QObject::connect(&watch, &AttentionWatch::noticed, &watch,
                     [&noticed](const QString &title, const QString &, const QString &page) {
                         noticed.append(title + u' ' + page);
                     });
    const auto looks = [this](int more) {
        const auto count = [this] {
            return std::ranges::count(fake.requests(), u"/admin/overview"_s, &ApiRequest::path);
        };
        const auto before = count();
        return until([&] { return count() >= before + more; });
    };
    watch.setInterval(std::chrono::milliseconds(5));
    watch.setSession(&session);
    EXPECT_EQ(fake.calls(), 0) << "off until it is switched on";
    watch.setActive(true);
    ASSERT_TRUE(looks(3));
    EXPECT_TRUE(noticed.isEmpty()) << "what was there before: " << noticed.join(u'\n').toStdString();
    fake.data().state.news.append(
        QJsonObject{{u"kind"_s, u"database"_s}, {u"severity"_s, u"critical"_s}, {u"text"_s, u"Disk full."_s}});
    fake.data().state.news.append(
        QJsonObject{{u"kind"_s, u"other"_s}, {u"severity"_s, u"info"_s}, {u"text"_s, u"Only so."_s}});
    ASSERT_TRUE(looks(3));
    EXPECT_EQ(noticed, QStringList{u"The database can't be written overview"_s})
        << "once, and nothing that only informs";
    fake.failNext({ApiError::Kind::Unreachable});
    ASSERT_TRUE(until([&noticed] { return noticed.size() > 1; }));
    EXPECT_EQ(noticed[1], u"The server is out of reach "_s);
    watch.setActive(false);
    const int asked = fake.calls();
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, &session, [](const Outcome<JsonValue> &) {});
    ASSERT_TRUE(until([&] { return fake.calls() > asked; }));
    EXPECT_EQ(fake.calls(), asked + 1);
}

TEST_F(OnFake, FirstStepsAreToldUntilTheyAreDone)
{
    auto &state = fake.data().state;
    const QJsonArray keys = std::exchange(state.keys, {});
    FirstSteps steps;
    steps.setSession(&session);
    EXPECT_FALSE(steps.isWanted()) << "before the server has told all";
    ASSERT_TRUE(until([&steps] { return steps.isWanted(); }));
    QStringList done;
    for (const QVariant &step : steps.steps())
        done.append(step.toMap()[u"done"_s].toBool() ? u"done"_s : step.toMap()[u"action"_s].toString());
    EXPECT_EQ(done, (QStringList{u"done"_s, u"done"_s, u"done"_s, u"key.create"_s}));
    state.keys = keys;
    session.announce(u"key"_s);
    ASSERT_TRUE(until([&steps] { return !steps.isWanted(); }));
}

TEST_F(OnFake, ABalanceIsEmptyWhenNothingIsLeftToSpend)
{
    auto &accounts = fake.data().state.accounts;
    QJsonObject own = accounts.first().toObject();
    own[u"balance"_s] = 3;
    own[u"held"_s] = 3;
    own[u"available"_s] = 0;
    accounts.replace(0, own);
    BalanceReport balance;
    balance.setSession(&session);
    EXPECT_FALSE(balance.isEmpty()) << "nothing is known yet";
    ASSERT_TRUE(until([&balance] { return balance.isEmpty(); }));
    own[u"available"_s] = 0.000001;
    accounts.replace(0, own);
    session.announce(u"money"_s);
    ASSERT_TRUE(until([&balance] { return !balance.isEmpty(); }));
}

namespace {

/// Told by hand what the server measured.
class ToldLatency : public LatencyReport
{
public:
    void tell(const char *answer) { take(*JsonValue::parse(answer)); }
};

} // namespace

TEST(LatencyReport, ShowsTheHoursUpToTheServersPresentOne)
{
    ToldLatency report;
    report.tell(R"({"as_of":"2026-03-02T09:30:00.000Z","first_byte_hours":[
        {"start":"2026-03-02T09:00:00.000Z","bands":[{"from_ms":0,"calls":1},{"from_ms":256,"calls":2},{"from_ms":362,"calls":1}]},
        {"start":"2026-03-01T10:00:00.000Z","bands":[{"from_ms":65536,"calls":5}]},
        {"start":"2026-03-01T09:00:00.000Z","bands":[{"from_ms":64,"calls":7}]},
        {"start":"nonsense","bands":[{"from_ms":64,"calls":7}]}]})");
    ASSERT_EQ(report.columns().size(), 24);
    EXPECT_EQ(report.labels().size(), 24);
    EXPECT_FALSE(report.isEmpty());
    const auto column = [&report](int at) { return report.columns()[at].toList(); };
    const QVariantList present{0.25, 0.0, 0.0, 0.75, 0.0, 0.0, 0.0, 0.0};
    EXPECT_EQ(column(23), present) << "two told bands lie within one shown";
    const QVariantList slow{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0};
    EXPECT_EQ(column(0), slow) << "what is slower than the last band counts with it";
    EXPECT_TRUE(column(22).isEmpty()) << "an hour without a call";
}

TEST(LatencyReport, SaysWhatACellHolds)
{
    ToldLatency report;
    report.tell(R"({"as_of":"2026-03-02T09:30:00Z","first_byte_hours":[
        {"start":"2026-03-02T09:00:00Z","bands":[{"from_ms":0,"calls":1},{"from_ms":256,"calls":795},{"from_ms":8192,"calls":4}]}]})");
    const QString hour = report.labels()[23];
    EXPECT_EQ(report.describe(23, 3), hour + u", 256 ms to 512 ms: 99 % of 800 calls"_s);
    EXPECT_EQ(report.describe(23, 0), hour + u", < 64 ms: 0.1 % of 800 calls"_s) << "few isn't none";
    EXPECT_EQ(report.describe(23, 7), hour + u", 4.10 s and more: 0.5 % of 800 calls"_s);
    EXPECT_EQ(report.describe(22, 3), report.labels()[22] + u": no calls"_s);
    EXPECT_EQ(report.describe(24, 0), QString());
    EXPECT_EQ(report.describe(0, 8), QString());
}

TEST(LatencyReport, WithoutACallIsEmptyAndSaysSo)
{
    ToldLatency report;
    report.tell(R"({"as_of":"2026-03-02T09:30:00Z","first_byte_hours":[]})");
    EXPECT_TRUE(report.isEmpty());
    EXPECT_EQ(report.columns().size(), 24);
    report.tell(R"({"as_of":"2026-03-02T09:30:00Z","first_byte_hours":[
        {"start":"2026-03-02T09:00:00Z","bands":[{"from_ms":64,"calls":3}]}]})");
    EXPECT_FALSE(report.isEmpty());
    report.tell(R"({"first_byte_hours":[]})");
    EXPECT_TRUE(report.isEmpty()) << "nothing is left of the answer before";
}

TEST_F(OnFake, LatencyIsAskedForWithTheOverview)
{
    LatencyReport report;
    report.setSession(&session);
    ASSERT_TRUE(until([&report] { return report.isLoaded(); }));
    EXPECT_EQ(fake.requests().back().path, u"/admin/overview"_s);
    EXPECT_FALSE(report.isEmpty());
}

TEST_F(OnFake, AModelsDetailHasItsPricesAndCategories)
{
    fake.data().state.models.prepend(
        QJsonObject{{u"id"_s, u"acme/writer"_s},
                    {u"category"_s, u"BUDGET"_s},
                    {u"list_prices"_s, QJsonArray{QJsonObject{{u"input"_s, 2.5}, {u"output"_s, 10}}}}});
    RecordDetail detail;
    detail.setKind(u"model"_s);
    detail.setRecord({{u"title"_s, u"acme/writer"_s}, {u"json"_s, uR"({"id":"acme/writer","provider":"openai"})"_s}});
    detail.setRecordId(u"acme/writer"_s);
    detail.setSession(&session);
    ASSERT_TRUE(until([&detail] { return detail.prices().size() == 3; }));
    EXPECT_EQ(fake.requests().back().path, u"/admin/models/acme/writer/prices"_s);
    EXPECT_EQ(detail.title(), u"acme/writer"_s);
    EXPECT_FALSE(detail.facts().isEmpty()) << "what the row had stays";
    const auto price = [&detail](int place, const QString &member) {
        return detail.prices()[place].toMap()[member].toString();
    };
    EXPECT_TRUE(price(0, u"input"_s).contains(u"2.5"_s)) << price(0, u"input"_s).toStdString();
    EXPECT_TRUE(price(1, u"output"_s).contains(u"20"_s)) << price(1, u"output"_s).toStdString();
    EXPECT_EQ(price(2, u"source"_s), u"Catalogue"_s);
    ASSERT_EQ(detail.moves().size(), 1);
    EXPECT_EQ(detail.moves()[0].toMap()[u"to"_s], u"Budget"_s);
}
