#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

#include <admin-ui/charts/heatmap_chart.h>

#include <algorithm>
#include <cmath>

namespace beaver::admin {

namespace {

constexpr double axisHeight = 22;
constexpr double axisGap = 10;
constexpr qsizetype labelEvery = 6;
constexpr double roundness = 2;

} // namespace

HeatmapChart::HeatmapChart(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &HeatmapChart::changed, this, [this] { update(); });
}

QFont HeatmapChart::font() const
{
    QFont font(m_family);
    font.setPixelSize(11);
    return font;
}

QRectF HeatmapChart::field() const
{
    const QFontMetricsF metrics(font());
    double wide = 0;
    for (const QString &band : m_bands)
        wide = std::max(wide, metrics.horizontalAdvance(band));
    return {wide + axisGap, 0, std::max(1.0, width() - wide - axisGap), std::max(1.0, height() - axisHeight)};
}

QRectF HeatmapChart::rectOf(int column, int band) const
{
    if (m_columns.isEmpty() || m_bands.isEmpty())
        return {};
    const QRectF all = field();
    const double wide = all.width() / static_cast<double>(m_columns.size());
    const double high = all.height() / static_cast<double>(m_bands.size());
    return {all.left() + column * wide + 1, all.bottom() - (band + 1) * high + 1, wide - 2, high - 2};
}

QPoint HeatmapChart::cellAt(double x, double y) const
{
    const QRectF all = field();
    if (m_columns.isEmpty() || m_bands.isEmpty() || !all.contains(x, y))
        return {-1, -1};
    const auto column = static_cast<int>((x - all.left()) / all.width() * static_cast<double>(m_columns.size()));
    const auto band = static_cast<int>((all.bottom() - y) / all.height() * static_cast<double>(m_bands.size()));
    return {std::clamp(column, 0, static_cast<int>(m_columns.size()) - 1),
            std::clamp(band, 0, static_cast<int>(m_bands.size()) - 1)};
}

void HeatmapChart::paint(QPainter *painter)
{
    if (m_columns.isEmpty() || m_bands.isEmpty())
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font());
    const QFontMetricsF metrics(font());
    const QRectF all = field();
    painter->setPen(m_text);
    for (qsizetype band = 0; band < m_bands.size(); ++band) {
        const QRectF cell = rectOf(0, static_cast<int>(band));
        painter->drawText(QRectF(0, cell.top(), all.left() - axisGap, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                          m_bands[band]);
    }
    for (qsizetype column = 0; column < std::min(m_columns.size(), m_labels.size()); column += labelEvery)
        painter->drawText(QPointF(rectOf(static_cast<int>(column), 0).left(), height() - metrics.descent()),
                          m_labels[column]);
    painter->setPen(Qt::NoPen);
    for (qsizetype column = 0; column < m_columns.size(); ++column) {
        const QVariantList shares = m_columns[column].toList();
        for (qsizetype band = 0; band < m_bands.size(); ++band) {
            const QRectF cell = rectOf(static_cast<int>(column), static_cast<int>(band));
            painter->setBrush(m_emptyColor);
            painter->drawRoundedRect(cell, roundness, roundness);
            const double share = shares.value(band).toDouble();
            if (share <= 0)
                continue;
            // The root lets a share of some percent still be seen.
            QColor shade = m_color;
            shade.setAlphaF(static_cast<float>(std::clamp(0.12 + 0.88 * std::sqrt(share), 0.0, 1.0)));
            painter->setBrush(shade);
            painter->drawRoundedRect(cell, roundness, roundness);
        }
    }
}

} // namespace beaver::admin
