#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/reports.h>

#include <algorithm>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// `{name, group, values}` each, the largest first, from values by name and place.
QVariantList largestFirst(const std::map<QString, std::vector<double>> &lines, QString (*title)(const QString &))
{
    std::vector<std::pair<double, QVariantMap>> order;
    for (const auto &[name, values] : lines) {
        double sum = 0;
        QVariantList list;
        for (const double value : values) {
            sum += value;
            list.append(value);
        }
        order.emplace_back(sum, QVariantMap{{u"name"_s, title(name)}, {u"group"_s, name}, {u"values"_s, list}});
    }
    std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    QVariantList series;
    for (const auto &[sum, line] : order)
        series.append(line);
    return series;
}

/// What the server says in English, where its form is known; else its own words.
QString attentionText(const QString &kind, const QString &text)
{
    static const QRegularExpression counted(u"^(\\d+) "_s);
    static const QRegularExpression left(u"^(\\S+) has (-?[0-9.]+) USD left\\.$"_s);
    static const QRegularExpression state(u"^(.+) is (?:down|degraded)(?:: (.+)|\\.)$"_s);
    const int count = counted.match(text).captured(1).toInt();
    const auto poor = left.match(text);
    const auto ill = state.match(text);
    if (kind == "mail"_L1 && count > 0)
        return QCoreApplication::translate("beaver::admin::OverviewReport", "%n mail(s) couldn't be delivered.",
                                           nullptr, count);
    if (kind == "prices"_L1 && count > 0)
        return QCoreApplication::translate("beaver::admin::OverviewReport", "Calls of %n model(s) are refused.",
                                           nullptr, count);
    if (kind == "database"_L1)
        return QCoreApplication::translate("beaver::admin::OverviewReport", "New paid calls are refused.");
    if (kind == "balance"_L1 && poor.hasMatch())
        if (const auto amount = Money::parse(poor.captured(2).toStdString()))
            return QCoreApplication::translate("beaver::admin::OverviewReport", "%1 has %2 left.")
                .arg(poor.captured(1), shortUsd(*amount));
    if (kind == "endpoint"_L1 && ill.hasMatch())
        return ill.captured(2).isEmpty() ? ill.captured(1) : ill.captured(1) + u": "_s + wordText(ill.captured(2));
    return text;
}

QString ownName(const QString &name)
{
    return name;
}

QVariantList shares(const JsonValue &list, QLatin1StringView name, QLatin1StringView amount, QLatin1StringView id)
{
    constexpr std::size_t most = 6;
    double largest = 0;
    for (const JsonValue &item : list.items())
        largest = std::max(largest, plainNumber(item[amount]));
    QVariantList rows;
    for (std::size_t i = 0; i < std::min(most, list.items().size()); ++i) {
        const JsonValue &item = list.items()[i];
        const auto exact = item[amount].money();
        rows.append(QVariantMap{{u"name"_s, item[name].plain()},
                                {u"id"_s, item[id].plain()},
                                {u"value"_s, exact ? shortUsd(*exact) : QString()},
                                {u"exact"_s, exact ? exactUsd(*exact) : QString()},
                                {u"share"_s, largest > 0 ? plainNumber(item[amount]) / largest : 0}});
    }
    return rows;
}

double percent(double part, double whole)
{
    return whole > 0 ? part / whole * 100 : 0;
}

} // namespace

void OverviewReport::setPeriod(const QString &period)
{
    if (m_period == period)
        return;
    m_period = period;
    if (isLoaded())
        drawFigures();
    Q_EMIT changed();
    reload();
}

ApiRequest OverviewReport::request() const
{
    return {ApiRequest::Verb::Get, u"/admin/overview"_s};
}

void OverviewReport::take(const JsonValue &answer)
{
    m_overview = answer;
    drawFigures();
    m_topModels = shares(answer["top_models"_L1], "model"_L1, "revenue"_L1, "model"_L1);
    m_topAccounts = shares(answer["top_accounts"_L1], "email"_L1, "cost"_L1, "account_id"_L1);
    m_attention = attentionOf(m_overview);
    fetchCourse();
}

QString OverviewReport::coursePath(const QString &dimensions) const
{
    return u"/admin/usage?limit=1000&period=%1&group_by=%2,%3"_s.arg(
        m_period, m_period == "24h"_L1 ? u"hour"_s : u"day"_s, dimensions);
}

