#include <QtQuickTest/quicktest.h>

#include <admin-ui/app/only_console.h>
#include <admin-ui/charts/time_series_chart.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class Drill : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
    }
    Navigator &navigator() const { return *window->property("navigator").value<Navigator *>(); }
    bool lists(const QByteArray &filter) const
    {
        return until([&] {
            return std::ranges::any_of(fake.requests(), [this, &filter](const ApiRequest &request) {
                const QLatin1StringView list = session.operates() ? "/admin/calls?"_L1 : "/account/calls?"_L1;
                return request.path.startsWith(list) && request.path.toUtf8().contains(filter);
            });
        });
    }
};

/// Of an ordinary account.
class OwnDrill : public Drill
{
protected:
    void SetUp() override
    {
        fake.setRole({});
        Drill::SetUp();
    }
};

} // namespace

TEST_F(Drill, ABarByMouseAndByKeyboardAndARowOpenTheirCalls)
{
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(appears("breakdown1"));
    auto *course = find("course");
    auto *chart = course->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(chart);
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() == 7; }));
    const QPointF lowest(chart->xAt(5), chart->plot().bottom() - 3);
    ASSERT_TRUE(until([&] {
        const QPoint place = course->mapToScene(lowest).toPoint();
        QTest::qWait(20);
        return place == course->mapToScene(lowest).toPoint() && !QQuickTest::qIsPolishScheduled(window);
    }));
    QTest::mouseClick(window, Qt::LeftButton, {}, course->mapToScene(lowest).toPoint());
    ASSERT_TRUE(appears("chip_model"));
    EXPECT_TRUE(find("chip_from"));
    EXPECT_TRUE(lists("from="));
    picture("drill");
    const QString link = navigator().link();
    EXPECT_TRUE(link.startsWith(u"beaver://usage/requests?from="_s)) << link.toStdString();
    // The chip gives the time back, the link tells so, and back leads to the chart.
    ASSERT_TRUE(click("chip_from"));
    ASSERT_TRUE(until([this] { return !find("chip_from"); }));
    EXPECT_TRUE(until([this] { return !navigator().link().contains("from="_L1); }));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(appears("breakdown1"));
    find("course")->forceActiveFocus();
    key(Qt::Key_Left);
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_from"));
    EXPECT_FALSE(find("chip_model"));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(click("breakdown1"));
    ASSERT_TRUE(appears("chip_model"));
}

TEST_F(Drill, TheOverviewsChartsOpenTheCallsOfAnHour)
{
    ASSERT_TRUE(appears("failures"));
    auto *chart = find("failures")->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(chart);
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() > 20; }));
    find("failures")->forceActiveFocus();
    key(Qt::Key_Left);
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_from"));
    EXPECT_TRUE(navigator().link().contains(u"outcome=failed"_s)) << navigator().link().toStdString();
    EXPECT_TRUE(lists("from="));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(appears("revenue"));
    chart = find("revenue")->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() > 20; }));
    find("revenue")->forceActiveFocus();
    key(Qt::Key_Left);
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_from"));
    EXPECT_FALSE(navigator().link().contains(u"outcome"_s));
}

TEST_F(Drill, AnAccountsSpendOpensItsCalls)
{
    navigator().open(u"accounts"_s, fake.data().state.accounts[0].toObject()[u"id"_s].toString());
    ASSERT_TRUE(appears("spend"));
    auto *chart = find("spend")->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() == 30; }));
    find("spend")->forceActiveFocus();
    key(Qt::Key_Left);
    key(Qt::Key_Left); // yesterday: today may have only begun
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_account"));
    EXPECT_TRUE(find("chip_from"));
    EXPECT_TRUE(lists("account=acc_"));
}

