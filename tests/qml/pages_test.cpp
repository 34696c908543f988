#include <QAccessible>
#include <QClipboard>
#include <QDateTime>
#include <QFile>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QtQuickTest/quicktest.h>

#include <admin-ui/charts/time_series_chart.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>
#include <tests/qml/looks.h>

#include <algorithm>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class Pages : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
    }
    Navigator *navigator() const { return window->property("navigator").value<Navigator *>(); }
};

} // namespace

TEST_F(Pages, EachLoadsWithoutAWarningInBothThemesAndInTheSmallestWindow)
{
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        preferences.setTheme(theme);
        for (const QString &page : navigator()->pageNames()) {
            navigator()->open(page);
            ASSERT_TRUE(until([this] { return find("page") && find("page")->property("status").toInt() == 1; }))
                << page.toStdString();
            QTest::qWait(30);
        }
        window->resize(1024, 640);
    }
}

TEST_F(Pages, EachSaysWhenItsDataDoesNotCome)
{
    for (const char *page : {"accounts", "keys", "audit", "billing", "providers"}) {
        fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_9"_s}, 1'000);
        ASSERT_TRUE(openPage(page));
        ASSERT_TRUE(appears("state_error")) << page;
        fake.failNext({ApiError::Kind::ServerFailed}, 0);
        ASSERT_TRUE(click("retry")) << page;
        ASSERT_TRUE(appears("row0")) << page;
    }
}

TEST_F(Pages, ThePaletteOpensByKeyboardAndGoesWhereItIsTold)
{
    key(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return find("paletteField") && find("paletteField")->hasActiveFocus(); }));
    type("audit");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return navigator()->page() == u"audit"_s; }));
}

TEST_F(Pages, ThePaletteFindsAnAccountAmongManyAndSaysWhenItCannotAsk)
{
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = fake.data().state.accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"full_name"_s] = u"Crowd %1"_s.arg(i);
        fake.data().state.accounts.append(one);
    }
    key(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return find("paletteField") && find("paletteField")->hasActiveFocus(); }));
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s}, 5);
    type("crowd 299");
    ASSERT_TRUE(appears("paletteRetry"));
    ASSERT_TRUE(click("paletteRetry"));
    ASSERT_TRUE(until([this] { return shows(u"Crowd 299"_s) && !find("paletteRetry"); }));
    picture("palette-search");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return navigator()->subject() == u"acc_more299"_s; }));
}

TEST_F(Pages, TheIdOfACallThatIsTypedLeadsToIt)
{
    const QString id = fake.data().state.call(700)[u"id"_s].toString();
    navigator()->open(u"usage"_s, u"requests"_s);
    ASSERT_TRUE(appears("row0"));
    key(Qt::Key_Slash);
    ASSERT_TRUE(until([this] { return find("search") && find("search")->hasActiveFocus(); }));
    type(id.toLatin1().constData());
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("closeSheet")) << "its page, though the list hasn't loaded it";
}

TEST_F(Pages, AHitOfThePaletteIsTakenByMouse)
{
    key(Qt::Key_K, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return find("paletteField") && find("paletteField")->hasActiveFocus(); }));
    type("audit");
    ASSERT_TRUE(click("hit0"));
    ASSERT_TRUE(until([this] { return navigator()->page() == u"audit"_s; }));
}

TEST_F(Pages, KeysGoToPages)
{
    key(Qt::Key_G);
    key(Qt::Key_A);
    ASSERT_TRUE(until([this] { return navigator()->page() == u"accounts"_s; }));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(until([this] { return navigator()->page() == u"overview"_s; }));
}

TEST_F(Pages, DeletingWantsTheNameTyped)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more1"));
    ASSERT_TRUE(click("action_account.delete"));
    ASSERT_TRUE(appears("confirmWord"));
    EXPECT_FALSE(find("confirm")->isEnabled());
    const qsizetype before = fake.data().state.accounts.size();
    ASSERT_TRUE(click("confirmWord"));
    type("platform@lumen-labs.example");
    ASSERT_TRUE(until([this] { return find("confirm")->isEnabled(); }));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this, before] { return fake.data().state.accounts.size() == before - 1; }));
}

TEST_F(Pages, AKeysMetadataIsMendedAtItsFieldAndShownInItsDetail)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.edit"));
    ASSERT_TRUE(appears("field_name"));
    QQuickItem *metadata = find("field_metadata");
    ASSERT_TRUE(metadata);
    EXPECT_FALSE(metadata->property("failed").toBool());
    metadata->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_A, Qt::ControlModifier);
    type("{\"team\": ");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([metadata] { return metadata->property("failed").toBool(); }));
    picture("key_form");
    metadata->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_End, Qt::ControlModifier);
    type("\"billing\"}");
    EXPECT_FALSE(metadata->property("failed").toBool());
    key(Qt::Key_Tab);
    EXPECT_FALSE(metadata->hasActiveFocus()) << "the tabulator goes on";
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until(
        [this] { return fake.data().state.keys[0].toObject()[u"metadata"_s].toObject()[u"team"_s] == u"billing"_s; }));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("closeSheet"));
    ASSERT_TRUE(appears("fact_Metadata"));
    EXPECT_EQ(textOf("fact_Metadata"), u"team: billing"_s);
    picture("key_detail");
}

TEST_F(Pages, AKeysDetailTellsItsUseAndWhatWasDoneWithIt)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.disable"));
    ASSERT_TRUE(click("undo"));
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_9"_s}, 3);
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return find("spentError") && find("historyError"); }));
    QMetaObject::invokeMethod(find("spentAgain"), "clicked");
    ASSERT_TRUE(until([this] { return find("spent1") && !find("spentError"); }));
    picture("key-use");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return find("history") && find("spentByDay"); }));
    EXPECT_TRUE(until([this] { return shows(u"Changed"_s) && shows(u"Made"_s); }));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    auto *chart = find("spentByDay")->property("chart").value<TimeSeriesChart *>();
    ASSERT_TRUE(chart);
    ASSERT_TRUE(until([chart] { return chart->property("count").toInt() == 30; }));
    find("spentByDay")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Left);
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("chip_key"));
    EXPECT_TRUE(find("chip_from"));
    EXPECT_TRUE(until([this] { return !find("closeSheet"); }));
    const QString link = navigator()->link();
    EXPECT_TRUE(link.contains("from="_L1 + before.addDays(-1).date().toString(Qt::ISODate)) ||
                link.contains("from="_L1 + before.date().toString(Qt::ISODate)))
        << link.toStdString();
}

TEST_F(Pages, AKeyIsMadeWithBoundsLimitsAndASigningSecret)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("newKey"));
    ASSERT_TRUE(appears("field_name"));
    picture("new-key");
    find("field_name")->forceActiveFocus(Qt::TabFocusReason);
    type("web shop");
    EXPECT_FALSE(find("field_request_cap"));
    const auto press = [this](const char *name) {
        if (!appears(name))
            return false;
        find(name)->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Space);
        return true;
    };
    ASSERT_TRUE(press("part_bounds"));
    ASSERT_TRUE(appears("field_request_cap"));
    find("field_request_cap")->forceActiveFocus(Qt::TabFocusReason);
    type("1000");
    picture("new-key-bounds");
    ASSERT_TRUE(press("field_can_sign"));
    ASSERT_TRUE(press("part_limits"));
    ASSERT_TRUE(appears("field_limits.spend_per_month"));
    find("field_limits.spend_per_month")->forceActiveFocus(Qt::TabFocusReason);
    type("250");
    picture("new-key-limits");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("otherSecret"));
    picture("new-key-secrets");
    ASSERT_TRUE(click("copyOtherSecret"));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), textOf("otherSecret"));
    ASSERT_TRUE(click("stored"));
    const QJsonObject made = fake.data().state.keys[0].toObject();
    EXPECT_EQ(made[u"request_cap"_s], 1000);
    EXPECT_EQ(made[u"limits"_s][u"spend_per_month"_s], 250);
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("fact_Spend per month"));
    EXPECT_EQ(textOf("fact_Signatures"), u"Taken"_s);
    picture("new-key-detail");
}

