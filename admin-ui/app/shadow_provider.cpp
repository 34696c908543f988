#include <QPainter>

#include <admin-ui/app/shadow_provider.h>

#include <algorithm>
#include <vector>

namespace beaver::admin {

namespace {

/// Of a cell in a square of `side` cells, line by line.
std::size_t placeOf(int side, int line, int i)
{
    return static_cast<std::size_t>(line) * static_cast<std::size_t>(side) + static_cast<std::size_t>(i);
}

/// A mean over 2 radius + 1 cells along every line of the square; three of these in both directions are near a
/// Gaussian.
std::vector<int> meanOfLines(const std::vector<int> &from, int side, int radius)
{
    std::vector<int> to(from.size());
    const auto at = [&](int line, int i) { return i < 0 || i >= side ? 0 : from[placeOf(side, line, i)]; };
    for (int line = 0; line < side; ++line) {
        int sum = 0;
        for (int i = -radius; i <= radius; ++i)
            sum += at(line, i);
        for (int i = 0; i < side; ++i) {
            // Written transposed: the next pass runs along the other direction.
            to[placeOf(side, i, line)] = sum / (2 * radius + 1);
            sum += at(line, i + radius + 1) - at(line, i - radius);
        }
    }
    return to;
}

} // namespace

ShadowProvider::ShadowProvider()
    : QQuickImageProvider(QQuickImageProvider::Image)
{}

QImage ShadowProvider::requestImage(const QString &id, QSize *size, const QSize &)
{
    const QStringList parts = id.split(u'/');
    const int radius = std::clamp(parts.value(0).toInt(), 0, 64);
    const int blur = std::clamp(parts.value(1).toInt(), 1, 64);
    const int alpha = std::clamp(parts.value(2).toInt(), 0, 255);
    const int side = 2 * (radius + 2 * blur) + 1;

    QImage shape(side, side, QImage::Format_Alpha8);
    shape.fill(0);
    QPainter painter(&shape);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawRoundedRect(QRect(blur, blur, side - 2 * blur, side - 2 * blur), radius, radius);
    painter.end();

    std::vector<int> cells;
    cells.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        std::transform(shape.constScanLine(y), shape.constScanLine(y) + side, std::back_inserter(cells),
                       [](uchar opacity) { return opacity * 256; });
    for (int pass = 0; pass < 6; ++pass)
        cells = meanOfLines(cells, side, std::max(1, blur / 3));

    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            image.setPixel(x, y, qRgba(0, 0, 0, cells[placeOf(side, y, x)] / 256 * alpha / 255));
    if (size)
        *size = image.size();
    return image;
}

} // namespace beaver::admin