void OverviewReport::fetchCourse()
{
    const QString path = coursePath(u"provider,outcome"_s);
    session()->send({ApiRequest::Verb::Get, path}, this, [this, path, of = ++m_asked](const Outcome<JsonValue> &told) {
        if (of != m_asked)
            return;
        // Without it the figures still stand; the next round asks again.
        m_courseError = told ? QString() : told.error().text();
        if (!told) {
            Q_EMIT changed();
            return;
        }
        readFurther(*session(), this, path, *told,
                    [this, of, first = *told](const std::vector<JsonValue> &further, bool) {
                        if (of != m_asked)
                            return;
                        drawCourse(first, further);
                        drawFigures();
                        Q_EMIT changed();
                        fetchRevenue();
                    });
    });
}

void OverviewReport::setSplitBy(const QString &dimension)
{
    if (m_splitBy == dimension)
        return;
    m_splitBy = dimension;
    Q_EMIT changed();
    if (isLoaded())
        fetchCourse();
}

void OverviewReport::fetchRevenue()
{
    if (m_splitBy == "provider"_L1)
        return;
    const QString path = coursePath(m_splitBy);
    session()->send({ApiRequest::Verb::Get, path}, this, [this, path, of = m_asked](const Outcome<JsonValue> &told) {
        if (of != m_asked)
            return;
        m_courseError = told ? QString() : told.error().text();
        if (!told) {
            Q_EMIT changed();
            return;
        }
        readFurther(*session(), this, path, *told,
                    [this, of, first = *told](const std::vector<JsonValue> &further, bool) {
                        if (of != m_asked)
                            return;
                        drawRevenue(first, further);
                        Q_EMIT changed();
                    });
    });
}

void OverviewReport::drawRevenue(const JsonValue &usage, const std::vector<JsonValue> &further)
{
    constexpr qsizetype shown = 7;
    const auto places = static_cast<std::size_t>(m_times.size());
    std::map<QString, std::vector<double>> lines;
    const auto add = [&](const JsonValue &page) {
        for (const JsonValue &group : page["data"_L1].items()) {
            const qsizetype place = m_times.indexOf(group[m_days ? "day"_L1 : "hour"_L1].plain());
            const double cost = plainNumber(group["cost"_L1]);
            if (place < 0 || cost == 0)
                continue;
            std::vector<double> &line = lines[group.at(m_splitBy).plain()];
            line.resize(places);
            line[static_cast<std::size_t>(place)] += cost;
        }
    };
    add(usage);
    std::ranges::for_each(further, add);
    m_revenue = largestFirst(lines, m_splitBy == "category"_L1 ? &wordText : &ownName);
    m_revenueBy = m_splitBy;
    if (m_revenue.size() <= shown)
        return;
    QVariantList rest;
    rest.resize(static_cast<qsizetype>(places));
    for (const QVariant &each : m_revenue.mid(shown)) {
        const QVariantList values = each.toMap()[u"values"_s].toList();
        for (qsizetype i = 0; i < rest.size(); ++i)
            rest[i] = rest[i].toDouble() + values[i].toDouble();
    }
    m_revenue.resize(shown);
    m_revenue.append(QVariantMap{{u"name"_s, tr("Others")}, {u"values"_s, rest}});
}

