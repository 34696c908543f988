#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/spent_report.h>

#include <algorithm>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownDays = 30; // what the server is asked for

struct Used
{
    QString model;
    Money cost;
    double requests = 0;
};

} // namespace

void SpentReport::setKind(const QString &kind)
{
    m_kind = kind;
    Q_EMIT changed();
}

void SpentReport::setRecordId(const QString &id)
{
    if (m_recordId == id)
        return;
    m_recordId = id;
    reload();
}

ApiRequest SpentReport::request() const
{
    if (m_recordId.isEmpty() || (m_kind != "key"_L1 && m_kind != "project"_L1))
        return {};
    return {ApiRequest::Verb::Get, (session()->operates() ? u"/admin"_s : QString()) +
                                       (m_kind == "key"_L1 ? u"/api-keys/"_s : u"/projects/"_s) +
                                       QString::fromLatin1(QUrl::toPercentEncoding(m_recordId)) +
                                       u"/usage?period=30d"_s};
}

void SpentReport::take(const JsonValue &answer)
{
    m_figures.clear();
    m_labels.clear();
    m_days.clear();
    m_models.clear();
    const JsonValue &sum = answer["summary"_L1];
    const auto add = [this](const QString &label, const QString &value, const QString &exact) {
        m_figures.append(QVariantMap{{u"label"_s, label}, {u"value"_s, value}, {u"exact"_s, exact}});
    };
    const auto count = [&](const QString &label, QLatin1StringView member) {
        add(label, shortCount(plainNumber(sum[member])), countText(plainNumber(sum[member])));
    };
    const auto cost = sum["cost"_L1].money();
    add(tr("Spent"), cost ? shortUsd(*cost) : u"–"_s, cost ? exactUsd(*cost) : QString());
    count(tr("Calls"), "requests"_L1);
    count(tr("Failed"), "failed"_L1);
    count(tr("Tokens"), "total_tokens"_L1);
    // Calls that the project's own provider keys paid.
    if (const auto brought = sum["byok_cost"_L1].money(); brought && !brought->isZero())
        add(tr("By own provider keys"), shortUsd(*brought), exactUsd(*brought));
    m_used = plainNumber(sum["requests"_L1]) > 0;

    // Only days with a call are told.
    std::map<QString, double> days;
    QDate last = QDateTime::currentDateTimeUtc().date();
    for (const JsonValue &day : answer["by_day"_L1].items()) {
        days[day["date"_L1].plain()] = plainNumber(day["cost"_L1]);
        last = std::max(last, QDate::fromString(day["date"_L1].plain(), Qt::ISODate));
    }
    QVariantList costs;
    for (int ago = shownDays - 1; ago >= 0; --ago) {
        const QString day = last.addDays(-ago).toString(Qt::ISODate);
        m_days.append(day);
        m_labels.append(seriesLabel(day + u"T12:00:00Z"_s, true));
        const auto found = days.find(day);
        costs.append(found == days.end() ? 0.0 : found->second);
    }
    m_series = {QVariantMap{{u"name"_s, tr("Spent")}, {u"values"_s, costs}}};

    std::vector<Used> used;
    for (const JsonValue &model : answer["by_model"_L1].items())
        used.push_back(
            {model["model"_L1].plain(), model["cost"_L1].money().value_or(Money()), plainNumber(model["requests"_L1])});
    std::ranges::stable_sort(used, [](const Used &a, const Used &b) {
        return a.cost > b.cost || (a.cost == b.cost && a.requests > b.requests);
    });
    const Money most = used.empty() ? Money() : used.front().cost;
    for (const Used &each : used)
        m_models.append(QVariantMap{
            {u"name"_s, each.model},
            {u"value"_s, shortUsd(each.cost)},
            {u"exact"_s, exactUsd(each.cost)},
            {u"share"_s,
             most.isZero() ? 0 : static_cast<double>(each.cost.nanoUsd()) / static_cast<double>(most.nanoUsd())}});
}

QVariantMap SpentReport::drill(int day) const
{
    if (day < 0 || day >= m_days.size())
        return {};
    const QDateTime from = QDate::fromString(m_days[day], Qt::ISODate).startOfDay(QTimeZone::utc());
    return {{u"id"_s, m_recordId},
            {u"from"_s, from.toString(Qt::ISODateWithMs)},
            {u"until"_s, from.addDays(1).toString(Qt::ISODateWithMs)}};
}

} // namespace beaver::admin
