#include <admin-ui/app/window_place.h>

#include <algorithm>

namespace beaver::admin {

QRect placeOnScreens(const QRect &last, const QSize &least, const QList<QRect> &screens)
{
    if (last.isEmpty() || screens.isEmpty())
        return {};
    const auto shared = [&last](const QRect &screen) {
        const QRect both = screen & last;
        return static_cast<qint64>(std::max(0, both.width())) * std::max(0, both.height());
    };
    const QRect screen = *std::ranges::max_element(screens, {}, shared);
    QRect place(last.topLeft(), last.size().boundedTo(screen.size()).expandedTo(least));
    place.moveLeft(std::max(screen.left(), std::min(place.left(), screen.right() + 1 - place.width())));
    place.moveTop(std::max(screen.top(), std::min(place.top(), screen.bottom() + 1 - place.height())));
    return place;
}

} // namespace beaver::admin