TEST_F(Pages, AnEndpointIsToldWhenToHedge)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("providers"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_endpoint.edit"));
    ASSERT_TRUE(appears("part_further"));
    ASSERT_TRUE(click("part_further"));
    ASSERT_TRUE(appears("field_timeouts.hedge_ms"));
    find("field_timeouts.hedge_ms")->forceActiveFocus(Qt::TabFocusReason);
    type("800");
    picture("endpoint_form");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] {
        return fake.data().state.endpoints[0].toObject()[u"timeouts"_s].toObject()[u"hedge_ms"_s].toInt() == 800;
    }));
}

TEST_F(Pages, AnEndpointIsSwitchedInItsRowByMouseAndByKeyboard)
{
    const auto status = [this] { return fake.data().state.endpoints[0].toObject()[u"status"_s].toString(); };
    ASSERT_TRUE(openPage("providers"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("switch"));
    ASSERT_TRUE(until([&] { return status() == u"paused"_s; }));
    ASSERT_TRUE(appears("undo"));
    QQuickItem *list = find("list");
    ASSERT_TRUE(list);
    list->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Home);
    ASSERT_TRUE(until([this] { return !find("switch")->property("checked").toBool(); }));
    key(Qt::Key_Space);
    ASSERT_TRUE(until([&] { return status() == u"active"_s; }));
    ASSERT_TRUE(until([this] { return find("switch")->property("checked").toBool(); }));
}

TEST_F(Pages, TheFailoverOrderIsMovedByKeyboardAndByMouseAndTakenBack)
{
    const auto priority = [this](const char *name) {
        for (const auto &each : fake.data().state.endpoints)
            if (each.toObject()[u"name"_s] == QLatin1StringView(name))
                return each.toObject()[u"priority"_s].toInt();
        return -1;
    };
    for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
        window->resize(size);
        ASSERT_TRUE(openPage("providers"));
        ASSERT_TRUE(appears("row0"));
        if (size.height() < 780) {
            QQuickItem *view = find("providersView");
            ASSERT_TRUE(view);
            view->forceActiveFocus(Qt::TabFocusReason);
            key(Qt::Key_Right);
        }
        ASSERT_TRUE(appears("failover2"));
        ASSERT_TRUE(appears("heatmap"));
        picture(size.height() < 780 ? "providers_order_small" : "providers_order");
    }
    ASSERT_LT(priority("openai-us"), priority("openai-eu"));
    QQuickItem *list = find("failoverList");
    ASSERT_TRUE(list);
    list->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Down, Qt::AltModifier);
    ASSERT_TRUE(until([&] { return priority("openai-eu") < priority("openai-us"); }));
    EXPECT_LT(priority("openai-us"), priority("litellm-1")) << "between the two that follow each other now";
    ASSERT_TRUE(appears("undoOrder"));
    ASSERT_TRUE(click("undoOrder"));
    ASSERT_TRUE(until([&] { return priority("openai-us") < priority("openai-eu"); }));
    ASSERT_TRUE(until([this] { return !find("undoOrder") && find("grip2"); }));

    // Dragged by its handle, step by step as a hand moves.
    QQuickItem *grip = find("grip2");
    const QPoint from = grip->mapToScene(QPointF(grip->width() / 2, grip->height() / 2)).toPoint();
    const int height = static_cast<int>(find("failover0")->height());
    QTest::mouseMove(window, from);
    QTest::mousePress(window, Qt::LeftButton, {}, from);
    for (int y = 1; y <= 2 * height + 4; y += 4) {
        QTest::mouseMove(window, from - QPoint(0, y));
        QTest::qWait(1);
    }
    QTest::mouseRelease(window, Qt::LeftButton, {}, from - QPoint(0, 2 * height + 4));
    ASSERT_TRUE(until([&] { return priority("litellm-1") < priority("openai-us"); }))
        << from.x() << ", " << from.y() << " of " << window->width() << " x " << window->height();
    EXPECT_LT(priority("openai-us"), priority("openai-eu"));
}

TEST_F(Pages, ADragGoesOnWhenSomebodyElseChangesTheOrder)
{
    auto &endpoints = fake.data().state.endpoints;
    const auto priority = [&endpoints](const char *name) {
        for (const auto &each : endpoints)
            if (each.toObject()[u"name"_s] == QLatin1StringView(name))
                return each.toObject()[u"priority"_s].toInt();
        return -1;
    };
    window->resize(1440, 900);
    ASSERT_TRUE(openPage("providers"));
    ASSERT_TRUE(appears("grip2"));
    ASSERT_TRUE(until([this] { return !QQuickTest::qIsPolishScheduled(window); }));
    const QQuickItem *grip = find("grip2");
    const QPoint from = grip->mapToScene(QPointF(grip->width() / 2, grip->height() / 2)).toPoint();
    const int height = static_cast<int>(find("failover0")->height());
    const auto moveBy = [&](int first, int last) {
        for (int y = first; y <= last; y += 4) {
            QTest::mouseMove(window, from - QPoint(0, y));
            QTest::qWait(1);
        }
    };
    QTest::mouseMove(window, from);
    QTest::mousePress(window, Qt::LeftButton, {}, from);
    moveBy(1, height);

    QJsonObject other = endpoints.first().toObject();
    other[u"id"_s] = u"end_other"_s;
    other[u"name"_s] = u"other"_s;
    other[u"priority"_s] = 900;
    endpoints.append(other);
    session.announce(u"endpoint"_s);
    bool answered = false;
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, window,
                 [&](const Outcome<JsonValue> &) { answered = true; });
    ASSERT_TRUE(until([&] { return answered; }));

    moveBy(height, 2 * height + 4);
    EXPECT_FALSE(find("failover3")) << "not yet";
    QTest::mouseRelease(window, Qt::LeftButton, {}, from - QPoint(0, 2 * height + 4));
    ASSERT_TRUE(until([&] { return priority("litellm-1") < priority("openai-us"); }));
    EXPECT_EQ(priority("other"), 900);
    ASSERT_TRUE(appears("failover3"));
}

TEST_F(Pages, APlansLimitsAreChangedAtItsCard)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("limits"));
    ASSERT_TRUE(click("plan_pro"));
    ASSERT_TRUE(click("action_plan.edit"));
    ASSERT_TRUE(appears("field_limits.requests_per_minute"));
    ASSERT_TRUE(until([this] { return find("field_limits.requests_per_minute")->property("text") == u"600"_s; }));
    picture("plan_form");
    find("field_limits.requests_per_hour")->forceActiveFocus(Qt::TabFocusReason);
    type("9000");
    find("field_limits.requests_per_hour.shadow")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] {
        const QJsonObject limit =
            fake::find(fake.data().state.plans, u"pro"_s)[u"limits"_s][u"requests_per_hour"_s].toObject();
        return limit[u"amount"_s] == 9'000 && limit[u"shadow"_s] == true;
    }));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    picture("plans");
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.limits"));
    ASSERT_TRUE(appears("field_limits.spend_total"));
}

TEST_F(Pages, AModelsPriceHistoryIsOpenedFromItsMenu)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.history"));
    ASSERT_TRUE(appears("prices"));
    picture("prices");
}

