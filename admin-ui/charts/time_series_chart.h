#pragma once

#include <QColor>
#include <QFont>
#include <QQmlEngine>
#include <QQuickPaintedItem>
#include <QSet>
#include <QVariantList>

namespace beaver::admin {

/// Lines, areas or stacked bars over time. Painted, so that it looks the same with and without a GPU; what follows the
/// pointer lies above it as items of its own, so hovering never paints the chart anew. More points than pixels are
/// drawn as one line from the least to the most of each pixel.
class TimeSeriesChart : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(Mode mode MEMBER m_mode NOTIFY lookChanged FINAL)
    /// `{name, values, dashed}` each, all of one length.
    Q_PROPERTY(QVariantList series READ series WRITE setSeries NOTIFY seriesChanged FINAL)
    Q_PROPERTY(QStringList labels MEMBER m_labels NOTIFY seriesChanged FINAL)
    Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY lookChanged FINAL)
    /// `$`, a unit behind the number, or nothing.
    Q_PROPERTY(QString unit MEMBER m_unit NOTIFY lookChanged FINAL)
    Q_PROPERTY(QColor gridColor MEMBER m_grid NOTIFY lookChanged FINAL)
    Q_PROPERTY(QColor textColor MEMBER m_text NOTIFY lookChanged FINAL)
    Q_PROPERTY(QString fontFamily MEMBER m_family NOTIFY lookChanged FINAL)
    /// Places of series that aren't shown.
    Q_PROPERTY(QList<int> hidden READ hidden NOTIFY seriesChanged FINAL)
    /// The part that is zoomed to, as places of the first and the last value; -1 for all.
    Q_PROPERTY(int firstShown READ firstShown NOTIFY seriesChanged FINAL)
    Q_PROPERTY(int lastShown READ lastShown NOTIFY seriesChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY seriesChanged FINAL)
    Q_PROPERTY(QRectF plot READ plot NOTIFY layoutChanged FINAL)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY seriesChanged FINAL)

public:
    enum Mode { Line, Area, StackedArea, Bars };
    Q_ENUM(Mode)

    explicit TimeSeriesChart(QQuickItem *parent = nullptr);

    QVariantList series() const { return m_given; }
    void setSeries(const QVariantList &series);
    QList<int> hidden() const { return m_hidden.values(); }
    int firstShown() const { return m_first; }
    int lastShown() const { return m_last; }
    int count() const;
    QRectF plot() const;
    QFont axisFont() const;
    bool isEmpty() const;

    Q_INVOKABLE void toggle(int series);
    Q_INVOKABLE bool isHidden(int series) const { return m_hidden.contains(series); }
    /// Between two places of the pointer, in pixels.
    Q_INVOKABLE void zoom(double begin, double end);
    Q_INVOKABLE void zoomOut();
    /// The place of the value nearest to `x`; -1 outside.
    Q_INVOKABLE int indexAt(double x) const;
    Q_INVOKABLE double xAt(int index) const;
    Q_INVOKABLE double yAt(int series, int index) const;
    Q_INVOKABLE QString labelAt(int index) const { return m_labels.value(index); }
    Q_INVOKABLE QString valueText(int series, int index) const;
    Q_INVOKABLE QString totalText(int index) const;

    void paint(QPainter *painter) override;

Q_SIGNALS:
    void seriesChanged();
    void lookChanged();
    void layoutChanged();

protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;

private:
    struct Series
    {
        QString name;
        QList<double> values;
        bool dashed = false;
    };
    void rescale();
    bool stacks() const { return m_mode == StackedArea || m_mode == Bars; }
    double stacked(int series, int index) const;
    double yOf(double value) const;
    int from() const { return m_first < 0 ? 0 : m_first; }
    int to() const;
    QColor colorOf(int series) const;
    QString axisText(double value, bool exact = false) const;
    void paintAxes(QPainter &painter) const;
    void paintBars(QPainter &painter) const;
    void paintLines(QPainter &painter) const;

    Mode m_mode = Area;
    QVariantList m_given;
    std::vector<Series> m_series;
    QStringList m_labels;
    QList<QColor> m_colors;
    QSet<int> m_hidden;
    QString m_unit;
    QString m_family;
    QColor m_grid;
    QColor m_text;
    double m_most = 1;
    double m_step = 1;
    double m_left = 0; ///< of the plot: beside its widest label
    int m_first = -1;
    int m_last = -1;
};

} // namespace beaver::admin
