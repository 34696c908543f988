#include <QBrush>
#include <QPainter>
#include <QPainterPath>

#include <admin-ui/charts/thumbnail.h>

namespace beaver::admin {

Thumbnail::Thumbnail(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &Thumbnail::changed, this, [this] { update(); });
}

void Thumbnail::setPicture(const QVariant &picture)
{
    m_picture = picture.value<QImage>();
    Q_EMIT changed();
}

void Thumbnail::setRadius(double radius)
{
    m_radius = radius;
    Q_EMIT changed();
}

void Thumbnail::paint(QPainter *painter)
{
    if (!isValid())
        return;
    const QRectF frame(0, 0, width(), height());
    QRectF drawn({}, QSizeF(m_picture.size()).scaled(frame.size(), Qt::KeepAspectRatioByExpanding));
    drawn.moveCenter(frame.center());
    QPainterPath round;
    round.addRoundedRect(frame, m_radius, m_radius);
    // As a brush: a clip's edges wouldn't be smooth.
    QBrush brush;
    brush.setTextureImage(m_picture);
    brush.setTransform(QTransform::fromTranslate(drawn.x(), drawn.y())
                           .scale(drawn.width() / m_picture.width(), drawn.height() / m_picture.height()));
    painter->setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
    painter->fillPath(round, brush);
}

} // namespace beaver::admin
