#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QQuickWindow>

#include <admin-ui/charts/small_charts.h>
#include <admin-ui/text/number_text.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

Sparkline::Sparkline(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &Sparkline::changed, this, [this] { update(); });
}

void Sparkline::paint(QPainter *painter)
{
    const qsizetype n = m_values.size();
    if (n < 2)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    double least = m_values[0].toDouble();
    double most = least;
    for (const QVariant &value : m_values) {
        least = std::min(least, value.toDouble());
        most = std::max(most, value.toDouble());
    }
    const double span = std::max(1e-9, most - least);
    const double high = height() - 4;
    QPainterPath line;
    for (qsizetype i = 0; i < n; ++i) {
        const QPointF point(1 + (width() - 2) * static_cast<double>(i) / static_cast<double>(n - 1),
                            2 + high - high * (m_values[i].toDouble() - least) / span);
        i ? line.lineTo(point) : line.moveTo(point);
    }
    QPainterPath area = line;
    area.lineTo(width() - 1, height());
    area.lineTo(1, height());
    area.closeSubpath();
    QLinearGradient gradient(0, 0, 0, height());
    QColor above = m_color;
    above.setAlphaF(0.22f);
    QColor under = m_color;
    under.setAlphaF(0);
    gradient.setColorAt(0, above);
    gradient.setColorAt(1, under);
    painter->fillPath(area, gradient);
    painter->strokePath(line, QPen(m_color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

HealthStrip::HealthStrip(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    connect(this, &HealthStrip::changed, this, [this] { update(); });
}

void HealthStrip::paint(QPainter *painter)
{
    const qsizetype n = m_states.size();
    if (n == 0)
        return;
    // Every bar as wide as every other, on whole pixels of the screen; what is left over stays at the end.
    const double ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
    const double slot = std::max(2.0, std::floor(width() * ratio / static_cast<double>(n))) / ratio;
    const double gap = std::max(1.0, std::round(slot * ratio * 0.34)) / ratio;
    for (qsizetype i = 0; i < n; ++i) {
        const QString state = m_states[i].toString();
        const QColor color = state == "healthy"_L1    ? m_healthy
                             : state == "degraded"_L1 ? m_degraded
                             : state == "down"_L1     ? m_down
                                                      : m_unknown;
        painter->fillRect(QRectF(static_cast<double>(i) * slot, 0, slot - gap, height()), color);
    }
}

DistributionChart::DistributionChart(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &DistributionChart::changed, this, [this] { update(); });
}

std::pair<double, double> DistributionChart::range() const
{
    double least = 1e9;
    double most = 1e-9;
    for (const QVariant &point : m_points) {
        const double value = point.toMap()[u"value"_s].toDouble();
        if (value > 0) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }
    return {std::log10(least) - 0.1, std::log10(std::max(most, least * 1.1)) + 0.1};
}

double DistributionChart::xOf(double value) const
{
    const auto [least, most] = range();
    return 8 + (width() - 16) * (std::log10(std::max(1e-9, value)) - least) / (most - least);
}

std::vector<DistributionChart::Dot> DistributionChart::dots() const
{
    constexpr double size = 8;
    const double floor = height() - 24;
    // Where many models share a price, their dots move together until they fit.
    std::map<int, int> counts;
    int tallest = 1;
    for (const QVariant &point : m_points)
        if (const double value = point.toMap()[u"value"_s].toDouble(); value > 0)
            tallest = std::max(tallest, ++counts[static_cast<int>(xOf(value) / (size + 2))]);
    const double pitch = std::min(size + 2, (floor - size - 4) / std::max(1, tallest - 1));
    std::map<int, int> heights;
    std::vector<Dot> dots;
    for (const QVariant &point : m_points) {
        const QVariantMap map = point.toMap();
        const double value = map[u"value"_s].toDouble();
        if (value <= 0)
            continue;
        const auto column = static_cast<int>(xOf(value) / (size + 2));
        int band = 0;
        for (const QVariant &cut : m_cuts)
            band += value > cut.toDouble();
        const int above = heights[column]++;
        dots.push_back({{column * (size + 2) + size / 2, floor - size / 2 - 2 - above * pitch},
                        map[u"name"_s].toString(),
                        value,
                        band});
    }
    return dots;
}

void DistributionChart::paint(QPainter *painter)
{
    if (m_points.isEmpty())
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    QFont font(m_family);
    font.setPixelSize(11);
    painter->setFont(font);
    const double floor = height() - 24;
    painter->setPen(QPen(m_grid, 1));
    painter->drawLine(QPointF(0, floor + 0.5), QPointF(width(), floor + 0.5));
    double free = -1e9;
    for (const QVariant &cut : m_cuts) {
        const double x = std::floor(xOf(cut.toDouble())) + 0.5;
        painter->setPen(QPen(m_grid, 1, Qt::DashLine));
        painter->drawLine(QPointF(x, 4), QPointF(x, floor));
        painter->setPen(m_text);
        const QString label = dollarsText(QLocale().toString(cut.toDouble()));
        const double wide = painter->fontMetrics().horizontalAdvance(label);
        if (x - wide / 2 > free + 6) {
            const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, width() - wide - 1));
            painter->drawText(QPointF(left, floor + 6 + painter->fontMetrics().ascent()), label);
            free = x + wide / 2;
        }
    }
    painter->setPen(Qt::NoPen);
    for (const Dot &dot : dots()) {
        painter->setBrush(m_colors.isEmpty() ? m_text : m_colors[dot.band % m_colors.size()]);
        painter->drawEllipse(dot.at, 4, 4);
    }
}

QString DistributionChart::nameAt(double x, double y) const
{
    for (const Dot &dot : dots())
        if (std::hypot(dot.at.x() - x, dot.at.y() - y) < 6)
            return dot.name + u"  "_s + dollarsText(QLocale().toString(dot.value, 'f', 2));
    return {};
}

} // namespace beaver::admin