TEST_F(OwnDrill, TheSpendOfADayOpensItsCallsAndACallItsReceipt)
{
    ASSERT_TRUE(appears("spend"));
    auto *chart = find("spend")->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(chart);
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() == 30; }));
    find("spend")->forceActiveFocus();
    key(Qt::Key_Left);
    key(Qt::Key_Left); // yesterday: today may have only begun
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_from"));
    EXPECT_TRUE(lists("from="));
    ASSERT_TRUE(appears("row2"));
    picture("own-calls");
    ASSERT_TRUE(click("row2"));
    ASSERT_TRUE(appears("fact_Charged"));
    EXPECT_TRUE(shows(u"Receipt"_s));
    EXPECT_FALSE(find("fact_Account")) << "it's one's own";
    picture("own-call");
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    // The menu has nothing of the gateway's.
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(appears("action_call.open"));
    EXPECT_FALSE(find("action_call.account"));
    key(Qt::Key_Escape);
    for (const ApiRequest &request : fake.requests())
        EXPECT_FALSE(request.path.startsWith(u"/admin/"_s)) << request.path.toStdString();
}

TEST_F(OwnDrill, UsageByKeyOpensTheCallsOfOneByItsName)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(appears("breakdown0"));
    picture("own-usage");
    console->follow(u"beaver://usage?period=7d&by=key"_s);
    const QString name = fake.data().state.keys[0].toObject()[u"name"_s].toString();
    ASSERT_TRUE(until([&] { return find("breakdown0") && shows(name); }));
    ASSERT_TRUE(click("breakdown0"));
    ASSERT_TRUE(appears("chip_key"));
    EXPECT_TRUE(lists("key=key_"));
    EXPECT_TRUE(until([this] { return !textOf("chip_key").startsWith("key_"_L1); })) << "its name, not its ID";
    ASSERT_TRUE(appears("row0"));
    picture("own-calls-of-key");
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.calls"));
    ASSERT_TRUE(appears("chip_key"));
}

TEST_F(OwnDrill, TheLogSaysWhenItIsEmptyOrDoesNotCome)
{
    fake.setEmpty(true);
    console->follow(u"beaver://usage/requests"_s);
    ASSERT_TRUE(appears("state_empty"));
    EXPECT_TRUE(until([this] { return shows(u"your API keys"_s); }));
    fake.setEmpty(false);
    ASSERT_TRUE(openPage("keys"));
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_9"_s}, 1'000);
    console->follow(u"beaver://usage/requests"_s);
    ASSERT_TRUE(appears("state_error"));
    fake.failNext({ApiError::Kind::ServerFailed}, 0);
    ASSERT_TRUE(click("retry"));
    ASSERT_TRUE(appears("row0"));
}

TEST_F(Drill, ALinkOpensAListAsItWasNarrowed)
{
    console->follow(u"beaver://usage/requests?model=gpt-4o&status=200&search=req"_s);
    ASSERT_TRUE(appears("chip_model"));
    EXPECT_EQ(textOf("chip_model"), u"gpt-4o"_s);
    EXPECT_EQ(find("filter_status")->property("value").toString(), u"200"_s);
    EXPECT_EQ(textOf("search"), u"req"_s);
    EXPECT_TRUE(lists("model=gpt-4o"));
    console->follow(u"beaver://usage?period=30d&by=provider"_s);
    ASSERT_TRUE(
        until([this] { return find("groupBy") && find("groupBy")->property("value").toString() == u"provider"_s; }));
    EXPECT_EQ(navigator().link(), u"beaver://usage?by=provider&period=30d&show=cost"_s);
    // A list keeps its filters while one of its own is looked at.
    console->follow(u"beaver://accounts?status=suspended"_s);
    ASSERT_TRUE(until([this] {
        return find("filter_status") && find("filter_status")->property("value").toString() == u"suspended"_s;
    }));
    EXPECT_EQ(navigator().link(), u"beaver://accounts?status=suspended"_s);
}

