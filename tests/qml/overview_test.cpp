#include <QJsonObject>

#include <admin-ui/models/reports.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/console_window.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class OverviewPage : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
        ASSERT_TRUE(appears("figure4"));
        ASSERT_TRUE(until([this] { return find("fresh") != nullptr; }));
    }
    Navigator &navigator() const { return *window->property("navigator").value<Navigator *>(); }
    bool asked(const char *part) const
    {
        return std::ranges::any_of(fake.requests(),
                                   [part](const ApiRequest &each) { return each.path.toUtf8().contains(part); });
    }
    bool press(const char *name)
    {
        if (!appears(name))
            return false;
        find(name)->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Return);
        return true;
    }
};

} // namespace

TEST_F(OverviewPage, RevenueIsSplitByModelAndCategoryToo)
{
    for (const auto &[by, path] :
         {std::pair(u"model"_s, "group_by=hour,model"), std::pair(u"category"_s, "hour,category")}) {
        QMetaObject::invokeMethod(find("splitBy"), "picked", Q_ARG(QString, by));
        ASSERT_TRUE(until([&, wanted = path] { return asked(wanted); }));
        ASSERT_TRUE(until([&, wanted = by] {
            return find("splitBy")->property("value").toString() == wanted &&
                   find("revenue")->property("series").toList().size() >= 3;
        }));
        picture(qPrintable(u"revenue-"_s + by));
    }
    EXPECT_LE(find("revenue")->property("series").toList().size(), 8) << "the small ones are one: Others";
}

TEST_F(OverviewPage, AFigureAModelAnAccountAndAnEndpointLeadToWhatIsBehind)
{
    ASSERT_TRUE(press("figure3"));
    ASSERT_TRUE(until([this] { return navigator().link() == u"beaver://usage/requests?outcome=failed"_s; }));
    navigator().back();
    ASSERT_TRUE(appears("share0"));
    ASSERT_TRUE(press("share0"));
    ASSERT_TRUE(until([this] { return navigator().link().startsWith(u"beaver://usage/requests?model="_s); }));
    navigator().back();
    ASSERT_TRUE(press("endpoint0"));
    ASSERT_TRUE(appears("closeSheet"));
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));
    ASSERT_TRUE(press("viewWorst"));
    ASSERT_TRUE(appears("closeSheet")) << "the endpoint itself, not the list of all";
    EXPECT_TRUE(until([this] { return shows(u"xai"_s); }));
}

TEST_F(OverviewPage, CardsAreHiddenAndTheOthersTakeTheirPlace)
{
    ASSERT_TRUE(appears("card_endpoints"));
    const double before = find("card_revenue")->width();
    ASSERT_TRUE(click("customize"));
    ASSERT_TRUE(appears("show_endpoints"));
    picture("customize");
    ASSERT_TRUE(click("show_endpoints"));
    ASSERT_TRUE(until([&] { return !find("card_endpoints") && find("card_revenue")->width() > before * 1.3; }));
    EXPECT_EQ(preferences.hiddenCards(), QStringList(u"endpoints"_s));
    ASSERT_TRUE(click("customize"));
    ASSERT_TRUE(click("show_endpoints"));
    ASSERT_TRUE(until([&] { return find("card_endpoints") && find("card_revenue")->width() == before; }));
}

TEST_F(OverviewPage, WhatIsOldSaysSinceWhen)
{
    preferences.setRefreshSeconds(1);
    ASSERT_TRUE(until([this] { return find("fresh")->property("tone").toString() == u"ok"_s; }));
    fake.failNext(ApiError{ApiError::Kind::ServerFailed}, 100'000);
    ASSERT_TRUE(until([this] { return find("fresh")->property("tone").toString() == u"warn"_s; }));
    EXPECT_TRUE(find("fresh")->property("text").toString().startsWith(u"From "_s));
    picture("stale");
    fake.failNext(ApiError{ApiError::Kind::ServerFailed}, 0);
    ASSERT_TRUE(until([this] { return find("fresh")->property("tone").toString() == u"ok"_s; }));
    // By hand only, nothing is live, and nothing is late.
    preferences.setRefreshSeconds(0);
    ASSERT_TRUE(until([this] { return find("fresh")->property("tone").toString() == u"neutral"_s; }));
}

} // namespace beaver::admin