void OverviewReport::drawCourse(const JsonValue &usage, const std::vector<JsonValue> &further)
{
    const bool days = m_period != "24h"_L1;
    QStringList times = timesOf(usage, days);
    for (const JsonValue &page : further)
        times += timesOf(page, days);
    times.sort();
    times.removeDuplicates();
    m_usage = usage;
    m_times = times;
    m_days = days;
    const auto places = static_cast<std::size_t>(times.size());
    std::vector<double> revenue(places), margin(places), requests(places), errors(places);
    std::map<QString, std::vector<double>> byProvider;
    std::map<QString, std::vector<double>> byOutcome;
    const auto add = [&](const JsonValue &page) {
        for (const JsonValue &group : page["data"_L1].items()) {
            const qsizetype at = times.indexOf(group[days ? "day"_L1 : "hour"_L1].plain());
            if (at < 0)
                continue;
            const auto place = static_cast<std::size_t>(at);
            const double cost = plainNumber(group["cost"_L1]);
            const double failed = plainNumber(group["errors"_L1]);
            revenue[place] += cost;
            margin[place] += plainNumber(group["margin"_L1]);
            requests[place] += plainNumber(group["requests"_L1]);
            errors[place] += failed;
            std::vector<double> &provider = byProvider[group["provider"_L1].plain()];
            provider.resize(places);
            provider[place] += cost;
            if (failed > 0) {
                std::vector<double> &outcome = byOutcome[group["outcome"_L1].plain()];
                outcome.resize(places);
                outcome[place] += failed;
            }
        }
    };
    add(usage);
    std::ranges::for_each(further, add);
    // What was refused before anybody was asked has no provider and no price.
    if (const auto none = byProvider.find(QString());
        none != byProvider.end() &&
        std::all_of(none->second.begin(), none->second.end(), [](double v) { return v == 0; }))
        byProvider.erase(none);
    m_labels.clear();
    m_course = {};
    for (std::size_t i = 0; i < places; ++i) {
        const QString &at = times[static_cast<qsizetype>(i)];
        m_labels.append(seriesLabel(days ? at + u"T12:00:00Z"_s : at, days));
        m_course.revenue.append(revenue[i]);
        m_course.margin.append(percent(margin[i], revenue[i]));
        m_course.requests.append(requests[i]);
        m_course.errors.append(percent(errors[i], requests[i]));
    }
    if (m_splitBy == "provider"_L1) {
        m_revenue = largestFirst(byProvider, &providerTitle);
        m_revenueBy = m_splitBy;
    } else if (m_revenueBy != m_splitBy) {
        m_revenue.clear(); // until it comes
    }
    m_failures = largestFirst(byOutcome, &wordText);
}

QVariantMap OverviewReport::drill(int place) const
{
    return place < 0 || place >= m_times.size() ? QVariantMap()
                                                : spanOf(m_usage, m_days, m_times[place], m_times[place]);
}

QVariantMap OverviewReport::drillRevenue(int place, int series) const
{
    QVariantMap filters = drill(place);
    const QString group =
        series >= 0 && series < m_revenue.size() ? m_revenue[series].toMap()[u"group"_s].toString() : QString();
    if (!filters.isEmpty() && !group.isEmpty())
        filters[m_revenueBy] = group;
    return filters;
}

QVariantMap OverviewReport::drillFailures(int place, int series) const
{
    QVariantMap filters = drill(place);
    if (filters.isEmpty())
        return filters;
    const bool one = series >= 0 && series < m_failures.size();
    filters[u"outcome"_s] = one ? m_failures[series].toMap()[u"group"_s] : u"failed"_s;
    return filters;
}

QVariantList OverviewReport::firstBytes() const
{
    constexpr qsizetype week = 7;
    QVariantList points;
    const bool hours = m_period == "24h"_L1;
    for (const JsonValue &each : m_overview[hours ? "first_byte_hours"_L1 : "first_byte_days"_L1].items())
        if (const auto ms = each["p95_ms"_L1].real())
            points.append(*ms);
    return m_period == "7d"_L1 ? points.mid(std::max<qsizetype>(0, points.size() - week)) : points;
}

