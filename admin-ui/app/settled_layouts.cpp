#include <QEvent>
#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickWindow>

#include <admin-ui/app/settled_layouts.h>

namespace beaver::admin {

namespace {

void polishLayouts(QQuickItem *item)
{
    if (item->inherits("QQuickLayout"))
        item->ensurePolished();
    const auto children = item->childItems();
    for (QQuickItem *child : children)
        polishLayouts(child);
}

} // namespace

bool SettledLayouts::eventFilter(QObject *receiver, QEvent *event)
{
    if (event->type() != QEvent::DeferredDelete || m_settled)
        return false;
    const auto *item = qobject_cast<QQuickItem *>(receiver);
    if (!item || item->parentItem())
        return false;
    m_settled = true;
    QMetaObject::invokeMethod(this, [this] { m_settled = false; }, Qt::QueuedConnection);
    for (const QWindow *window : QGuiApplication::topLevelWindows())
        if (const auto *quick = qobject_cast<const QQuickWindow *>(window))
            polishLayouts(quick->contentItem());
    return false;
}

} // namespace beaver::admin
