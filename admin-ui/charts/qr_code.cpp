#include <QPainter>
#include <QRegularExpression>

#include <admin-ui/charts/qr_code.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostModules = 177 + 2 * 4; // version 40 and its quiet zone

} // namespace

QrCode::QrCode(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    connect(this, &QrCode::changed, this, [this] { update(); });
}

void QrCode::setSvg(const QString &svg)
{
    if (m_svg == svg)
        return;
    m_svg = svg;
    m_dark.clear();
    static const QRegularExpression box(u"viewBox=\"0 0 (\\d+) (\\d+)\""_s);
    static const QRegularExpression module(u"M(\\d+) (\\d+)h1v1h-1z"_s);
    m_modules = box.match(svg).captured(1).toInt();
    if (m_modules > 0 && m_modules <= mostModules)
        for (auto each = module.globalMatch(svg); each.hasNext();) {
            const auto match = each.next();
            const QPoint place(match.captured(1).toInt(), match.captured(2).toInt());
            if (place.x() < m_modules && place.y() < m_modules)
                m_dark.push_back(place);
        }
    Q_EMIT changed();
}

void QrCode::paint(QPainter *painter)
{
    if (!isValid())
        return;
    // Whole pixels for each module; what is left over is quiet.
    const int side = static_cast<int>(std::min(width(), height()));
    const int pixels = std::max(1, side / m_modules);
    const int margin = (side - pixels * m_modules) / 2;
    painter->fillRect(0, 0, side, side, Qt::white);
    for (const QPoint &place : m_dark)
        painter->fillRect(margin + place.x() * pixels, margin + place.y() * pixels, pixels, pixels, Qt::black);
}

} // namespace beaver::admin
