#pragma once

#include <QList>
#include <QRect>

namespace beaver::admin {

/// Where a window goes that was at `last` when it was closed: on the screen that it was on for the most part, no larger
/// than that and wholly on it, as far as `least` lets it. Empty where it has never been or there is no screen.
/// `screens` without what belongs to panels; the first one takes what was on a screen that is gone.
QRect placeOnScreens(const QRect &last, const QSize &least, const QList<QRect> &screens);

} // namespace beaver::admin
