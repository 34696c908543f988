#include <QTimeZone>

#include <admin-ui/client/fake_state.h>

#include <cmath>
#include <numbers>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

QString hex(std::uint32_t value, int width)
{
    return u"%1"_s.arg(value, width, 16, QLatin1Char('0'));
}

QJsonValue usd(std::int64_t nanoUsd)
{
    return static_cast<double>(nanoUsd) / 1e9;
}

std::uint32_t noise(std::uint32_t place, std::uint32_t salt)
{
    std::uint32_t x = place * 2'654'435'761u + salt * 40'503u + 0x9e3779b9u;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

int callsInHour(const QDateTime &now, int hoursAgo)
{
    const QDateTime at = now.addSecs(-3'600LL * hoursAgo);
    const double hour = at.time().hour() + at.time().minute() / 60.0;
    const double day = 0.5 + 0.5 * std::sin((hour - 8.5) / 24.0 * 2 * std::numbers::pi);
    const bool weekend = at.date().dayOfWeek() > 5;
    const double growth = 1.0 - hoursAgo / (keptHours * 3.2);
    const double wobble = 0.9 + noise(static_cast<std::uint32_t>(hoursAgo), 61) % 200 / 1'000.0;
    return static_cast<int>((70 + 330 * day * day) * (weekend ? 0.55 : 1.0) * growth * wobble);
}

State::State(int accountCount)
    : now(QDateTime::currentDateTimeUtc())
{
    makeAccounts(*this, accountCount);
    makeKeys(*this);
    makeProjects(*this);
    makeMoney(*this);
    makeAudit(*this);
    makeEndpoints(*this);
    makeModels(*this);
    makePlans(*this);
    makeSettings(*this);
    int sum = 0;
    for (int hour = 0; hour < keptHours; ++hour)
        callsUpTo.push_back(sum += callsInHour(now, hour));
}

QString State::time(qint64 secondsAgo) const
{
    return now.addSecs(-secondsAgo).toString(Qt::ISODateWithMs);
}

void State::note(const QString &action, const QString &subject, const QJsonValue &before, const QJsonValue &after)
{
    const auto n = static_cast<std::uint32_t>(audit.size());
    audit.prepend(QJsonObject{{u"id"_s, u"aud_"_s + hex(0xa0000u + n, 6)},
                              {u"at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                              {u"actor"_s, u"admin@beaver.example"_s},
                              {u"action"_s, action},
                              {u"subject"_s, subject},
                              {u"before"_s, before},
                              {u"after"_s, after},
                              {u"address"_s, u"127.0.0.1"_s},
                              {u"request_id"_s, u"req_"_s + hex(noise(n, 55), 8)},
                              {u"hash"_s, hex(noise(n, 56), 8) + hex(noise(n, 57), 8)}});
}

QJsonObject find(const QJsonArray &list, const QString &id)
{
    for (const auto &each : list)
        if (each.toObject()[u"id"_s] == id)
            return each.toObject();
    return {};
}

bool replace(QJsonArray &list, const QJsonObject &item)
{
    for (auto each : list)
        if (each.toObject()[u"id"_s] == item[u"id"_s]) {
            each = item;
            return true;
        }
    return false;
}

bool remove(QJsonArray &list, const QString &id)
{
    for (qsizetype i = 0; i < list.size(); ++i)
        if (list[i].toObject()[u"id"_s] == id) {
            list.removeAt(i);
            return true;
        }
    return false;
}

} // namespace beaver::admin::fake
