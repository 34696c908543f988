#include <admin-ui/session/navigator.h>
#include <tests/qml/looks.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

TEST_F(GermanLooks, NothingIsCutInTheSmallestWindow)
{
    window->resize(1024, 640);
    forEachPlace([this](const QString &place) { expectNone(unreadable(), place); });
}

TEST_F(GermanLooks, NothingIsCutInFormsAndDrawers)
{
    window->resize(1024, 640);
    forEachDialog([this](const QString &place) { expectNone(unreadable(), place); });
}

TEST_F(GermanLooks, NothingIsCutInAWideWindow)
{
    forEachPlace([this](const QString &place) { expectNone(unreadable(), place); });
}

TEST_F(Looks, NothingIsCutInTheSmallestWindow)
{
    window->resize(1024, 640);
    forEachPlace([this](const QString &place) { expectNone(unreadable(), place); });
}

TEST_F(LooksFromTheRight, NothingIsCutInTheSmallestWindow)
{
    window->resize(1024, 640);
    forEachPlace([this](const QString &place) { expectNone(unreadable(), place); });
    forEachDialog([this](const QString &place) { expectNone(unreadable(), place); });
}

TEST_F(Looks, TheTabulatorReachesEveryControlAndShowsWhereItIs)
{
    auto *navigator = window->property("navigator").value<Navigator *>();
    for (const QString &page : navigator->pageNames()) {
        navigator->open(page);
        settle();
        expectNone(unreached(), page);
    }
}

TEST_F(Looks, TextsStandOutFromWhatIsBehindThem)
{
    for (const QString &theme : {u"light"_s, u"dark"_s}) {
        preferences.setTheme(theme);
        forEachPlace([&](const QString &place) { expectNone(faint(), place + u' ' + theme); });
    }
}

} // namespace beaver::admin
