#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <admin-ui/charts/time_series_chart.h>
#include <admin-ui/text/number_text.h>

#include <algorithm>
#include <cmath>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr double leftMargin = 46; // at least
constexpr double besideAxis = 10;
constexpr double rightMargin = 8;
constexpr double topMargin = 10;
constexpr double bottomMargin = 26;

/// Monotone cubic (Fritsch and Carlson): smooth, and never beyond the data.
QPainterPath curve(const QList<QPointF> &points)
{
    QPainterPath path;
    const qsizetype n = points.size();
    if (n == 0)
        return path;
    path.moveTo(points[0]);
    if (n < 3 || n > 400) {
        for (qsizetype i = 1; i < n; ++i)
            path.lineTo(points[i]);
        return path;
    }
    QList<double> slope(n - 1);
    QList<double> tangent(n);
    for (qsizetype i = 0; i < n - 1; ++i)
        slope[i] = (points[i + 1].y() - points[i].y()) / std::max(1e-6, points[i + 1].x() - points[i].x());
    tangent[0] = slope[0];
    tangent[n - 1] = slope[n - 2];
    for (qsizetype i = 1; i < n - 1; ++i)
        tangent[i] = slope[i - 1] * slope[i] <= 0 ? 0 : 2 * slope[i - 1] * slope[i] / (slope[i - 1] + slope[i]);
    for (qsizetype i = 0; i < n - 1; ++i) {
        const double third = (points[i + 1].x() - points[i].x()) / 3;
        path.cubicTo(points[i] + QPointF(third, third * tangent[i]),
                     points[i + 1] - QPointF(third, third * tangent[i + 1]), points[i + 1]);
    }
    return path;
}

/// No more than two points for a pixel: the least and the most of it.
QList<QPointF> thinned(const QList<QPointF> &points, double width)
{
    if (static_cast<double>(points.size()) <= 2 * width)
        return points;
    QList<QPointF> kept;
    for (qsizetype i = 0; i < points.size();) {
        qsizetype least = i;
        qsizetype most = i;
        const double pixel = std::floor(points[i].x());
        for (; i < points.size() && std::floor(points[i].x()) == pixel; ++i) {
            least = points[i].y() < points[least].y() ? i : least;
            most = points[i].y() > points[most].y() ? i : most;
        }
        kept.append(points[std::min(least, most)]);
        if (least != most)
            kept.append(points[std::max(least, most)]);
    }
    return kept;
}

} // namespace

TimeSeriesChart::TimeSeriesChart(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    const auto redo = [this] {
        rescale();
        update();
    };
    connect(this, &TimeSeriesChart::lookChanged, this, redo);
    connect(this, &TimeSeriesChart::seriesChanged, this, redo);
}

void TimeSeriesChart::setSeries(const QVariantList &series)
{
    if (m_given == series)
        return;
    m_given = series;
    const int before = count();
    m_series.clear();
    for (const QVariant &each : series) {
        const QVariantMap map = each.toMap();
        Series line{map[u"name"_s].toString(), {}, map[u"dashed"_s].toBool()};
        for (const QVariant &value : map[u"values"_s].toList())
            line.values.append(value.toDouble());
        m_series.push_back(std::move(line));
    }
    // The same times again, with what has come since: a zoom stays.
    if (count() != before)
        m_first = m_last = -1;
    Q_EMIT seriesChanged();
}

int TimeSeriesChart::count() const
{
    return m_series.empty() ? 0 : static_cast<int>(m_series.front().values.size());
}

bool TimeSeriesChart::isEmpty() const
{
    return std::all_of(m_series.begin(), m_series.end(), [](const Series &each) {
        return std::all_of(each.values.begin(), each.values.end(), [](double value) { return value == 0; });
    });
}

int TimeSeriesChart::to() const
{
    return m_last < 0 ? count() - 1 : std::min(m_last, count() - 1);
}

QColor TimeSeriesChart::colorOf(int series) const
{
    return m_colors.isEmpty() ? m_text : m_colors[series % m_colors.size()];
}

double TimeSeriesChart::stacked(int series, int index) const
{
    if (!stacks())
        return m_series[static_cast<std::size_t>(series)].values.value(index);
    double sum = 0;
    for (int i = 0; i <= series; ++i)
        if (!m_hidden.contains(i))
            sum += m_series[static_cast<std::size_t>(i)].values.value(index);
    return sum;
}