TEST_F(Pages, AnEarlierPriceOfAModelIsRestored)
{
    const QJsonObject before = fake.data().state.models.first().toObject();
    const double input = before[u"list_prices"_s].toArray().first().toObject()[u"input"_s].toDouble();
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.history"));
    ASSERT_TRUE(appears("restore1"));
    EXPECT_FALSE(find("restore0")) << "it holds today";
    find("restore1")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(appears("field_list_prices.input"));
    EXPECT_EQ(textOf("field_list_prices.input").toDouble(), input * 2) << "as it was then";
    picture("restore");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    const QJsonArray models = fake.data().state.models;
    const auto now = std::find_if(models.begin(), models.end(),
                                  [&](const auto &each) { return each.toObject()[u"id"_s] == before[u"id"_s]; });
    ASSERT_NE(now, models.end());
    EXPECT_EQ((*now).toObject()[u"list_prices"_s].toArray().first().toObject()[u"input"_s].toDouble(), input * 2);
}

TEST_F(Pages, TheHeatmapIsReadByKeyboard)
{
    window->resize(1440, 900);
    ASSERT_TRUE(openPage("providers"));
    ASSERT_TRUE(appears("heatmap"));
    find("heatmap")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Left);
    const QQuickItem *card = find("latency");
    EXPECT_EQ(card->property("column").toInt(), 23) << "begins with the present hour";
    key(Qt::Key_Left);
    key(Qt::Key_Up);
    EXPECT_EQ(card->property("column").toInt(), 22);
    EXPECT_EQ(card->property("band").toInt(), 1);
    picture("heatmap");
}

TEST_F(Pages, SuspendingCanBeUndone)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.suspend"));
    ASSERT_TRUE(until([this] { return fake.data().state.accounts[0].toObject()[u"status"_s] == u"suspended"_s; }));
    ASSERT_TRUE(click("undo"));
    ASSERT_TRUE(until([this] { return fake.data().state.accounts[0].toObject()[u"status"_s] == u"active"_s; }));
}

TEST_F(Pages, AFormAndItsPageAreThereAgainAfterASessionThatEndedByItself)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.topUp"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("37.5");
    fake.endSession();
    ASSERT_TRUE(appears("password"));
    signIn();
    ASSERT_TRUE(appears("field_amount"));
    EXPECT_EQ(textOf("field_amount"), u"37.5"_s);
    EXPECT_EQ(window->property("navigator").value<Navigator *>()->page(), u"accounts"_s);
    picture("form_again");
}

TEST_F(Pages, AFormIsSavedByKeyboardAndAsksBeforeWhatWasTypedIsLost)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.edit"));
    ASSERT_TRUE(until([this] { return find("field_full_name") && find("field_full_name")->hasActiveFocus(); }));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("formDialog") && !find("field_full_name"); })) << "nothing was typed";
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.edit"));
    ASSERT_TRUE(until([this] { return find("field_full_name") && find("field_full_name")->hasActiveFocus(); }));
    type(" Inc");
    const QString typed = textOf("field_full_name");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return find("stay") && find("stay")->hasActiveFocus(); }));
    picture("form_leave");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return find("field_full_name")->hasActiveFocus() && !find("stay"); }));
    EXPECT_EQ(textOf("field_full_name"), typed);
    key(Qt::Key_Escape);
    ASSERT_TRUE(click("leave"));
    ASSERT_TRUE(until([this] { return !find("field_full_name"); }));
    EXPECT_NE(fake.data().state.accounts[0].toObject()[u"full_name"_s], typed);
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.edit"));
    ASSERT_TRUE(until([this] { return find("field_full_name") && find("field_full_name")->hasActiveFocus(); }));
    type(" Inc");
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(until([&] { return fake.data().state.accounts[0].toObject()[u"full_name"_s] == typed; }));
    ASSERT_TRUE(until([this] { return !find("field_full_name"); }));
}

TEST_F(Pages, AFormTellsWhatSomebodyElseChangedMeanwhile)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.edit"));
    ASSERT_TRUE(until([this] { return find("field_full_name") && find("field_full_name")->hasActiveFocus(); }));
    QJsonObject account = fake.data().state.accounts[0].toObject();
    account[u"full_name"_s] = u"Theirs"_s;
    fake.data().state.accounts[0] = account;
    fake.data().state.note(u"account.change"_s, account[u"id"_s].toString());
    key(Qt::Key_A, Qt::ControlModifier);
    type("Mine");
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(appears("meanwhile"));
    ASSERT_TRUE(until([this] { return textOf("meanwhile").contains(u"admin@beaver.example"_s); }));
    EXPECT_TRUE(textOf("meanwhile").contains(u"Theirs"_s));
    picture("form_meanwhile");
    ASSERT_TRUE(click("review"));
    ASSERT_TRUE(until([this] { return !find("meanwhile") && find("field_full_name")->hasActiveFocus(); }));
    EXPECT_EQ(textOf("field_full_name"), u"Mine"_s);
    picture("form_reviewed");
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return fake.data().state.accounts[0].toObject()[u"full_name"_s] == u"Mine"_s; }));
}

TEST_F(Pages, SettingsTellWhatSomebodyElseChangedMeanwhile)
{
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(appears("setting_seller_name"));
    fake.data().state.settings[u"seller_email"_s] = u"theirs@beaver.example"_s;
    fill({"setting_seller_name"}, "Mine");
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(appears("meanwhile"));
    EXPECT_TRUE(textOf("meanwhile").contains(u"theirs@beaver.example"_s));
    EXPECT_NE(fake.data().state.settings[u"seller_name"_s], u"Mine"_s);
    picture("settings_meanwhile");
    ASSERT_TRUE(click("review"));
    ASSERT_TRUE(until([this] { return textOf("setting_seller_email") == u"theirs@beaver.example"_s; }));
    EXPECT_EQ(textOf("setting_seller_name"), u"Mine"_s);
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return fake.data().state.settings[u"seller_name"_s] == u"Mine"_s; }));
    EXPECT_EQ(fake.data().state.settings[u"seller_email"_s], u"theirs@beaver.example"_s);
}

TEST_F(Pages, ColumnsAreChosenByKeyboardAndKept)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(appears("column4"));
    find("columns")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("columnList") && find("columnList")->hasActiveFocus(); }));
    picture("columns");
    key(Qt::Key_Down);
    key(Qt::Key_Space);
    ASSERT_TRUE(
        until([this] { return preferences.tableColumns(u"accounts"_s, 11) == (QVariantList{0, 2, 3, 4, 5, 6}); }));
    EXPECT_EQ(find("columnList")->property("currentIndex").toInt(), 6) << "it stays where the focus is";
    key(Qt::Key_Up);
    key(Qt::Key_Up, Qt::AltModifier);
    ASSERT_TRUE(
        until([this] { return preferences.tableColumns(u"accounts"_s, 11) == (QVariantList{0, 2, 3, 4, 6, 5}); }));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("columnList"); }));
    ASSERT_TRUE(until([this] { return find("columns")->hasActiveFocus(); }));
    picture("columns-chosen");
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(until([this] { return textOf("column1") == u"Status"_s; })) << textOf("column1").toStdString();
    ASSERT_TRUE(click("columns"));
    ASSERT_TRUE(click("resetColumns"));
    ASSERT_TRUE(until([this] { return textOf("column1") == u"Plan"_s; }));
    EXPECT_TRUE(preferences.tableColumns(u"accounts"_s, 11).isEmpty());
}