void OverviewReport::drawFigures()
{
    const JsonValue &now = m_overview["windows"_L1].at(m_period == "24h"_L1 ? u"today"_s : m_period);
    const JsonValue &before = now["previous"_L1];
    const auto change = [](double value, double old) { return old > 0 ? (value - old) / old * 100 : 0; };
    const auto figure = [this](const QString &label, const QString &value, const QString &unit, const QString &exact,
                               double changed, bool moreIsBetter, const QVariantList &points, const QString &metric) {
        const bool failures = metric == "errors"_L1;
        const bool speed = metric == "first_byte"_L1;
        return QVariantMap{{u"page"_s, speed ? u"providers"_s : u"usage"_s},
                           {u"subject"_s, failures ? u"requests"_s : QString()},
                           {u"filters"_s, failures ? QVariantMap{{u"outcome"_s, u"failed"_s}}
                                          : speed  ? QVariantMap()
                                                   : QVariantMap{{u"show"_s, metric}, {u"period"_s, m_period}}},
                           {u"label"_s, label},
                           {u"value"_s, value},
                           {u"unit"_s, unit},
                           {u"exact"_s, exact},
                           {u"change"_s, changed},
                           {u"better"_s, (changed >= 0) == moreIsBetter},
                           {u"compares"_s, changed != 0},
                           {u"points"_s, points}};
    };
    const QLocale locale;
    const auto cost = now["revenue"_L1].money().value_or(Money());
    const auto margin = now["margin"_L1].money().value_or(Money());
    const double rate = percent(plainNumber(now["margin"_L1]), plainNumber(now["revenue"_L1]));
    const double rateBefore = percent(plainNumber(before["margin"_L1]), plainNumber(before["revenue"_L1]));
    const double requests = plainNumber(now["requests"_L1]);
    const double failed = percent(plainNumber(now["errors"_L1]), requests);
    const double failedBefore = percent(plainNumber(before["errors"_L1]), plainNumber(before["requests"_L1]));
    const auto firstByte = now["first_byte"_L1]["p95_ms"_L1].real();
    m_figures = {figure(tr("Revenue"), shortUsd(cost), {}, exactUsd(cost),
                        change(plainNumber(now["revenue"_L1]), plainNumber(before["revenue"_L1])), true,
                        m_course.revenue, u"cost"_s),
                 figure(tr("Gross margin"), locale.toString(rate, 'f', 1), u"%"_s, exactUsd(margin),
                        change(rate, rateBefore), true, m_course.margin, u"cost"_s),
                 figure(tr("Requests"), shortCount(requests), {}, countText(requests),
                        change(requests, plainNumber(before["requests"_L1])), true, m_course.requests, u"requests"_s),
                 figure(tr("Error rate"), locale.toString(failed, 'f', 2), u"%"_s,
                        countText(plainNumber(now["errors"_L1])), change(failed, failedBefore), false, m_course.errors,
                        u"errors"_s),
                 figure(tr("Time to first token, p95"), firstByte ? locale.toString(*firstByte, 'f', 0) : u"–"_s,
                        firstByte ? u"ms"_s : QString(), {},
                        firstByte ? change(*firstByte, plainNumber(before["first_byte"_L1]["p95_ms"_L1])) : 0, false,
                        firstBytes(), u"first_byte"_s)};
}

QVariantList OverviewReport::attentionOf(const JsonValue &overview)
{
    QVariantList list;
    const auto add = [&list](const QString &glyph, const QString &tone, const QString &title, const QString &text,
                             const QString &page, const QString &subject = {}, const QString &kind = {}) {
        list.append(QVariantMap{{u"glyph"_s, glyph},
                                {u"tone"_s, tone},
                                {u"title"_s, title},
                                {u"text"_s, text},
                                {u"page"_s, page},
                                {u"subject"_s, subject},
                                {u"kind"_s, subject.isEmpty() ? QString() : kind}});
    };
    int poor = 0;
    QString poorest;
    QString whose;
    for (const JsonValue &item : overview["attention"_L1].items()) {
        const QString kind = item["kind"_L1].plain();
        const QString severity = item["severity"_L1].plain();
        const QString tone = severity == "critical"_L1 ? u"danger"_s : severity == "warning"_L1 ? u"warn"_s : u"info"_s;
        const QString text = attentionText(kind, item["text"_L1].plain());
        if (kind == "database"_L1)
            add(u"database"_s, tone, tr("The database can't be written"), text, u"overview"_s);
        else if (kind == "endpoint"_L1)
            add(u"unplug"_s, tone, tone == "danger"_L1 ? tr("An endpoint is down") : tr("An endpoint is degraded"),
                text, u"providers"_s, item["subject"_L1].plain(), u"endpoint"_s);
        else if (kind == "mail"_L1)
            add(u"mail"_s, tone, tr("Mail wasn't delivered"), text, u"settings"_s, u"mail"_s);
        else if (kind == "prices"_L1)
            add(u"tags"_s, tone, tr("Models without a price"), text, u"pricing"_s);
        else if (kind == "balance"_L1) {
            if (++poor == 1) {
                poorest = text;
                whose = item["subject"_L1].plain();
            }
        } else
            add(u"circleAlert"_s, tone, wordText(kind), text, u"overview"_s);
    }
    if (poor > 0)
        add(u"wallet"_s, u"info"_s, tr("%n balance(s) run low", nullptr, poor), poorest, u"accounts"_s,
            poor == 1 ? whose : QString());
    return list;
}

} // namespace beaver::admin
