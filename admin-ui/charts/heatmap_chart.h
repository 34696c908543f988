#pragma once

#include <QColor>
#include <QPoint>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QStringList>
#include <QVariantList>

namespace beaver::admin {

/// Columns of cells, coloured by their share: the first band lies at the foot, its name at the left; times at the foot.
class HeatmapChart : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// A list of shares (0 to 1) each, one for each band; empty where nothing was measured.
    Q_PROPERTY(QVariantList columns MEMBER m_columns NOTIFY changed FINAL)
    Q_PROPERTY(QStringList bands MEMBER m_bands NOTIFY changed FINAL)
    Q_PROPERTY(QStringList labels MEMBER m_labels NOTIFY changed FINAL)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed FINAL)
    Q_PROPERTY(QColor empty MEMBER m_emptyColor NOTIFY changed FINAL)
    Q_PROPERTY(QColor textColor MEMBER m_text NOTIFY changed FINAL)
    Q_PROPERTY(QString fontFamily MEMBER m_family NOTIFY changed FINAL)

public:
    explicit HeatmapChart(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;
    /// Column and band at a place; negative where there is none.
    Q_INVOKABLE QPoint cellAt(double x, double y) const;
    Q_INVOKABLE QRectF rectOf(int column, int band) const;

Q_SIGNALS:
    void changed();

private:
    QFont font() const;
    /// Where the cells lie.
    QRectF field() const;

    QVariantList m_columns;
    QStringList m_bands;
    QStringList m_labels;
    QColor m_color, m_emptyColor, m_text;
    QString m_family;
};

} // namespace beaver::admin
