#pragma once

#include <QObject>

namespace beaver::admin {

/// Keeps Qt Quick's layouts from arranging items that are gone. With Qt 6.4 a layout that gets another size before it
/// was polished arranges what it knew before: an item that a Repeater took away meanwhile is read after its deletion,
/// and a window that is resized while its data come anew crashes. So all layouts are polished before the first of such
/// items is deleted. Qt 6.8 does that by itself. An event filter of the application, on the GUI thread.
class SettledLayouts final : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *receiver, QEvent *event) override;

private:
    bool m_settled = false; ///< in this turn: what is deleted in it was taken away before
};

} // namespace beaver::admin
