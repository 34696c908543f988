#include <QDateTime>
#include <QLocale>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/latency_report.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownHours = 24;
constexpr int secondsOfHour = 3'600;
/// Where the shown bands begin; what is faster counts with the first, what is slower with the last.
constexpr std::array<int, 8> bandStarts{0, 64, 128, 256, 512, 1'024, 2'048, 4'096};

qint64 hourOf(const QDateTime &at)
{
    return at.toSecsSinceEpoch() / secondsOfHour;
}

} // namespace

ApiRequest LatencyReport::request() const
{
    return {ApiRequest::Verb::Get, u"/admin/overview"_s};
}

void LatencyReport::take(const JsonValue &answer)
{
    std::map<qint64, std::array<double, bandStarts.size()>> hours;
    for (const JsonValue &told : answer["first_byte_hours"_L1].items()) {
        const QDateTime start = QDateTime::fromString(told["start"_L1].plain(), Qt::ISODateWithMs);
        if (!start.isValid())
            continue;
        auto &hour = hours[hourOf(start)];
        for (const JsonValue &band : told["bands"_L1].items()) {
            const auto from = static_cast<int>(plainNumber(band["from_ms"_L1]));
            const auto after = std::ranges::upper_bound(bandStarts, from) - bandStarts.begin();
            const auto place = std::max<std::ptrdiff_t>(0, after - 1);
            hour[static_cast<std::size_t>(place)] += plainNumber(band["calls"_L1]);
        }
    }
    // Ends with the server's present hour, so that a quiet hour shows as one.
    const QDateTime told = QDateTime::fromString(answer["as_of"_L1].plain(), Qt::ISODateWithMs);
    const qint64 last = told.isValid()  ? hourOf(told)
                        : hours.empty() ? hourOf(QDateTime::currentDateTimeUtc())
                                        : hours.rbegin()->first;
    m_columns.clear();
    m_labels.clear();
    m_calls.clear();
    m_bands.clear();
    m_empty = true;
    for (qint64 hour = last - shownHours + 1; hour <= last; ++hour) {
        QVariantList shares;
        double calls = 0;
        if (const auto found = hours.find(hour); found != hours.end()) {
            for (const double each : found->second)
                calls += each;
            for (const double each : found->second)
                shares.append(calls > 0 ? each / calls : 0);
        }
        m_empty = m_empty && calls == 0;
        m_columns.append(QVariant(shares));
        m_calls.push_back(calls);
        m_labels.append(
            QLocale().toString(QDateTime::fromSecsSinceEpoch(hour * secondsOfHour).toLocalTime().time(), u"HH:mm"_s));
    }
    for (const int start : bandStarts)
        m_bands.append(start == 0 ? u"< "_s + durationText(bandStarts[1]) : durationText(start));
}

QString LatencyReport::describe(int column, int band) const
{
    if (column < 0 || column >= m_columns.size() || band < 0 || band >= m_bands.size())
        return {};
    const auto calls = m_calls[static_cast<std::size_t>(column)];
    if (calls == 0)
        return tr("%1: no calls").arg(m_labels[column]);
    const auto place = static_cast<std::size_t>(band);
    const QString span = band == 0 ? m_bands[0]
                         : place + 1 < bandStarts.size()
                             ? tr("%1 to %2").arg(m_bands[band], durationText(bandStarts[place + 1]))
                             : tr("%1 and more").arg(m_bands[band]);
    const double share = m_columns[column].toList().value(band).toDouble();
    return tr("%1, %2: %3 % of %4 calls")
        .arg(m_labels[column], span, QLocale().toString(100 * share, 'f', share > 0 && share < 0.1 ? 1 : 0),
             countText(calls));
}

} // namespace beaver::admin