TEST_F(Drill, ALinkLeadsToAPartOfAPageAndItsFiltersStayApart)
{
    const auto filtered = [this](const char *box, const QString &value) {
        return until([&] { return find(box) && find(box)->property("value").toString() == value; });
    };
    console->follow(u"beaver://billing?type=refund&search=north"_s);
    ASSERT_TRUE(filtered("filter_type", u"refund"_s));
    EXPECT_EQ(textOf("search"), u"north"_s);
    console->follow(u"beaver://billing/vouchers?search=spring"_s);
    ASSERT_TRUE(until([this] { return !find("filter_type") && textOf("search") == u"spring"_s; }));
    EXPECT_EQ(find("part")->property("value").toString(), u"vouchers"_s);
    EXPECT_EQ(navigator().link(), u"beaver://billing/vouchers?search=spring"_s);
    // Pressed, the other part keeps what it was narrowed by, and the link tells that.
    ASSERT_TRUE(click("option_transactions"));
    ASSERT_TRUE(filtered("filter_type", u"refund"_s));
    EXPECT_TRUE(
        until([this] { return navigator().link() == u"beaver://billing/transactions?search=north&type=refund"_s; }));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(until([this] { return textOf("search") == u"spring"_s; }));
    ASSERT_TRUE(openPage("audit"));
    EXPECT_EQ(navigator().link(), u"beaver://audit"_s) << "nothing of the other page's";
}

TEST_F(Drill, PricingProvidersAndSettingsTellTheirFiltersInTheLink)
{
    console->follow(u"beaver://pricing?category=PREMIUM"_s);
    ASSERT_TRUE(until([this] {
        return find("filter_category") && find("filter_category")->property("value").toString() == u"PREMIUM"_s;
    }));
    ASSERT_TRUE(click("category_PREMIUM"));
    EXPECT_TRUE(until([this] { return navigator().link() == u"beaver://pricing"_s; }))
        << navigator().link().toStdString();
    console->follow(u"beaver://pricing/aliases?search=gpt"_s);
    ASSERT_TRUE(until([this] { return textOf("search") == u"gpt"_s && !find("filter_category"); }));
    console->follow(u"beaver://providers?search=openai"_s);
    ASSERT_TRUE(until([this] { return textOf("search") == u"openai"_s; }));
    EXPECT_EQ(navigator().link(), u"beaver://providers?search=openai"_s);
    console->follow(u"beaver://settings/mail?state=failed"_s);
    ASSERT_TRUE(until(
        [this] { return find("filter_state") && find("filter_state")->property("value").toString() == u"failed"_s; }));
    EXPECT_EQ(navigator().link(), u"beaver://settings/mail?state=failed"_s);
    ASSERT_TRUE(click("tab_webhooks"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("filter_state"));
    EXPECT_TRUE(navigator().link().startsWith(u"beaver://settings/webhooks/"_s)) << navigator().link().toStdString();
    console->follow(u"beaver://settings/nowhere"_s);
    EXPECT_TRUE(until([this] { return !find("filter_state") && !find("row0"); })) << "the first part";
}

TEST_F(Drill, ALinkThatComesBeforeSignInWaitsForIt)
{
    session.signOut();
    ASSERT_TRUE(appears("password"));
    console->follow(u"beaver://audit?search=maya"_s);
    signIn();
    ASSERT_TRUE(until([this] { return navigator().page() == u"audit"_s; }));
    EXPECT_TRUE(until([this] { return textOf("search") == u"maya"_s; }));
}

TEST(OnlyConsole, TheSecondHandsItsLinkToTheFirst)
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"meeting"_s);
    const OnlyConsole second(name);
    EXPECT_FALSE(second.handOver(u"beaver://keys"_s)) << "nobody is there";
    OnlyConsole first(name);
    QStringList asked;
    QObject::connect(&first, &OnlyConsole::asked, &first, [&asked](const QString &link) { asked.append(link); });
    first.listen();
    std::atomic<int> taken = 0;
    std::thread start([&] {
        const OnlyConsole third(name);
        taken += third.handOver(u"beaver://keys?search=a b"_s) ? 1 : 0;
        taken += third.handOver({}) ? 1 : 0;
        taken += third.handOver(u"https://elsewhere.example"_s) ? 10 : 0;
        taken += 100;
    });
    EXPECT_TRUE(QTest::qWaitFor([&] { return taken >= 100; }, 60'000));
    start.join();
    EXPECT_EQ(taken, 102);
    EXPECT_EQ(asked, (QStringList{u"beaver://keys?search=a b"_s, QString()}));
}

} // namespace beaver::admin
