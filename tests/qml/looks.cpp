#include <QAccessible>
#include <QGuiApplication>
#include <QImage>
#include <QtQuickTest/quicktest.h>

#include <admin-ui/app/picture_grab.h>
#include <admin-ui/editors/action_center.h>
#include <admin-ui/editors/form_spec.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/looks.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

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

/// Whether a person presses it, types into it or comes to it by the tabulator.
bool isControl(const QQuickItem *item)
{
    if (!item->isEnabled())
        return false;
    const bool typed = item->inherits("QQuickTextInput") || item->inherits("QQuickTextEdit");
    return item->activeFocusOnTab() || item->inherits("QQuickAbstractButton") || item->inherits("QQuickComboBox") ||
           item->inherits("QQuickSlider") || (typed && !item->property("readOnly").toBool());
}

void collectTabs(QQuickItem *item, QStringList &tabs)
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

} // namespace

QStringList untold(QQuickItem *item)
{
    QStringList list;
    if (!item->isVisible())
        return list;
    if (isControl(item)) {
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(item);
        const QAccessible::Role role = accessible ? accessible->role() : QAccessible::NoRole;
        // Qt tells a control's role, and names a button by its text, but only while somebody listens.
        const bool ofQt =
            item->inherits("QQuickControl") || item->inherits("QQuickTextField") || item->inherits("QQuickTextArea");
        // Where a password is typed, Qt tells no name; the description stands in for it.
        const auto told = accessible && accessible->state().passwordEdit ? QAccessible::Description : QAccessible::Name;
        const QString name = accessible ? accessible->text(told) : QString();
        const bool named =
            !name.isEmpty() || (item->inherits("QQuickAbstractButton") && !item->property("text").toString().isEmpty());
        const QString what = QString::fromLatin1(item->metaObject()->className()) + u' ' + item->objectName();
        if (!named)
            list.append(what + u" has no name"_s);
        if (!ofQt && (role == QAccessible::NoRole || role == QAccessible::Client))
            list.append(what + u" has no role"_s);
    }
    for (QQuickItem *child : item->childItems())
        list.append(untold(child));
    return list;
}

void expectNone(const QStringList &faults, const QString &place)
{
    EXPECT_TRUE(faults.isEmpty()) << place.toStdString() << "\n  " << faults.mid(0, 12).join(u"\n  "_s).toStdString();
}

void Looks::SetUp()
{
    if (!language.isEmpty()) {
        QLocale::setDefault(QLocale(language));
        ASSERT_TRUE(translator.load(u":/qt/qml/Beaver/Console/i18n/beaver_"_s + language + u".qm"_s));
        QCoreApplication::installTranslator(&translator);
    }
    ConsoleWindow::SetUp();
    begin();
}

void Looks::TearDown()
{
    ConsoleWindow::TearDown();
    QCoreApplication::removeTranslator(&translator);
    QLocale::setDefault(before);
}

void Looks::forEachPlace(const std::function<void(const QString &)> &look)
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

void Looks::forEachDialog(const std::function<void(const QString &)> &look)
{
    auto *navigator = window->property("navigator").value<Navigator *>();
    auto *actions = navigator->parent()->findChild<ActionCenter *>();
    ASSERT_TRUE(actions);
    const auto close = [this](const char *shown, const QString &name) {
        key(Qt::Key_Escape);
        ASSERT_TRUE(until([&] { return !find(shown); })) << name.toStdString();
    };
    for (const QString &kind : formKinds()) {
        Q_EMIT actions->formWanted(kind, sampleRecord(session, kind.section(u'.', 0, 0)));
        ASSERT_TRUE(appears("submit")) << kind.toStdString();
        settle();
        look(kind);
        close("submit", kind);
    }
    for (const QString &kind : {u"key"_s, u"model"_s, u"endpoint"_s, u"transaction"_s, u"invoice"_s, u"account"_s}) {
        Q_EMIT actions->detailWanted(kind, sampleRecord(session, kind));
        ASSERT_TRUE(until([this] { return find("closeSheet") && hasArrived("closeSheet"); })) << kind.toStdString();
        settle();
        look(kind + u" drawer"_s);
        close("closeSheet", kind);
    }
    for (const QString &action : {u"account.delete"_s, u"key.revoke"_s, u"endpoint.delete"_s}) {
        actions->start(action, sampleRecord(session, action.section(u'.', 0, 0)));
        ASSERT_TRUE(appears("confirm")) << action.toStdString();
        settle();
        look(action);
        close("confirm", action);
    }
}

void Looks::settle()
{
    ASSERT_TRUE(until([this] { return !find("page") || find("page")->property("status").toInt() == 1; }));
    QTest::qWait(80);
    ASSERT_TRUE(until([this] { return !QQuickTest::qIsPolishScheduled(window); }));
}

bool Looks::hasArrived(const char *objectName) const
{
    const auto place = [&] {
        const QQuickItem *item = find(objectName);
        return item ? item->mapRectToScene(QRectF(0, 0, item->width(), item->height())) : QRectF();
    };
    const QRectF earlier = place();
    QTest::qWait(50);
    return earlier == place() && QRectF(0, 0, window->width(), window->height()).contains(earlier);
}

QQuickItem *Looks::front() const
{
    const auto layers = window->contentItem()->childItems();
    for (const QQuickItem *layer : layers) {
        if (!layer->inherits("QQuickOverlay"))
            continue;
        const auto popups = layer->childItems();
        for (QQuickItem *popup : popups)
            if (popup->inherits("QQuickPopupItem") && popup->isVisible() && popup->width() > 400 &&
                popup->width() < window->width())
                return popup;
    }
    return window->contentItem();
}

std::vector<Seen> Looks::texts() const
{
    std::vector<Seen> list;
    collectTexts(front(), QRectF(0, 0, window->width(), window->height()), 1, list);
    return list;
}

QStringList Looks::unreadable()
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

QStringList Looks::faint()
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

QStringList Looks::unreached()
{
    QStringList list;
    QList<QQuickItem *> stops;
    collectStops(front(), stops);
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

void LooksFromTheRight::SetUp()
{
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    Looks::SetUp();
}

void LooksFromTheRight::TearDown()
{
    Looks::TearDown();
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
}

} // namespace beaver::admin
