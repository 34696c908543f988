#pragma once

#include <QColor>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QVariantList>

namespace beaver::admin {

/// A line without axes, in the size of a word.
class Sparkline : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList values MEMBER m_values NOTIFY changed FINAL)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed FINAL)

public:
    explicit Sparkline(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QVariantList m_values;
    QColor m_color;
};

/// One bar for each span of time, coloured by how an endpoint did: healthy, degraded, down or unknown.
class HealthStrip : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList states MEMBER m_states NOTIFY changed FINAL)
    Q_PROPERTY(QColor healthy MEMBER m_healthy NOTIFY changed FINAL)
    Q_PROPERTY(QColor degraded MEMBER m_degraded NOTIFY changed FINAL)
    Q_PROPERTY(QColor down MEMBER m_down NOTIFY changed FINAL)
    Q_PROPERTY(QColor unknown MEMBER m_unknown NOTIFY changed FINAL)

public:
    explicit HealthStrip(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QVariantList m_states;
    QColor m_healthy, m_degraded, m_down, m_unknown;
};

/// Where things lie on a logarithmic axis, and the cuts that divide them: models by their list price.
class DistributionChart : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// `{value, name}` each.
    Q_PROPERTY(QVariantList points MEMBER m_points NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList cuts MEMBER m_cuts NOTIFY changed FINAL)
    Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY changed FINAL)
    Q_PROPERTY(QColor gridColor MEMBER m_grid NOTIFY changed FINAL)
    Q_PROPERTY(QColor textColor MEMBER m_text NOTIFY changed FINAL)
    Q_PROPERTY(QString fontFamily MEMBER m_family NOTIFY changed FINAL)

public:
    explicit DistributionChart(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;
    /// The name and price of the point at a place; empty where there is none.
    Q_INVOKABLE QString nameAt(double x, double y) const;

Q_SIGNALS:
    void changed();

private:
    struct Dot
    {
        QPointF at;
        QString name;
        double value;
        int band;
    };
    std::vector<Dot> dots() const;
    double xOf(double value) const;
    std::pair<double, double> range() const;

    QVariantList m_points;
    QVariantList m_cuts;
    QList<QColor> m_colors;
    QColor m_grid, m_text;
    QString m_family;
};

} // namespace beaver::admin