TEST_F(Pages, AllThatMatchIsSuspendedAfterItsNumberIsTyped)
{
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = fake.data().state.accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"email"_s] = u"crowd%1@crowd.example"_s.arg(i);
        fake.data().state.accounts.append(one);
    }
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("search"));
    type("crowd.example");
    ASSERT_TRUE(until([this] { return shows(u"of 300 are loaded"_s); }));
    find("list")->forceActiveFocus();
    key(Qt::Key_A, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return textOf("matchingText") == u"All 100 loaded rows are selected."_s; }));
    EXPECT_EQ(textOf("selectMatching"), u"Select all 300 that match"_s);
    picture("matching");
    key(Qt::Key_A, Qt::ControlModifier);
    ASSERT_TRUE(until([this] { return textOf("matchingText") == u"All 300 that match are selected."_s; }));
    ASSERT_TRUE(click("suspendSelected"));
    ASSERT_TRUE(until([this] { return find("bulkWord") && find("bulkWord")->hasActiveFocus(); }));
    EXPECT_FALSE(find("bulkConfirm")->isEnabled());
    type("300");
    picture("bulk-asking");
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s}, 2);
    key(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(appears("bulkFailures"));
    EXPECT_TRUE(shows(u"Done for 298. Failed for 2."_s));
    picture("bulk-done");
    ASSERT_TRUE(click("bulkRetry"));
    ASSERT_TRUE(until([this] { return shows(u"Done for 300."_s); }));
    ASSERT_TRUE(click("bulkUndo"));
    ASSERT_TRUE(until([this] {
        const QJsonArray &accounts = fake.data().state.accounts;
        return std::none_of(accounts.begin(), accounts.end(), [](const auto &each) {
            return each.toObject()[u"email"_s].toString().endsWith("crowd.example"_L1) &&
                   each.toObject()[u"status"_s] != u"active"_s;
        });
    }));
    ASSERT_TRUE(until([this] { return find("bulkClose") && find("bulkClose")->isVisible(); }));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("bulkClose"); }));
}

TEST_F(Pages, ThePlanOfWhatIsSelectedIsChangedInAForm)
{
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row3"));
    find("list")->forceActiveFocus();
    key(Qt::Key_X);
    key(Qt::Key_Down);
    key(Qt::Key_X);
    ASSERT_TRUE(click("moreSelected"));
    ASSERT_TRUE(click("planSelected"));
    ASSERT_TRUE(until([this] { return find("field_plan") && shows(u"2 accounts"_s); }));
    picture("bulk-plan");
    QMetaObject::invokeMethod(find("field_plan"), "picked", Q_ARG(QString, u"enterprise"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("bulkWord") && find("bulkWord")->hasActiveFocus(); }));
    picture("bulk-plan-asking");
    type("2");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return shows(u"Done for 2."_s); }));
    for (const int place : {0, 1})
        EXPECT_EQ(fake.data().state.accounts[place].toObject()[u"plan"_s], u"enterprise"_s);
    ASSERT_TRUE(click("bulkClose"));
    ASSERT_TRUE(until([this] { return !find("bulkClose"); }));
}

TEST_F(Pages, TheConversationIsThereAgainToo)
{
    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(
        until([this] { return find("attach") && find("attach")->isEnabled() && find("composer")->hasActiveFocus(); }));
    type("How many");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("saveChat")->isEnabled() && !textOf("summary").isEmpty(); }));
    const QString summary = textOf("summary");
    fake.endSession();
    ASSERT_TRUE(appears("password"));
    signIn();
    ASSERT_TRUE(until([&] { return textOf("summary") == summary; }));
    picture("conversation_again");
}

TEST_F(Pages, WantedMarkupsAreThereAgainToo)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(until([this] { return find("markup_BUDGET") && find("resetMarkups"); }));
    EXPECT_FALSE(find("resetMarkups")->isEnabled());
    find("markup_BUDGET")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Right);
    ASSERT_TRUE(until([this] { return find("resetMarkups")->isEnabled(); }));
    const QVariant wanted = find("markup_BUDGET")->property("value");
    fake.endSession();
    ASSERT_TRUE(appears("password"));
    signIn();
    ASSERT_TRUE(until([this] { return find("resetMarkups") && find("resetMarkups")->isEnabled(); }));
    EXPECT_EQ(find("markup_BUDGET")->property("value"), wanted);
}

TEST_F(Pages, ACategorysCutIsMovedAndWhatWouldMoveIsShown)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(appears("editCategory_BUDGET"));
    picture("categories");
    find("editCategory_BUDGET")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("action_category.cut") != nullptr; }));
    ASSERT_TRUE(click("action_category.cut"));
    ASSERT_TRUE(until([this] { return find("field_percentile") && find("field_percentile")->hasActiveFocus(); }));
    EXPECT_EQ(textOf("field_percentile"), u"40"_s);
    picture("category-cut");
    key(Qt::Key_A, Qt::ControlModifier);
    type("35");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return shows(u"2 models would move at the next recalculation."_s); }));
    EXPECT_EQ(fake.data().state.categories[1].toObject()[u"percentile"_s].toInt(), 40) << "only asked";
    picture("category-cut-forecast");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("applyRecalculation") && find("applyRecalculation")->isEnabled(); }));
    EXPECT_EQ(fake.data().state.categories[1].toObject()[u"percentile"_s].toInt(), 35);
    ASSERT_TRUE(until([this] { return shows(u"20, 35, 60, 80"_s); }));
    picture("category-cut-moves");
    ASSERT_TRUE(click("applyRecalculation"));
    ASSERT_TRUE(until([this] { return !find("applyRecalculation"); }));
    // The dearest category has no upper cut, and a markup alone moves nothing.
    find("editCategory_ULTRA_PREMIUM")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("action_category.edit") != nullptr; }));
    EXPECT_FALSE(find("action_category.cut"));
    ASSERT_TRUE(click("action_category.edit"));
    ASSERT_TRUE(
        until([this] { return find("field_markup_percent") && find("field_markup_percent")->hasActiveFocus(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type("11");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return shows(u"The calls of the last 30 days would have brought"_s); }));
    EXPECT_NE(fake.data().state.categories[4].toObject()[u"markup_percent"_s].toDouble(), 11) << "only asked";
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("field_markup_percent"); }));
    EXPECT_EQ(fake.data().state.categories[4].toObject()[u"markup_percent"_s].toDouble(), 11);
    EXPECT_FALSE(find("applyRecalculation"));
}

TEST_F(Pages, SigningOutEverywhereEndsThisSessionToo)
{
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_security"));
    ASSERT_TRUE(click("signOutEverywhere"));
    ASSERT_TRUE(until([this] { return find("confirm") != nullptr; }));
    EXPECT_TRUE(until([this] { return shows(u"this one too"_s); }));
    picture("sign-out-everywhere");
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s});
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return shows(u"Out of order."_s); }));
    EXPECT_TRUE(session.isSignedIn());
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(appears("password"));
    EXPECT_FALSE(session.isSignedIn());
    EXPECT_EQ(session.notice(), u"You are signed out everywhere."_s);
}

TEST_F(Pages, TheQuestionBegunIsThereAgainToo)
{
    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(until([this] { return find("composer") && find("composer")->hasActiveFocus(); }));
    type("How many");
    EXPECT_EQ(textOf("composer"), u"How many"_s);
    fake.endSession();
    ASSERT_TRUE(appears("password"));
    signIn();
    ASSERT_TRUE(appears("composer"));
    EXPECT_EQ(textOf("composer"), u"How many"_s);
}

TEST_F(Pages, AServerOfAnotherVersionIsToldOnceSignedIn)
{
    session.signOut();
    ASSERT_TRUE(appears("password"));
    const QString before = QCoreApplication::applicationVersion();
    QCoreApplication::setApplicationVersion(u"0.3.0"_s);
    fake.setVersion(u"0.2.0"_s);
    signIn();
    ASSERT_TRUE(appears("versionNotice"));
    EXPECT_TRUE(textOf("versionNotice").startsWith(u"The server is Beaver 0.2.0, this console 0.3.0."_s));
    picture("older_server");
    ASSERT_TRUE(click("versionSeen"));
    EXPECT_FALSE(find("versionNotice"));
    QCoreApplication::setApplicationVersion(before);
}

