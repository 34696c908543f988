#include <QGuiApplication>
#include <QImage>
#include <QTranslator>
#include <QtQuickTest/quicktest.h>

#include <admin-ui/session/navigator.h>
#include <gtest/gtest.h>
#include <tests/qml/console_window.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// A text as it stands in the window.
struct Seen
{
    QQuickItem *item;
    QRectF place;   ///< of its letters
    QRectF visible; ///< what no list and no window's edge cuts of it
    double opacity;
};

bool isText(const QQuickItem *item)
{
    return item->inherits("QQuickText") && !item->property("text").toString().isEmpty();
}

/// The letters' place in the item.
QRectF lettersOf(const QQuickItem *item)
{
    const double width = item->property("contentWidth").toDouble();
    const double height = item->property("contentHeight").toDouble();
    const int across = item->property("effectiveHorizontalAlignment").toInt();
    const int down = item->property("verticalAlignment").toInt();
    const double left = item->property("leftPadding").toDouble();
    const double right = item->property("rightPadding").toDouble();
    const double top = item->property("topPadding").toDouble();
    const double bottom = item->property("bottomPadding").toDouble();
    const double freeX = item->width() - left - right - width;
    const double freeY = item->height() - top - bottom - height;
    return {left + (across & Qt::AlignRight     ? freeX
                    : across & Qt::AlignHCenter ? freeX / 2
                                                : 0),
            top + (down & Qt::AlignBottom    ? freeY
                   : down & Qt::AlignVCenter ? freeY / 2
                                             : 0),
            width, height};
}

void collectTexts(QQuickItem *item, const QRectF &clip, double opacity, std::vector<Seen> &texts)
{
    if (!item->isVisible() || item->opacity() < 0.01)
        return;
    opacity *= item->opacity();
    QRectF inside = clip;
    if (item->clip())
        inside = inside.intersected(item->mapRectToScene(QRectF(0, 0, item->width(), item->height())));
    if (isText(item)) {
        const QRectF place = item->mapRectToScene(lettersOf(item));
        const QRectF visible = place.intersected(inside);
        if (visible.width() > 1 && visible.height() > 1)
            texts.push_back({item, place, visible, opacity});
    }
    const auto children = item->childItems();
    for (QQuickItem *child : children)
        collectTexts(child, inside, opacity, texts);
}

bool isWithin(const QQuickItem *item, const char *type)
{
    for (; item; item = item->parentItem())
        if (QByteArray(item->metaObject()->className()).startsWith(type))
            return true;
    return false;
}

QString told(const QQuickItem *item)
{
    QString path;
    for (const QQuickItem *at = item; at && path.count(u'<') < 4; at = at->parentItem()) {
        const QByteArray name = QByteArray(at->metaObject()->className()).split('_').first();
        if (!name.startsWith("QQuick") || !at->objectName().isEmpty())
            path +=
                u" < "_s + QString::fromLatin1(name) + (at->objectName().isEmpty() ? u""_s : u'#' + at->objectName());
    }
    return u'"' + item->property("text").toString().left(60) + u'"' + path;
}

