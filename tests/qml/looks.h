#pragma once

#include <QTranslator>

#include <tests/qml/console_window.h>

#include <functional>
#include <vector>

namespace beaver::admin {

/// A text as it stands in the window.
struct Seen
{
    QQuickItem *item;
    QRectF place;   ///< of its letters
    QRectF visible; ///< what no list and no window's edge cuts of it
    double opacity;
};

/// What a screen reader couldn't tell of the visible controls at and below this: their name, or what they are.
QStringList untold(QQuickItem *item);
void expectNone(const QStringList &faults, const QString &place);

/// The console in one of its languages, and how what it shows looks.
class Looks : public ConsoleWindow
{
protected:
    void SetUp() override;
    void TearDown() override;
    /// Signs in; for others that aren't signed in, nothing.
    virtual void begin() { signIn(); }

    /// Each page, each of its tabs.
    void forEachPlace(const std::function<void(const QString &)> &look);
    /// Each form, each kind of drawer, and what asks before something is done.
    void forEachDialog(const std::function<void(const QString &)> &look);
    /// Until nothing waits to be laid out.
    void settle();
    /// Whether it stands within the window and moves no more.
    bool hasArrived(const char *objectName) const;
    /// The dialog or drawer that is open, or else everything.
    QQuickItem *front() const;
    std::vector<Seen> texts() const;
    /// What can't be read of the texts that are there now.
    QStringList unreadable();
    /// Texts that don't stand out from what is behind them.
    QStringList faint();
    /// What the tabulator can't come to of what is open, comes to without showing it, or stays at.
    QStringList unreached();

    QString language;
    QTranslator translator;
    QLocale before;
};

class GermanLooks : public Looks
{
protected:
    GermanLooks() { language = QStringLiteral("de"); }
};

/// As in a language that is read from the right.
class LooksFromTheRight : public Looks
{
protected:
    void SetUp() override;
    void TearDown() override;
};

} // namespace beaver::admin