TEST_F(Pages, AViewIsSavedUnderANameShownAndForgotten)
{
    const auto filtered = [this] { return find("filter_status")->property("value").toString(); };
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    QMetaObject::invokeMethod(find("filter_status"), "picked", Q_ARG(QString, u"suspended"_s));
    ASSERT_TRUE(click("search"));
    type("kestrel");
    ASSERT_TRUE(until([&] { return filtered() == u"suspended"_s; }));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("views"));
    ASSERT_TRUE(click("saveView"));
    ASSERT_TRUE(until([this] { return find("viewName") && find("viewName")->hasActiveFocus(); }));
    picture("view_save");
    type("Closed falcons");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("viewName"); }));
    EXPECT_EQ(textOf("views"), u"Closed falcons"_s);

    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(appears("row0"));
    EXPECT_EQ(textOf("views"), QString()) << "a view belongs to its list";
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row1"));
    EXPECT_EQ(filtered(), QString());
    ASSERT_TRUE(click("views"));
    ASSERT_TRUE(click("view0"));
    ASSERT_TRUE(until([&] { return filtered() == u"suspended"_s && textOf("search") == u"kestrel"_s; }));
    picture("view_shown");
    ASSERT_TRUE(click("views"));
    ASSERT_TRUE(click("forgetView"));
    ASSERT_TRUE(until([this] { return textOf("views").isEmpty(); }));
    EXPECT_TRUE(preferences.savedViews(u"accounts"_s).isEmpty());
}

TEST_F(Pages, ASecondFactorIsSetUpWithItsPictureAndItsCodesAreShownOnce)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_profile"));
    ASSERT_TRUE(click("factorOn"));
    ASSERT_TRUE(appears("qrCode"));
    picture("second_factor");
    find("field_code")->forceActiveFocus(Qt::TabFocusReason);
    type("123456");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    EXPECT_EQ(textOf("secret").split(u'\n').size(), 10);
    EXPECT_FALSE(find("qrCode"));
    picture("recovery_codes");
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(appears("factorOff"));
    EXPECT_FALSE(find("factorOn"));
    picture("own_account");
}

TEST_F(Pages, AWebhooksDeliveriesAreOpenedAndLeftAgain)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_webhooks"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("crumb"));
    ASSERT_TRUE(click("more1"));
    ASSERT_TRUE(click("action_delivery.again"));
    ASSERT_TRUE(until([this] { return fake.data().state.deliveries.size() == 3; }));
    picture("deliveries");
    ASSERT_TRUE(click("crumb"));
    ASSERT_TRUE(appears("newWebhook"));
    ASSERT_TRUE(click("tab_invitations"));
    ASSERT_TRUE(appears("row1"));
    picture("invitations");
    ASSERT_TRUE(click("tab_mail"));
    ASSERT_TRUE(appears("row1"));
    ASSERT_TRUE(click("testMail"));
    ASSERT_TRUE(until([this] { return find("field_to") && find("field_to")->hasActiveFocus(); }));
    type("ops@shop.example");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("row2"));
    EXPECT_EQ(fake.data().state.mail[0].toObject()[u"to"_s], u"ops@shop.example"_s);
    picture("mail");
    ASSERT_TRUE(click("tab_cache"));
    ASSERT_TRUE(appears("row1"));
    picture("cache");
    const qsizetype kept = fake.data().state.cache.size();
    ASSERT_TRUE(click("more1"));
    ASSERT_TRUE(click("action_cache.clear"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return fake.data().state.cache.size() == kept - 1; }));
    ASSERT_TRUE(click("clearCache"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return fake.data().state.cache.isEmpty(); }));
}

TEST_F(Pages, OneSessionOfAnAccountIsEnded)
{
    const QString account = fake.data().state.accounts[0].toObject()[u"id"_s].toString();
    navigator()->open(u"accounts"_s, account);
    ASSERT_TRUE(click("tab_sessions"));
    ASSERT_TRUE(click("more1"));
    ASSERT_TRUE(click("action_session.end"));
    ASSERT_TRUE(until([this] { return fake.data().state.sessions.size() == 1; }));
    ASSERT_TRUE(until([this] { return !find("row1"); }));
    bool asked = false;
    for (const ApiRequest &request : fake.requests())
        asked |= request.path == u"/admin/accounts/"_s + account + u"/sessions/ses_2"_s;
    EXPECT_TRUE(asked);
}

TEST_F(Pages, RowsAreOpenedAndCopiedFromTheKeyboard)
{
    ASSERT_TRUE(openPage("audit"));
    ASSERT_TRUE(appears("row0"));
    find("list")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Down);
    key(Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QGuiApplication::clipboard()->text().startsWith(u"aud_"_s));
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("closeSheet"));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
}

TEST_F(Pages, EveryControlHasANameAndARole)
{
    for (const QString &page : navigator()->pageNames()) {
        navigator()->open(page);
        ASSERT_TRUE(until([this] { return find("page") && find("page")->property("status").toInt() == 1; }));
        QTest::qWait(60);
        EXPECT_EQ(untold(window->contentItem()).join(u'\n').toStdString(), "") << page.toStdString();
    }
}

TEST_F(Pages, AControlWithoutANameOrARoleIsFound)
{
    QQmlComponent component(qmlEngine(window));
    const auto made = [&](const char *source) {
        component.setData(QByteArray("import QtQuick\nimport QtQuick.Controls.Basic\n") + source, QUrl());
        auto *item = qobject_cast<QQuickItem *>(component.create());
        EXPECT_TRUE(item) << component.errorString().toStdString();
        item->setParentItem(window->contentItem());
        const QStringList found = untold(item);
        delete item;
        return found.size();
    };
    EXPECT_EQ(made("Button { Accessible.name: 'a' }"), 0);
    EXPECT_EQ(made("Button { text: 'a' }"), 0);
    EXPECT_EQ(made("Button { }"), 1) << "its role is told by Qt, its name by nobody";
    EXPECT_EQ(made("Item { activeFocusOnTab: true }"), 2);
    EXPECT_EQ(made("Item { activeFocusOnTab: true; Accessible.name: 'a' }"), 1);
    EXPECT_EQ(made("Item { Item { activeFocusOnTab: true; Accessible.name: 'a'; Accessible.role: Accessible.List } }"),
              0);
    EXPECT_EQ(made("TextField { }"), 1);
    EXPECT_EQ(made("TextField { visible: false }"), 0);
}