void TimeSeriesChart::rescale()
{
    double most = 0;
    for (int series = 0; series < static_cast<int>(m_series.size()); ++series)
        if (!m_hidden.contains(series))
            for (int i = from(); i <= to(); ++i)
                most = std::max(most, stacked(series, i));
    if (most <= 0)
        most = 1;
    const double rough = most / 4;
    const double magnitude = std::pow(10, std::floor(std::log10(rough)));
    const double part = rough / magnitude;
    m_step = (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10) * magnitude;
    if (m_unit.isEmpty()) // of things that are counted there are no halves
        m_step = std::max(1.0, m_step);
    m_most = std::ceil(most / m_step) * m_step;
    const QFontMetricsF metrics(axisFont());
    m_left = leftMargin;
    for (int i = 0; i * m_step <= m_most; ++i)
        m_left = std::max(m_left, std::ceil(metrics.horizontalAdvance(axisText(i * m_step))) + besideAxis);
    Q_EMIT layoutChanged();
}

QFont TimeSeriesChart::axisFont() const
{
    QFont font(m_family);
    font.setPixelSize(11);
    return font;
}

QRectF TimeSeriesChart::plot() const
{
    return {m_left, topMargin, std::max(10.0, width() - m_left - rightMargin),
            std::max(10.0, height() - topMargin - bottomMargin)};
}

double TimeSeriesChart::xAt(int index) const
{
    const QRectF area = plot();
    const int shown = to() - from() + 1;
    if (m_mode == Bars)
        return area.left() + area.width() * (index - from() + 0.5) / std::max(1, shown);
    return shown < 2 ? area.center().x() : area.left() + area.width() * (index - from()) / (shown - 1);
}

double TimeSeriesChart::yOf(double value) const
{
    const QRectF area = plot();
    return area.bottom() - area.height() * value / m_most;
}

double TimeSeriesChart::yAt(int series, int index) const
{
    return series < static_cast<int>(m_series.size()) && index >= 0 ? yOf(stacked(series, index)) : 0;
}

int TimeSeriesChart::indexAt(double x) const
{
    const QRectF area = plot();
    const int shown = to() - from() + 1;
    if (shown < 1 || x < area.left() - 6 || x > area.right() + 6)
        return -1;
    const double part = (x - area.left()) / area.width();
    const int place =
        m_mode == Bars ? static_cast<int>(part * shown) : static_cast<int>(std::lround(part * (shown - 1)));
    return from() + std::clamp(place, 0, shown - 1);
}

void TimeSeriesChart::toggle(int series)
{
    if (!m_hidden.remove(series))
        m_hidden.insert(series);
    // Nothing left to see helps nobody.
    if (m_hidden.size() == static_cast<qsizetype>(m_series.size()))
        m_hidden.clear();
    Q_EMIT seriesChanged();
}

void TimeSeriesChart::zoom(double begin, double end)
{
    const int first = indexAt(std::max(plot().left(), std::min(begin, end)));
    const int last = indexAt(std::min(plot().right(), std::max(begin, end)));
    if (first < 0 || last - first < 2)
        return;
    m_first = first;
    m_last = last;
    Q_EMIT seriesChanged();
}

void TimeSeriesChart::zoomOut()
{
    m_first = m_last = -1;
    Q_EMIT seriesChanged();
}

QString TimeSeriesChart::axisText(double value, bool exact) const
{
    const double size = std::abs(value);
    const QLocale locale;
    const auto digits = [&](double number, double unit) {
        const double scaled = number / unit;
        const int decimals = std::abs(scaled - std::round(scaled)) < 0.005 ? 0 : exact ? 2 : 1;
        return locale.toString(scaled, 'f', decimals);
    };
    const bool money = m_unit == "$"_L1;
    const int small = size > 0 ? std::min(9, static_cast<int>(std::ceil(-std::log10(size))) + 1) : 2;
    QString text = size >= 1e9                               ? billionsText(digits(value, 1e9))
                   : size >= 1e6                             ? millionsText(digits(value, 1e6))
                   : size >= (exact ? 1e5 : 1e3)             ? thousandsText(digits(value, 1e3))
                   : money && value != 0 && size < 0.05      ? locale.toString(value, 'f', small)
                   : exact && money                          ? locale.toString(value, 'f', 2)
                   : size < 10 && value != std::floor(value) ? locale.toString(value, 'f', 2)
                                                             : locale.toString(value, 'f', 0);
    return money ? dollarsText(text) : m_unit.isEmpty() ? text : text + u' ' + m_unit;
}

QString TimeSeriesChart::valueText(int series, int index) const
{
    return series < static_cast<int>(m_series.size())
               ? axisText(m_series[static_cast<std::size_t>(series)].values.value(index), true)
               : QString();
}

QString TimeSeriesChart::totalText(int index) const
{
    double sum = 0;
    for (int series = 0; series < static_cast<int>(m_series.size()); ++series)
        if (!m_hidden.contains(series))
            sum += m_series[static_cast<std::size_t>(series)].values.value(index);
    return axisText(sum, true);
}

void TimeSeriesChart::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickPaintedItem::geometryChange(now, before);
    Q_EMIT layoutChanged();
    update();
}

void TimeSeriesChart::paint(QPainter *painter)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(axisFont());
    paintAxes(*painter);
    if (count() == 0)
        return;
    painter->setClipRect(plot().adjusted(-2, -6, 2, 1));
    if (m_mode == Bars)
        paintBars(*painter);
    else
        paintLines(*painter);
}

