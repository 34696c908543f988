#pragma once

#include <QImage>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QVariant>

namespace beaver::admin {

/// A picture that is in memory only, cut to fill its frame; the corners are round.
class Thumbnail : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// A QImage; anything else is none.
    Q_PROPERTY(QVariant picture READ picture WRITE setPicture NOTIFY changed FINAL)
    Q_PROPERTY(double radius READ radius WRITE setRadius NOTIFY changed FINAL)
    /// There is something to draw.
    Q_PROPERTY(bool valid READ isValid NOTIFY changed FINAL)

public:
    explicit Thumbnail(QQuickItem *parent = nullptr);

    QVariant picture() const { return m_picture; }
    void setPicture(const QVariant &picture);
    double radius() const { return m_radius; }
    void setRadius(double radius);
    bool isValid() const { return !m_picture.isNull(); }
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QImage m_picture;
    double m_radius = 0;
};

} // namespace beaver::admin