double light(const QColor &color)
{
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

/// As WCAG 2 has it.
double contrast(const QColor &one, const QColor &other)
{
    const double a = light(one);
    const double b = light(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor mixed(const QColor &over, const QColor &under, double opacity)
{
    const auto part = [opacity](float a, float b) { return static_cast<float>(a * opacity + b * (1 - opacity)); };
    return QColor::fromRgbF(part(over.redF(), under.redF()), part(over.greenF(), under.greenF()),
                            part(over.blueF(), under.blueF()));
}

/// What most of the place is painted with: what the letters stand on.
QColor groundOf(const QImage &picture, const QRectF &place)
{
    std::map<QRgb, int> counts;
    const QRect pixels = place.toAlignedRect().adjusted(-2, -1, 2, 1).intersected(picture.rect());
    for (int y = pixels.top(); y <= pixels.bottom(); ++y)
        for (int x = pixels.left(); x <= pixels.right(); ++x)
            ++counts[picture.pixel(x, y)];
    const auto most = std::ranges::max_element(counts, {}, [](const auto &entry) { return entry.second; });
    return most == counts.end() ? QColor() : QColor(most->first);
}

void expectNone(const QStringList &faults, const QString &place)
{
    EXPECT_TRUE(faults.isEmpty()) << place.toStdString() << "\n  " << faults.mid(0, 12).join(u"\n  "_s).toStdString();
}

/// What the tabulator should come to below this.
void collectStops(QQuickItem *item, QList<QQuickItem *> &stops)
{
    if (!item->isVisible() || !item->isEnabled())
        return;
    if (item->activeFocusOnTab() || (item->property("focusPolicy").toInt() & Qt::TabFocus) == Qt::TabFocus)
        stops.append(item);
    const auto children = item->childItems();
    for (QQuickItem *child : children)
        collectStops(child, stops);
}

/// Every page in both languages, and how its texts stand there.
class Looks : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        if (!language.isEmpty()) {
            QLocale::setDefault(QLocale(language));
            ASSERT_TRUE(translator.load(u":/qt/qml/Beaver/Console/i18n/beaver_"_s + language + u".qm"_s));
            QCoreApplication::installTranslator(&translator);
        }
        ConsoleWindow::SetUp();
        signIn();
    }
    void TearDown() override
    {
        ConsoleWindow::TearDown();
        QCoreApplication::removeTranslator(&translator);
        QLocale::setDefault(before);
    }

    /// Each page, each of its tabs.
    void forEachPlace(const std::function<void(const QString &)> &look)
    {
        auto *navigator = window->property("navigator").value<Navigator *>();
        for (const QString &page : navigator->pageNames()) {
            navigator->open(page);
            settle();
            look(page);
            QStringList tabs;
            collectTabs(find("page"), tabs);
            for (const QString &tab : tabs) {
                if (!click(tab.toLatin1().constData()))
                    continue;
                settle();
                look(page + u'/' + tab);
            }
        }
    }
    static void collectTabs(QQuickItem *item, QStringList &tabs)
    {
        static const QStringList times{u"option_24h"_s,   u"option_7d"_s,   u"option_30d"_s,
                                       u"option_light"_s, u"option_dark"_s, u"option_system"_s};
        if (!item || !item->isVisible())
            return;
        const QString name = item->objectName();
        if ((name.startsWith(u"tab_"_s) || name.startsWith(u"option_"_s)) && !times.contains(name))
            tabs.append(name);
        const auto children = item->childItems();
        for (QQuickItem *child : children)
            collectTabs(child, tabs);
    }
    void settle()
    {
        ASSERT_TRUE(until([this] { return find("page") && find("page")->property("status").toInt() == 1; }));
        QTest::qWait(80);
        ASSERT_TRUE(until([this] { return !QQuickTest::qIsPolishScheduled(window); }));
    }

    /// Each page's form, each's first row in its drawer.
    void forEachDialog(const std::function<void(const QString &)> &look)
    {
        auto *navigator = window->property("navigator").value<Navigator *>();
        for (const QString &page : navigator->pageNames()) {
            if (page == u"playground"_s) // keys are typed there
                continue;
            navigator->open(page);
            settle();
            key(Qt::Key_C);
            settle();
            if (find("submit")) {
                look(page + u" form"_s);
                key(Qt::Key_Escape);
                ASSERT_TRUE(until([this] { return !find("submit"); })) << page.toStdString();
            }
            if (!find("row0") || !click("row0"))
                continue;
            settle();
            if (find("closeSheet")) {
                ASSERT_TRUE(until([this] { return hasArrived("closeSheet"); }));
                look(page + u" drawer"_s);
                key(Qt::Key_Escape);
                ASSERT_TRUE(until([this] { return !find("closeSheet"); })) << page.toStdString();
            }
        }
    }

    /// Whether it stands within the window and moves no more.
    bool hasArrived(const char *objectName) const
    {
        const auto place = [&] {
            const QQuickItem *item = find(objectName);
            return item ? item->mapRectToScene(QRectF(0, 0, item->width(), item->height())) : QRectF();
        };
        const QRectF earlier = place();
        QTest::qWait(50);
        return earlier == place() && QRectF(0, 0, window->width(), window->height()).contains(earlier);
    }

    std::vector<Seen> texts() const
    {
        std::vector<Seen> list;
        collectTexts(window->contentItem(), QRectF(0, 0, window->width(), window->height()), 1, list);
        return list;
    }

    /// What can't be read of the texts that are there now.
    QStringList unreadable()
    {
        QStringList list;
        const QRectF all(0, 0, window->width(), window->height());
        const std::vector<Seen> seen = texts();
        for (const Seen &one : seen) {
            // Data may be longer than any column; what was cut is told under the pointer.
            const bool data = isWithin(one.item, "TableRow") || one.item->property("mono").toBool();
            if (one.item->property("truncated").toBool() && !data)
                list.append(u"cut: "_s + told(one.item));
            if (one.place.left() < -0.5 || one.place.right() > all.right() + 0.5)
                list.append(u"off the window: "_s + told(one.item));
            if (one.item->property("contentWidth").toDouble() > one.item->width() + 1)
                list.append(u"wider than its place: "_s + told(one.item));
        }
        for (size_t i = 0; i < seen.size(); ++i)
            for (size_t j = i + 1; j < seen.size(); ++j) {
                if (isWithin(seen[i].item, "QQuickOverlay") != isWithin(seen[j].item, "QQuickOverlay"))
                    continue; // a popup covers the page
                const QRectF both = seen[i].visible.intersected(seen[j].visible);
                if (both.width() > 2 && both.height() > 4)
                    list.append(u"over each other: "_s + told(seen[i].item) + u" and "_s + told(seen[j].item));
            }
        return list;
    }

    /// Texts that don't stand out from what is behind them.
    QStringList faint()
    {
        QStringList list;
        const QImage picture = window->grabWindow().convertToFormat(QImage::Format_RGB32);
        for (const Seen &one : texts()) {
            if (!one.item->isEnabled() || one.visible.height() < 6 || isWithin(one.item, "BrandMark"))
                continue;
            const QColor ground = groundOf(picture, one.visible);
            const auto color = one.item->property("color").value<QColor>();
            const double ratio = contrast(mixed(color, ground, one.opacity * color.alphaF()), ground);
            const bool large = one.item->property("font").value<QFont>().pixelSize() >= 24;
            const double wanted = large || isWithin(one.item, "Icon_") ? 3 : 4.5;
            if (ratio < wanted - 0.05)
                list.append(QString::number(ratio, 'f', 1) + u": "_s + told(one.item) + u" on "_s + ground.name());
        }
        return list;
    }

    /// What the tabulator can't come to on the page that is open, comes to without showing it, or stays at.
    QStringList unreached()
    {
        QStringList list;
        QList<QQuickItem *> stops;
        collectStops(window->contentItem(), stops);
        QList<QQuickItem *> reached;
        QImage former;
        QRect formerPlace;
        QString formerTold;
        for (int i = 0; i < 150; ++i) {
            key(Qt::Key_Tab);
            QQuickItem *item = window->activeFocusItem();
            if (!item || (!reached.isEmpty() && reached.first() == item))
                break;
            const QRectF place = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
            const QImage picture = window->grabWindow();
            if (!former.isNull() && former.copy(formerPlace) == picture.copy(formerPlace))
                list.append(u"no ring: "_s + formerTold);
            if (reached.contains(item)) {
                list.append(u"goes in a circle: "_s + told(item));
                break;
            }
            if (!QRectF(0, 0, window->width(), window->height()).contains(place.center()))
                list.append(u"out of sight: "_s + told(item));
            reached.append(item);
            former = picture;
            formerPlace = place.toAlignedRect().adjusted(-4, -4, 4, 4).intersected(picture.rect());
            formerTold = told(item);
        }
        for (QQuickItem *stop : stops)
            if (!reached.contains(stop) &&
                std::ranges::none_of(reached, [stop](QQuickItem *item) { return stop->isAncestorOf(item); }))
                list.append(u"not reached: "_s + told(stop));
        return list;
    }

    QString language;
    QTranslator translator;
    QLocale before;
};

class GermanLooks : public Looks
{
protected:
    GermanLooks() { language = u"de"_s; }
};

/// As in a language that is read from the right.
class LooksFromTheRight : public Looks
{
protected:
    void SetUp() override
    {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        Looks::SetUp();
    }
    void TearDown() override
    {
        Looks::TearDown();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

} // namespace

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