namespace {

/// As in a language that is read from the right.
class FromTheRight : public Pages
{
protected:
    void SetUp() override
    {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        Pages::SetUp();
    }
    void TearDown() override
    {
        Pages::TearDown();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
    /// Of its middle, from the window's left.
    double placeOf(const char *objectName) const
    {
        const QQuickItem *item = find(objectName);
        return item ? item->mapToScene(QPointF(item->width() / 2, 0)).x() : -1;
    }
};

} // namespace

TEST_F(FromTheRight, ThePagesTurnRoundAndTimeDoesNot)
{
    for (const QString &page : navigator()->pageNames()) {
        navigator()->open(page);
        ASSERT_TRUE(until([this] { return find("page") && find("page")->property("status").toInt() == 1; }))
            << page.toStdString();
        QTest::qWait(30);
    }
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("more0"));
    const auto comesBefore = [this](const char *one, const char *other) { // once both have been laid out
        return until([&] { return find(one) && find(other) && placeOf(one) > placeOf(other); });
    };
    EXPECT_TRUE(comesBefore("nav_accounts", "page")) << "the navigation is at the right";
    EXPECT_TRUE(comesBefore("check0", "more0")) << "a row begins at the right";
    EXPECT_TRUE(comesBefore("column0", "column3"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("tab_overview"));
    EXPECT_TRUE(comesBefore("tab_overview", "tab_keys"));
    auto *chart = window->findChild<TimeSeriesChart *>();
    ASSERT_TRUE(chart);
    ASSERT_TRUE(until([chart] { return chart->count() > 1; }));
    EXPECT_TRUE(until([chart] { return chart->xAt(0) < chart->xAt(1); })) << "time goes on to the right";
}

TEST_F(FromTheRight, ADrawerComesFromTheLeft)
{
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("closeSheet"));
    ASSERT_TRUE(until([this] { return placeOf("closeSheet") > 0 && placeOf("closeSheet") < 60; }));
}

TEST_F(Pages, APastPriceIsCorrectedAfterItsDryRunWasSeen)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.correct"));
    ASSERT_TRUE(until([this] { return find("field_from") && find("field_from")->hasActiveFocus(); }));
    type("2026-01-31 12:00");
    ASSERT_TRUE(click("field_list_prices.input"));
    key(Qt::Key_A, Qt::ControlModifier);
    type("1.25");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("correction");
    const qsizetype before = fake.data().state.corrections.size();
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return fake.data().state.corrections.size() == before + 1 && !find("submit"); }));
    ASSERT_TRUE(click("option_corrections"));
    ASSERT_TRUE(appears("row1"));
    picture("corrections");
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("closeSheet"));
    picture("correction-detail");
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    window->resize(1024, 640);
    ASSERT_TRUE(click("option_models"));
    picture("pricing-small");
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(click("option_corrections"));
    ASSERT_TRUE(appears("row1"));
}

TEST_F(Pages, TheGatewaysPolicyIsChangedAfterItWasCompared)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(until([this] { return find("policy") && find("policy")->isEnabled(); }));
    EXPECT_FALSE(find("policyNote"));
    find("policy")->forceActiveFocus();
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("field_pricing_policy.kind"));
    QMetaObject::invokeMethod(find("field_pricing_policy.kind"), "picked", Q_ARG(QString, u"fixed_price"_s));
    ASSERT_TRUE(click("field_pricing_policy.input"));
    type("5");
    ASSERT_TRUE(click("field_pricing_policy.output"));
    type("10");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("pricing-policy");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit") && find("policyNote"); })) << "markups don't count now";
    EXPECT_EQ(fake.data().state.pricing[u"pricing_policy"_s], u"fixed_price:input=5,output=10"_s);
    ASSERT_TRUE(until([this] { return textOf("policyTitle").contains(u"$10.00"_s); }));
    picture("pricing-policy-fixed");
}

TEST_F(Pages, AnAccountAmongManyIsFoundWhileItsNameIsTyped)
{
    for (int i = 0; i < 60; ++i) {
        QJsonObject one = fake.data().state.accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"email"_s] = u"more%1@crowd.example"_s.arg(i);
        one[u"full_name"_s] = u"Crowd %1"_s.arg(i);
        fake.data().state.accounts.append(one);
    }
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(appears("row0"));
    key(Qt::Key_C);
    ASSERT_TRUE(until([this] {
        return find("field_account_id") && find("field_account_id")->hasActiveFocus() &&
               !find("field_account_id")->property("options").toList().isEmpty();
    }));
    const QString before = textOf("field_account_id");
    key(Qt::Key_A, Qt::ControlModifier);
    type("crowd.ex");
    ASSERT_TRUE(until([this] { return find("found0") && shows(u"more0@crowd.example"_s); }));
    picture("account-search");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("found0"); }));
    EXPECT_TRUE(find("field_account_id")) << "the form stays";
    EXPECT_EQ(textOf("field_account_id"), before);
    key(Qt::Key_A, Qt::ControlModifier);
    type("more5");
    ASSERT_TRUE(until([this] {
        const QVariantList found = find("field_account_id")->property("options").toList();
        return found.size() == 12 && found[1].toMap()[u"value"_s] == u"acc_more50"_s;
    }));
    key(Qt::Key_Down);
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("found0"); }));
    EXPECT_EQ(textOf("field_account_id"), u"Crowd 50 · more50@crowd.example"_s);
    find("field_name")->forceActiveFocus(Qt::TabFocusReason);
    EXPECT_EQ(textOf("field_account_id"), u"Crowd 50 · more50@crowd.example"_s);
    type("crowd's");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("stored") != nullptr; }));
    EXPECT_EQ(fake.data().state.keys[0].toObject()[u"account_id"_s], u"acc_more50"_s);
}

TEST_F(Pages, AnAccountTellsHowLongItsBalanceLasts)
{
    const QString id = fake.data().state.accounts[0].toObject()[u"id"_s].toString();
    navigator()->open(u"accounts"_s, id);
    ASSERT_TRUE(until([this] { return find("balance") && !find("balance")->property("note").toString().isEmpty(); }));
    EXPECT_TRUE(find("balance")->property("note").toString().contains(u"left"_s));
    picture("account-days-left");
}

TEST_F(Pages, WhatFailedIsCopied)
{
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s, {}, u"req_7"_s}, 10);
    ASSERT_TRUE(openPage("audit"));
    ASSERT_TRUE(appears("copyDetails"));
    ASSERT_TRUE(click("copyDetails"));
    EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(u"Request: req_7"_s));
    EXPECT_TRUE(QGuiApplication::clipboard()->text().contains(u"GET /admin/audit?"_s));
    picture("copied-details");
}

TEST_F(Pages, AnInvoiceIsMadeByHand)
{
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(click("option_invoices"));
    ASSERT_TRUE(appears("row0"));
    const qsizetype before = fake.data().state.invoices.size();
    ASSERT_TRUE(click("new"));
    ASSERT_TRUE(until([this] {
        return find("field_account_id") && !find("field_account_id")->property("options").toList().isEmpty();
    }));
    const QString account = fake.data().state.accounts.last().toObject()[u"id"_s].toString();
    const QString month = QDateTime::currentDateTimeUtc().addMonths(-3).toString(u"yyyy-MM"_s);
    QMetaObject::invokeMethod(find("field_account_id"), "picked", Q_ARG(QString, account));
    QMetaObject::invokeMethod(find("field_month"), "picked", Q_ARG(QString, month));
    picture("invoice-form");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return fake.data().state.invoices.size() == before + 1 && !find("submit"); }));
    EXPECT_EQ(fake.data().state.invoices.first().toObject()[u"account_id"_s], account);
    ASSERT_TRUE(
        until([&] { return find("row0") && find("row0")->property("recordId") == u"inv_new%1"_s.arg(before); }));
}

TEST_F(Pages, SelectedKeysAreRevokedInOneRequest)
{
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(appears("row3"));
    ASSERT_TRUE(until([this] { return find("list") && find("list")->property("count").toInt() > 4; }));
    find("list")->forceActiveFocus();
    key(Qt::Key_Down);
    key(Qt::Key_Down, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ShiftModifier);
    const qsizetype before = fake.data().state.keys.size();
    ASSERT_TRUE(click("revokeSelected"));
    ASSERT_TRUE(appears("confirmWord"));
    type("3");
    picture("revoke-keys");
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return fake.data().state.keys.size() == before - 3; }));
    ASSERT_TRUE(until([this] { return !find("confirmWord"); }));
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.revokeKeys"));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("revoke-all");
}

