#pragma once

#include <QPoint>
#include <QQmlEngine>
#include <QQuickPaintedItem>

#include <vector>

namespace beaver::admin {

/// The QR code that the server draws as an SVG; black on white in every theme, as cameras want it.
class QrCode : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString svg READ svg WRITE setSvg NOTIFY changed FINAL)
    /// There is something to draw.
    Q_PROPERTY(bool valid READ isValid NOTIFY changed FINAL)

public:
    explicit QrCode(QQuickItem *parent = nullptr);

    QString svg() const { return m_svg; }
    void setSvg(const QString &svg);
    bool isValid() const { return !m_dark.empty(); }
    /// Modules in a line, the quiet zone too.
    int modules() const { return m_modules; }
    const std::vector<QPoint> &dark() const { return m_dark; }
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QString m_svg;
    int m_modules = 0;
    std::vector<QPoint> m_dark;
};

} // namespace beaver::admin