void TimeSeriesChart::paintAxes(QPainter &painter) const
{
    const QRectF area = plot();
    const int ticks = static_cast<int>(std::lround(m_most / m_step));
    for (int i = 0; i <= ticks; ++i) {
        const double y = std::floor(area.bottom() - area.height() * i / ticks) + 0.5;
        painter.setPen(QPen(m_grid, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(m_text);
        painter.drawText(QRectF(0, y - 8, area.left() - besideAxis, 16), Qt::AlignRight | Qt::AlignVCenter,
                         axisText(i * m_step));
    }
    const int shown = to() - from() + 1;
    constexpr double labelWidth = 74;
    const int step = std::max(1, static_cast<int>(std::ceil(shown * labelWidth / area.width())));
    for (int i = from(); i <= to(); i += step) {
        const double x = xAt(i);
        const bool first = i == from() && m_mode != Bars;
        const bool last = x + labelWidth / 2 > area.right() + rightMargin;
        painter.drawText(QRectF(first  ? x
                                : last ? area.right() - labelWidth
                                       : x - labelWidth / 2,
                                area.bottom() + 8, labelWidth, 16),
                         static_cast<int>(Qt::AlignTop) | (first  ? Qt::AlignLeft
                                                           : last ? Qt::AlignRight
                                                                  : Qt::AlignHCenter),
                         m_labels.value(i));
    }
}

void TimeSeriesChart::paintBars(QPainter &painter) const
{
    const QRectF area = plot();
    const double slot = area.width() / (to() - from() + 1);
    const double width = std::clamp(std::floor(slot * 0.62), 1.0, 44.0);
    painter.setPen(Qt::NoPen);
    for (int i = from(); i <= to(); ++i) {
        int top = -1;
        for (int series = 0; series < static_cast<int>(m_series.size()); ++series)
            if (!m_hidden.contains(series) && m_series[static_cast<std::size_t>(series)].values.value(i) > 0)
                top = series;
        double below = area.bottom();
        for (int series = 0; series <= top; ++series) {
            if (m_hidden.contains(series))
                continue;
            const double y = yOf(stacked(series, i));
            const QRectF bar(std::round(xAt(i) - width / 2), y, width, below - y);
            painter.setBrush(colorOf(series));
            if (series == top && width > 3) {
                const double radius = std::min(3.0, bar.height());
                QPainterPath path;
                path.moveTo(bar.bottomLeft());
                path.lineTo(bar.left(), bar.top() + radius);
                path.quadTo(bar.topLeft(), QPointF(bar.left() + radius, bar.top()));
                path.lineTo(bar.right() - radius, bar.top());
                path.quadTo(bar.topRight(), QPointF(bar.right(), bar.top() + radius));
                path.lineTo(bar.bottomRight());
                path.closeSubpath();
                painter.drawPath(path);
            } else {
                painter.drawRect(bar.adjusted(0, below - y > 3 ? 1 : 0, 0, 0));
            }
            below = y;
        }
    }
}

void TimeSeriesChart::paintLines(QPainter &painter) const
{
    const QRectF area = plot();
    const auto lineOf = [&](int series) {
        QList<QPointF> points;
        for (int i = from(); i <= to(); ++i)
            points.append({xAt(i), series < 0 ? area.bottom() : yOf(stacked(series, i))});
        return thinned(points, area.width());
    };
    int below = -1;
    for (int series = 0; series < static_cast<int>(m_series.size()); ++series) {
        if (m_hidden.contains(series))
            continue;
        const Series &each = m_series[static_cast<std::size_t>(series)];
        const QList<QPointF> points = lineOf(series);
        const QPainterPath line = curve(points);
        const QColor color = colorOf(series);
        if (m_mode == StackedArea) {
            QPainterPath filled = line;
            filled.connectPath(curve(lineOf(below)).toReversed());
            filled.closeSubpath();
            QColor fill = color;
            fill.setAlphaF(0.30f);
            painter.fillPath(filled, fill);
            below = series;
        } else if (m_mode == Area && !each.dashed) {
            QPainterPath filled = line;
            filled.lineTo(points.last().x(), area.bottom());
            filled.lineTo(points.first().x(), area.bottom());
            filled.closeSubpath();
            QLinearGradient gradient(0, area.top(), 0, area.bottom());
            QColor above = color;
            above.setAlphaF(0.26f);
            QColor under = color;
            under.setAlphaF(0);
            gradient.setColorAt(0, above);
            gradient.setColorAt(1, under);
            painter.fillPath(filled, gradient);
        }
        QPen pen(color, each.dashed ? 1.5 : 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        if (each.dashed)
            pen.setDashPattern({3, 4});
        painter.strokePath(line, pen);
    }
}

} // namespace beaver::admin