TEST_F(Pages, RefundsAreListedAndLeadToTheirCalls)
{
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(click("option_refunds"));
    ASSERT_TRUE(appears("row0"));
    picture("refunds");
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("closeSheet"));
    picture("refund-detail");
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_refund.call"));
    const QString call = fake.data().state.refunds.first()[u"reference"_s].toString();
    ASSERT_TRUE(until([&] { return find("fact_Request") && textOf("fact_Request") == call; }));
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_call.account"));
    ASSERT_TRUE(appears("balance"));
}

TEST_F(Pages, AnAliasIsAddedMovedAndDeleted)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("option_aliases"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("new"));
    ASSERT_TRUE(until([this] { return find("field_alias") && find("field_alias")->hasActiveFocus(); }));
    type("writer-latest");
    QMetaObject::invokeMethod(find("field_model"), "picked", Q_ARG(QString, u"gpt-4o"_s));
    ASSERT_TRUE(click("submit"));
    const auto aliasesOf = [this](const QString &model) {
        return beaver::admin::fake::find(fake.data().state.models, model)[u"aliases"_s].toArray();
    };
    ASSERT_TRUE(until([&] { return aliasesOf(u"gpt-4o"_s).contains(u"writer-latest"_s); }));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("search"));
    type("writer-latest");
    ASSERT_TRUE(until([this] { return find("row0") && !find("row1"); }));
    picture("aliases");
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return find("field_model") && find("field_model")->property("value") == u"gpt-4o"_s; }));
    QMetaObject::invokeMethod(find("field_model"), "picked", Q_ARG(QString, u"o1"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return aliasesOf(u"o1"_s).contains(u"writer-latest"_s); }));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_alias.delete"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return aliasesOf(u"o1"_s).isEmpty(); }));
}

TEST_F(Pages, APriceMapIsTriedThenImported)
{
    const QString path = folder.filePath(u"map.json"_s);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(
        R"({"gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05},
        "writer-3": {"litellm_provider": "openai", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}})");
    file.close();
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("import"));
    ASSERT_TRUE(until([this] { return find("field_file") && find("field_file")->hasActiveFocus(); }));
    ASSERT_TRUE(click("choose_file"));
    // The dialog takes the keys; left again, the form is where it was.
    ASSERT_TRUE(until([this] {
        return QGuiApplication::focusObject() && !find("choose_file")->hasActiveFocus() &&
               !find("field_file")->hasActiveFocus();
    }));
    QTest::keyClick(QGuiApplication::focusWindow(), Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return find("choose_file")->hasActiveFocus() && find("submit"); }));
    ASSERT_TRUE(click("field_file"));
    type(path.toUtf8().constData());
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("import");
    const qsizetype before = fake.data().state.models.size();
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return fake.data().state.models.size() == before + 1 && !find("submit"); }));
}

TEST_F(Pages, AScheduledPriceStandsInTheModelsDetailAndIsWithdrawn)
{
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.price"));
    ASSERT_TRUE(click("field_valid_from"));
    type(QDateTime::currentDateTimeUtc().addDays(20).toString(u"yyyy-MM-dd HH:mm"_s).toLatin1().constData());
    picture("schedule");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit") && !fake.data().state.scheduled.isEmpty(); }));
    ASSERT_TRUE(until([this] { return shows(u"new price"_s); })) << "the list tells it, too";
    picture("scheduled-list");
    ASSERT_TRUE(appears("scheduledBanner"));
    EXPECT_TRUE(
        until([this] { return find("scheduledBanner")->property("text").toString().contains(u" in 19 d "_s); }));
    ASSERT_TRUE(until([this] { return find("withdrawScheduled")->isEnabled(); }));
    ASSERT_TRUE(click("withdrawScheduled"));
    ASSERT_TRUE(appears("confirm"));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("confirm"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.history"));
    ASSERT_TRUE(appears("scheduled0"));
    picture("scheduled");
    ASSERT_TRUE(click("withdraw0"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return !find("scheduled0"); }));
    EXPECT_TRUE(until([this] { return !find("scheduledBanner"); }));
}

TEST_F(Pages, AnAccountsStatementStandsBesideItsBillingDetails)
{
    navigator()->open(u"accounts"_s, u"acc_00003f9a1eef"_s);
    ASSERT_TRUE(click("tab_statement"));
    ASSERT_TRUE(appears("fact_Opening balance"));
    ASSERT_TRUE(appears("fact_Tax rate"));
    ASSERT_TRUE(appears("statement"));
    QMetaObject::invokeMethod(find("statementMonth"), "picked", Q_ARG(QString, QString()));
    ASSERT_TRUE(appears("row0"));
    EXPECT_GT(find("statement")->height(), 200);
    picture("statement");
    ASSERT_TRUE(click("editBilling"));
    ASSERT_TRUE(until([this] { return find("field_address") && !textOf("field_address").isEmpty(); }));
    picture("billing-details");
    ASSERT_TRUE(click("field_tax_id"));
    type("ATU12345678");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("fact_Tax ID") && textOf("fact_Tax ID") == u"ATU12345678"_s; }));
    window->resize(1024, 640);
    EXPECT_TRUE(until([this] { return find("statement")->height() > 100; }));
    picture("statement-small");
}

TEST_F(Pages, AnAccountsProjectLeadsToItsMembers)
{
    const QString account = fake.data().state.accounts[0].toObject()[u"id"_s].toString();
    navigator()->open(u"accounts"_s, account);
    ASSERT_TRUE(click("tab_projects"));
    ASSERT_TRUE(click("row1"));
    ASSERT_TRUE(appears("fact_Provider keys"));
    EXPECT_EQ(navigator()->page(), u"projects"_s);
    picture("project");
    ASSERT_TRUE(click("tab_members"));
    ASSERT_TRUE(appears("row2"));
    picture("members");
    const QString shown = fake.data().state.projects[1].toObject()[u"id"_s].toString();
    ASSERT_TRUE(click("more2"));
    ASSERT_TRUE(click("action_member.remove"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return fake.data().state.members[shown].toArray().size() == 2; }));
    key(Qt::Key_Left, Qt::AltModifier);
    ASSERT_TRUE(until([this] { return navigator()->page() == u"accounts"_s; }));
    ASSERT_TRUE(openPage("projects"));
    ASSERT_TRUE(appears("row7"));
    picture("projects");
}

TEST_F(Pages, APlanBecomesTheOneThatNewAccountsBeginOn)
{
    ASSERT_TRUE(openPage("limits"));
    ASSERT_TRUE(click("plan_pro"));
    ASSERT_TRUE(click("action_plan.makeDefault"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until(
        [this] { return beaver::admin::fake::find(fake.data().state.plans, u"pro"_s)[u"is_default"_s].toBool(); }));
}

TEST_F(Pages, WhatWasSaidIsShownInTheCallsDetail)
{
    navigator()->open(u"usage"_s, u"requests"_s);
    ASSERT_TRUE(appears("row0"));
    const QString id = fake.data().state.call(0)[u"id"_s].toString();
    ASSERT_TRUE(until([&] {
        for (const char *row : {"row0", "row1", "row2"})
            if (find(row) && find(row)->property("recordId").toString() == id)
                return click(row);
        return false;
    }));
    ASSERT_TRUE(appears("closeSheet"));
    ASSERT_TRUE(until([this] { return find("readBodies") != nullptr; }));
    find("readBodies")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("body1") != nullptr; }));
    const auto top = [this](const char *name) { return find(name) ? find(name)->mapToScene({}).y() : 0; };
    EXPECT_TRUE(until([&] { return top("fact_Model") > top("fact_Account") + 10; })) << "each on a line of its own";
    picture("bodies");
}

namespace {

class OwnPages : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        fake.setRole({});
        ConsoleWindow::SetUp();
        signIn();
    }
};

} // namespace

TEST_F(OwnPages, ItsAccountIsDeletedOnceItsEmailIsTyped)
{
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("deleteOwn"));
    ASSERT_TRUE(until([this] { return find("deletionWord") && find("deletionWord")->hasActiveFocus(); }));
    EXPECT_FALSE(find("deleteAccount")->isEnabled());
    type("admin@beaver.example");
    ASSERT_TRUE(until([this] { return find("deleteAccount")->isEnabled(); }));
    key(Qt::Key_Tab);
    type("wrong");
    picture("delete_own");
    ASSERT_TRUE(click("deleteAccount"));
    ASSERT_TRUE(until([this] { return find("deletionPassword")->property("failed").toBool(); }));
    EXPECT_TRUE(session.isSignedIn());
    find("deletionPassword")->forceActiveFocus();
    key(Qt::Key_A, Qt::ControlModifier);
    type("right");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("connect"));
    EXPECT_EQ(session.notice(), u"Your account is deleted."_s);
    const auto deletion = std::ranges::find(fake.requests(), ApiRequest::Verb::Delete, &ApiRequest::verb);
    ASSERT_NE(deletion, fake.requests().end());
    EXPECT_EQ(deletion->path, u"/auth/me"_s);
}

TEST_F(OwnPages, BillingBeginsWithWhatIsThereAndWhatWasSpent)
{
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(until([this] { return find("own0") && find("own2") && shows(u"$63.50 last month"_s); }));
    EXPECT_EQ(find("own2")->property("value"), u"$41.27"_s);
    EXPECT_TRUE(until([this] { return find("own0")->property("note").toString().contains(u"left"_s); }));
    picture("own-billing");
}

TEST_F(OwnPages, HomeLeadsToWhatIsBehindAndSaysWhatIsMissing)
{
    auto *navigator = window->property("navigator").value<Navigator *>();
    const auto press = [this](const char *name) {
        if (!appears(name))
            return false;
        find(name)->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Return);
        return true;
    };
    ASSERT_TRUE(appears("home3"));
    ASSERT_TRUE(press("home0"));
    ASSERT_TRUE(until([&] { return navigator->page() == u"billing"_s; }));
    ASSERT_TRUE(appears("row0"));
    EXPECT_FALSE(shows(u"Account, reference"_s));
    picture("own-transactions");
    navigator->back();
    ASSERT_TRUE(press("share0"));
    ASSERT_TRUE(until([&] { return navigator->link().startsWith(u"beaver://usage/requests?model="_s); }));
    navigator->back();
    ASSERT_TRUE(until([this] { return find("home3") && !find("home3")->property("loading").toBool(); }));
    fake.failNext(ApiError{ApiError::Kind::ServerFailed, u"The database is away."_s}, 100'000);
    key(Qt::Key_R);
    ASSERT_TRUE(appears("partial"));
    picture("own-home-partial");
    fake.failNext(ApiError{ApiError::Kind::ServerFailed}, 0);
    key(Qt::Key_R);
    EXPECT_TRUE(until([this] { return !find("partial"); }));
    key(Qt::Key_C);
    EXPECT_TRUE(appears("submit"));
}

TEST_F(OwnPages, AnOrdinaryAccountSeesNothingOfAnybodyElses)
{
    EXPECT_FALSE(find("nav_accounts"));
    EXPECT_FALSE(find("nav_audit"));
    for (const char *page : {"projects", "keys", "limits", "billing", "playground", "settings"})
        ASSERT_TRUE(openPage(page)) << page;
    ASSERT_TRUE(openPage("limits"));
    ASSERT_TRUE(appears("row2"));
    picture("own-limits");
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(click("option_statement"));
    ASSERT_TRUE(appears("fact_Closing balance"));
    ASSERT_TRUE(click("editBilling"));
    ASSERT_TRUE(appears("field_tax_id"));
    EXPECT_FALSE(find("field_tax_rate")) << "that's the gateway's to say";
    picture("own-statement");
    for (const ApiRequest &request : fake.requests())
        EXPECT_FALSE(request.path.startsWith(u"/admin/"_s)) << request.path.toStdString();
}

TEST_F(OwnPages, WhatItIsToldOfIsChosenInTheSettings)
{
    window->resize(1024, 640);
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_9"_s}, 1'000);
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(until([this] { return find("alertsError") != nullptr; }));
    EXPECT_FALSE(find("editAlerts")->isEnabled());
    fake.failNext({ApiError::Kind::ServerFailed}, 0);
    QMetaObject::invokeMethod(find("alertsAgain"), "clicked");
    ASSERT_TRUE(until([this] { return textOf("lowBalance") == u"Below $5.00, as usual on this gateway"_s; }));
    EXPECT_EQ(textOf("alertsByMail"), u"On"_s);
    find("editAlerts")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("field_low_balance") && find("field_low_balance")->hasActiveFocus(); }));
    type("12.5");
    ASSERT_TRUE(click("field_mail"));
    picture("alerts-form");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return textOf("lowBalance") == u"Below $12.50"_s; }));
    EXPECT_EQ(textOf("alertsByMail"), u"Off"_s);
    EXPECT_EQ(fake.data().state.alerts[u"low_balance"_s].toDouble(), 12.5);
    picture("alerts");
    // Empty again, it is as usual.
    find("editAlerts")->forceActiveFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("field_low_balance") && find("field_low_balance")->hasActiveFocus(); }));
    EXPECT_EQ(textOf("field_low_balance"), u"12.5"_s);
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_Delete);
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return textOf("lowBalance").endsWith("as usual on this gateway"_L1); }));
    EXPECT_TRUE(fake.data().state.alerts[u"low_balance"_s].isNull());
}

TEST_F(OwnPages, AProjectsMembersAreLookedAfter)
{
    window->resize(1024, 640);
    ASSERT_TRUE(openPage("projects"));
    ASSERT_TRUE(appears("row3"));
    picture("own-projects");
    const QString id = fake.data().state.projects[1].toObject()[u"id"_s].toString();
    window->property("navigator").value<Navigator *>()->open(u"projects"_s, id);
    ASSERT_TRUE(appears("fact_Provider keys"));
    ASSERT_TRUE(until([this] { return find("spent0") != nullptr; }));
    picture("own-project");
    ASSERT_TRUE(click("tab_members"));
    ASSERT_TRUE(appears("row2"));
    picture("own-members");
    ASSERT_TRUE(click("addMember"));
    ASSERT_TRUE(appears("field_email"));
    type("hello@juniper-studio.example");
    picture("member-form");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return fake.data().state.members[id].toArray().size() == 4; }));
    ASSERT_TRUE(appears("row3"));
    ASSERT_TRUE(click("more3"));
    ASSERT_TRUE(click("action_member.remove"));
    ASSERT_TRUE(appears("confirm"));
    picture("member-removal");
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return fake.data().state.members[id].toArray().size() == 3; }));
    ASSERT_TRUE(click("tab_credentials"));
    ASSERT_TRUE(click("bringCredential"));
    ASSERT_TRUE(appears("field_api_key"));
    picture("credential-form");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("field_api_key"); }));
    ASSERT_TRUE(click("tab_keys"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("newProjectKey"));
    ASSERT_TRUE(appears("submit"));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    picture("project-keys");
    // A project that is gone is left.
    ASSERT_TRUE(click("projectMenu"));
    ASSERT_TRUE(click("action_project.delete"));
    ASSERT_TRUE(click("confirmWord"));
    type("Storefront");
    ASSERT_TRUE(until([this] { return find("confirm")->isEnabled(); }));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(appears("newProject"));
}
