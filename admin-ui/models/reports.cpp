#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTimer>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/reports.h>
#include <admin-ui/text/number_text.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

namespace beaver::admin {

using namespace Qt::StringLiterals;

using Verb = ApiRequest::Verb;

void UsageReport::setPeriod(const QString &period)
{
    if (m_period == period)
        return;
    m_period = period;
    reload();
}

void UsageReport::setGroupBy(const QString &groupBy)
{
    if (m_groupBy == groupBy)
        return;
    m_groupBy = groupBy;
    reload();
}

void UsageReport::setMetric(const QString &metric)
{
    if (m_metric == metric)
        return;
    m_metric = metric;
    if (isLoaded())
        arrange();
    Q_EMIT changed();
}

void UsageReport::setAccountId(const QString &id)
{
    if (m_accountId == id)
        return;
    m_accountId = id;
    reload();
}

QString UsageReport::unit() const
{
    return m_metric == "cost"_L1 ? u"$"_s : m_metric == "first_byte_ms"_L1 ? u"ms"_s : QString();
}

ApiRequest UsageReport::request() const
{
    const QString base = session()->operates() ? u"/admin/usage"_s : u"/account/usage"_s;
    return {Verb::Get, base +
                           u"?limit=1000&period=%1&group_by=%2,%3"_s.arg(
                               m_period, m_period == "24h"_L1 ? u"hour"_s : u"day"_s, m_groupBy) +
                           (m_accountId.isEmpty() ? QString() : u"&account_id="_s + m_accountId)};
}

void UsageReport::take(const JsonValue &answer)
{
    m_answer = answer;
    m_further.clear();
    m_partial = false;
    arrange();
    fetchNames();
    readFurther(*session(), this, request().path, answer,
                [this, of = ++m_taken](std::vector<JsonValue> further, bool whole) {
                    if (of != m_taken || (further.empty() && whole))
                        return;
                    m_further = std::move(further);
                    m_partial = !whole;
                    arrange();
                    Q_EMIT changed();
                });
}

void UsageReport::fetchNames()
{
    const bool operates = session()->operates();
    const QString list = m_groupBy == "key"_L1                    ? u"/api-keys"_s
                         : m_groupBy == "project"_L1              ? u"/projects"_s
                         : m_groupBy == "account"_L1 && operates  ? u"/accounts"_s
                         : m_groupBy == "endpoint"_L1 && operates ? u"/endpoints"_s
                                                                  : QString();
    if (list.isEmpty() || m_namesOf == m_groupBy)
        return;
    m_namesOf = m_groupBy;
    session()->send({Verb::Get, (operates ? u"/admin"_s : QString()) + list + u"?limit=200"_s}, this,
                    [this](const Outcome<JsonValue> &told) {
                        if (!told)
                            return;
                        for (const JsonValue &item : (*told)["data"_L1].items()) {
                            const QString full = item["full_name"_L1].plain();
                            const QString name = item["name"_L1].isNull()
                                                     ? (full.isEmpty() ? item["email"_L1].plain() : full)
                                                     : item["name"_L1].plain();
                            m_names[item["id"_L1].plain()] = name;
                        }
                        arrange();
                        Q_EMIT changed();
                    });
}

QString UsageReport::titleOf(const QString &group) const
{
    if (group.isEmpty())
        return tr("None");
    if (m_groupBy == "outcome"_L1 || m_groupBy == "reason"_L1 || m_groupBy == "category"_L1)
        return wordText(group);
    return m_groupBy == "provider"_L1 ? providerTitle(group) : m_names.value(group, group);
}

QVariantMap UsageReport::drill(int row, int place) const
{
    if (m_times.isEmpty() || row >= m_groups.size() || place >= m_times.size() || (row >= 0 && m_groups[row].isEmpty()))
        return {};
    QVariantMap filters;
    if (row >= 0)
        filters[m_groupBy] = m_groups[row];
    if (m_metric == "errors"_L1)
        filters.insert(u"outcome"_s, filters.value(u"outcome"_s, u"failed"_s));
    if (!m_accountId.isEmpty())
        filters[u"account"_s] = m_accountId;
    filters.insert(spanOf(m_answer, m_period != "24h"_L1, place < 0 ? m_times.first() : m_times[place],
                          place < 0 ? m_times.last() : m_times[place]));
    return filters;
}

QString UsageReport::lasts(const QString &balance) const
{
    constexpr double aYear = 365;
    const double left = balance.toDouble();
    const auto first = std::ranges::find_if(m_spentDays, [](double spent) { return spent > 0; });
    if (m_period == "24h"_L1 || left <= 0 || first == m_spentDays.end())
        return {};
    const double days = left / (std::accumulate(first, m_spentDays.end(), 0.0) /
                                static_cast<double>(std::distance(first, m_spentDays.end())));
    if (days < 1)
        return tr("less than a day left");
    return days > aYear ? tr("more than a year left") : tr("about %n day(s) left", nullptr, static_cast<int>(days));
}

void UsageReport::arrange()
{
    constexpr std::size_t shownGroups = 7;
    m_labels.clear();
    m_series.clear();
    m_rows.clear();
    m_summary.clear();
    m_total.clear();
    m_groups.clear();
    m_times.clear();
    m_spentDays.clear();
    const bool own = !session()->operates();
    const bool days = m_period != "24h"_L1;

    struct Sums
    {
        double requests = 0, tokens = 0, errors = 0, metric = 0;
        Money cost;
    };
    std::map<QString, Sums> groups;
    std::map<QString, std::map<QString, double>> values; // group, time
    std::map<QString, double> totals;                    // times in order: they sort as text
    std::map<QString, double> spent;                     // by time
    const auto count = [](Sums &sums, const JsonValue &point) {
        sums.requests += plainNumber(point["requests"_L1]);
        sums.tokens += plainNumber(point["total_tokens"_L1]);
        sums.errors += plainNumber(point["errors"_L1]);
        sums.cost += point["cost"_L1].money().value_or(Money());
    };
    const QLatin1StringView timeMember = days ? "day"_L1 : "hour"_L1;
    std::vector<const JsonValue *> points;
    const auto addPage = [&points](const JsonValue &page) {
        for (const JsonValue &point : page["data"_L1].items())
            points.push_back(&point);
    };
    addPage(m_answer);
    std::ranges::for_each(m_further, addPage);
    for (const JsonValue *each : points) {
        const JsonValue &point = *each;
        const QString at = point[timeMember].plain();
        const QString group = point.at(m_groupBy).plain();
        const double value = plainNumber(point.at(m_metric));
        Sums &sums = groups[group];
        count(sums, point);
        sums.metric += value;
        values[group][at] += value;
        totals[at] += value;
        spent[at] += plainNumber(point["cost"_L1]);
    }
    for (const QString &at : timesOf(m_answer, days))
        totals.try_emplace(at, 0);
    std::vector<std::pair<QString, Sums>> order(groups.begin(), groups.end());
    std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) {
        return a.second.cost > b.second.cost ||
               (a.second.cost == b.second.cost && a.second.requests > b.second.requests);
    });
    for (const auto &[at, value] : totals) {
        m_times.append(at);
        m_labels.append(seriesLabel(days ? at + u"T12:00:00Z"_s : at, days));
        m_total.append(value);
        m_spentDays.append(spent[at]);
    }
    for (std::size_t i = 0; i < order.size() && i < shownGroups; ++i) {
        QVariantList line;
        for (const auto &[at, value] : totals)
            line.append(values[order[i].first][at]);
        m_series.append(QVariantMap{{u"name"_s, titleOf(order[i].first)}, {u"values"_s, line}});
    }
    if (order.size() > shownGroups) {
        QVariantList others;
        for (const auto &[at, value] : totals) {
            double shown = 0;
            for (std::size_t i = 0; i < shownGroups; ++i)
                shown += values[order[i].first][at];
            others.append(value - shown);
        }
        m_series.append(QVariantMap{{u"name"_s, tr("Others")}, {u"values"_s, others}});
    }
    Money most;
    for (const auto &[name, sums] : order)
        most = std::max(most, sums.cost);
    for (const auto &[name, sums] : order) {
        m_groups.append(name);
        m_rows.append(QVariantMap{
            {u"name"_s, titleOf(name)},
            {u"requests"_s, countText(sums.requests)},
            {u"tokens"_s, shortCount(sums.tokens)},
            {u"errors"_s, countText(sums.errors)},
            {u"cost"_s, shortUsd(sums.cost)},
            {u"exact"_s, exactUsd(sums.cost)},
            {u"share"_s,
             most.isZero() ? 0 : static_cast<double>(sums.cost.nanoUsd()) / static_cast<double>(most.nanoUsd())}});
    }
    // Where accounts are walked, each page tells of its own.
    const bool ofPages = m_answer["total_of"_L1].plain() == "page"_L1;
    const auto sumOf = [&](QLatin1StringView member) {
        double sum = plainNumber(m_answer["total"_L1][member]);
        if (ofPages)
            for (const JsonValue &page : m_further)
                sum += plainNumber(page["total"_L1][member]);
        return sum;
    };
    const JsonValue &sum = m_answer["total"_L1];
    auto cost = sum["cost"_L1].money();
    if (cost && ofPages)
        for (const JsonValue &page : m_further)
            *cost += page["total"_L1]["cost"_L1].money().value_or(Money());
    const auto add = [this](const QString &label, const QString &value, const QString &exact) {
        m_summary.append(QVariantMap{{u"label"_s, label}, {u"value"_s, value}, {u"exact"_s, exact}});
    };
    add(own ? tr("Spent") : tr("Charged"), cost ? shortUsd(*cost) : u"–"_s, cost ? exactUsd(*cost) : QString());
    const auto addCount = [&](const QString &label, QLatin1StringView member) {
        add(label, shortCount(sumOf(member)), countText(sumOf(member)));
    };
    addCount(tr("Requests"), "requests"_L1);
    addCount(tr("Input tokens"), "input_tokens"_L1);
    addCount(tr("Output tokens"), "output_tokens"_L1);
    if (!sum["errors"_L1].isNull())
        addCount(tr("Errors"), "errors"_L1);
}

WhatIfReport::WhatIfReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::ending, this, &WhatIfReport::keep);
    });
}

void WhatIfReport::keep()
{
    QVariantMap wanted;
    for (const QVariant &each : m_categories) {
        const QVariantMap map = each.toMap();
        if (map[u"markup"_s] != map[u"wanted"_s])
            wanted[map[u"name"_s].toString()] = map[u"wanted"_s];
    }
    if (!wanted.isEmpty())
        session()->keepDraft(u"whatIf"_s, wanted);
}

bool WhatIfReport::differs() const
{
    return std::any_of(m_categories.begin(), m_categories.end(), [](const QVariant &each) {
        const QVariantMap map = each.toMap();
        return map[u"markup"_s] != map[u"wanted"_s];
    });
}

ApiRequest WhatIfReport::request() const
{
    if (m_categories.isEmpty())
        return {Verb::Get, u"/admin/pricing-categories"_s};
    QJsonObject markups;
    for (const QVariant &each : m_categories)
        markups[each.toMap()[u"name"_s].toString()] = each.toMap()[u"wanted"_s].toDouble();
    return {Verb::Post, u"/admin/pricing/what-if"_s,
            QJsonDocument(QJsonObject{{u"markups"_s, markups}}).toJson(QJsonDocument::Compact)};
}

void WhatIfReport::take(const JsonValue &answer)
{
    if (m_categories.isEmpty()) {
        const QVariantMap wanted = session()->takeDraft(u"whatIf"_s);
        for (const JsonValue &item : answer["data"_L1].items()) {
            const QString name = item["name"_L1].plain();
            const double markup = plainNumber(item["markup_percent"_L1]);
            m_categories.append(QVariantMap{{u"name"_s, name},
                                            {u"title"_s, wordText(name)},
                                            {u"markup"_s, markup},
                                            {u"wanted"_s, wanted.value(name, markup)}});
        }
        if (!m_categories.isEmpty())
            QTimer::singleShot(0, this, &Report::reload);
        return;
    }
    const JsonValue &today = answer["today"_L1];
    const JsonValue &changed = answer["changed"_L1];
    const auto percent = [](double part, double whole) { return whole > 0 ? part / whole * 100 : 0; };
    const auto signedText = [](double value, const QString &unit) {
        return (value < 0 ? u'−' : u'+') + unit.arg(QLocale().toString(std::abs(value), 'f', 1));
    };
    const auto tone = [](double value) { return value < -0.05 ? u"danger"_s : value > 0.05 ? u"ok"_s : u"neutral"_s; };
    const auto figure = [](const QString &label, const QString &value, const QString &change, const QString &toneOf) {
        return QVariantMap{{u"label"_s, label}, {u"value"_s, value}, {u"change"_s, change}, {u"tone"_s, toneOf}};
    };
    const double revenue = plainNumber(changed["revenue"_L1]);
    const double was = plainNumber(today["revenue"_L1]);
    const double margin = plainNumber(changed["margin"_L1]);
    const double marginWas = plainNumber(today["margin"_L1]);
    const double more = percent(revenue - was, was);
    const double gain = percent(margin - marginWas, std::abs(marginWas));
    const double rate = percent(margin, revenue);
    const double points = rate - percent(marginWas, was);
    m_figures = {figure(tr("Revenue"), shortDollars(revenue), signedText(more, percentText(u"%1"_s)), tone(more)),
                 figure(tr("Gross profit"), shortDollars(margin), signedText(gain, percentText(u"%1"_s)), tone(gain)),
                 figure(tr("Gross margin"), percentText(QLocale().toString(rate, 'f', 1)),
                        signedText(points, tr("%1 points")), tone(points)),
                 figure(tr("Calls replayed"), shortCount(plainNumber(answer["calls"_L1])),
                        answer["approximate"_L1].truth().value_or(false) ? tr("approximately") : tr("exactly"),
                        u"neutral"_s)};
    m_lines.clear();
    double most = 0;
    for (const JsonValue &item : answer["by_category"_L1].items())
        most = std::max(most, plainNumber(item["changed"_L1]["revenue"_L1]));
    for (const JsonValue &item : answer["by_category"_L1].items()) {
        const auto amount = item["changed"_L1]["revenue"_L1].money();
        const double part = plainNumber(item["changed"_L1]["revenue"_L1]);
        m_lines.append(QVariantMap{{u"name"_s, wordText(item["category"_L1].plain())},
                                   {u"value"_s, amount ? shortUsd(*amount) : QString()},
                                   {u"exact"_s, amount ? exactUsd(*amount) : QString()},
                                   {u"share"_s, most > 0 ? part / most : 0}});
    }
}

void WhatIfReport::setMarkup(const QString &category, double percent)
{
    for (QVariant &each : m_categories) {
        QVariantMap map = each.toMap();
        if (map[u"name"_s] == category && map[u"wanted"_s] != percent) {
            map[u"wanted"_s] = percent;
            each = map;
            QTimer::singleShot(std::chrono::milliseconds(150), this, [this, mine = ++m_rest] {
                if (mine == m_rest)
                    reload();
            });
            Q_EMIT changed();
        }
    }
}

void WhatIfReport::reset()
{
    for (QVariant &each : m_categories) {
        QVariantMap map = each.toMap();
        map[u"wanted"_s] = map[u"markup"_s];
        each = map;
    }
    reload();
}

void WhatIfReport::publish()
{
    for (const QVariant &each : m_categories) {
        const QVariantMap map = each.toMap();
        if (map[u"markup"_s] == map[u"wanted"_s])
            continue;
        const QJsonObject body{{u"markup_percent"_s, map[u"wanted"_s].toDouble()}};
        session()->send({Verb::Patch, u"/admin/pricing-categories/"_s + map[u"name"_s].toString(),
                         QJsonDocument(body).toJson(QJsonDocument::Compact)},
                        this, [this](const Outcome<JsonValue> &told) {
                            if (!told) {
                                Q_EMIT refused(told.error().text());
                                return;
                            }
                            m_categories.clear();
                            session()->announce(u"category"_s);
                            reload();
                            Q_EMIT published();
                        });
    }
}

PlansReport::PlansReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        connect(session(), &Session::stored, this, [this](const QString &kind) {
            if (kind == "plan"_L1)
                reload();
        });
    });
}

ApiRequest PlansReport::request() const
{
    return {Verb::Get, u"/admin/plans"_s};
}

void PlansReport::take(const JsonValue &answer)
{
    m_plans.clear();
    for (const JsonValue &plan : answer["data"_L1].items()) {
        QVariantList limits;
        for (std::size_t i = 0; i < plan["limits"_L1].items().size(); ++i) {
            const JsonValue &limit = plan["limits"_L1].items()[i];
            const QString &name = plan["limits"_L1].names()[i];
            if (limit.isNumber() || limit.isObject())
                limits.append(
                    QVariantMap{{u"label"_s, wordText(name)}, {u"value"_s, limitCell(name, limit)[u"text"_s]}});
        }
        const QString title = plan["display_name"_L1].plain();
        const auto accounts = plan["accounts"_L1].real();
        const QString shown = title.isEmpty() ? wordText(plan["name"_L1].plain()) : title;
        const bool begins = plan["is_default"_L1].truth().value_or(false);
        QStringList about;
        if (accounts)
            about.append(tr("%n account(s)", nullptr, static_cast<int>(*accounts)));
        if (begins)
            about.append(tr("for new ones"));
        QStringList actions;
        if (session()->mayCreate()) {
            actions.append(u"plan.edit"_s);
            if (!begins)
                actions.append(u"plan.makeDefault"_s);
            actions << u"-"_s << u"plan.delete"_s;
        }
        m_plans.append(QVariantMap{{u"title"_s, shown},
                                   {u"accounts"_s, about.join(u" · "_s)},
                                   {u"limits"_s, limits},
                                   {u"record"_s, QVariantMap{{u"id"_s, plan["id"_L1].plain()}, {u"title"_s, shown}}},
                                   {u"actions"_s, actions}});
    }
}

ApiRequest AuditProof::request() const
{
    return {Verb::Get, u"/admin/audit/proof"_s};
}

void AuditProof::take(const JsonValue &answer)
{
    m_ok = answer["ok"_L1].truth().value_or(false);
    const auto lines = answer["lines_checked"_L1].real();
    m_text = m_ok ? tr("Chain intact, %1 entries").arg(countText(lines.value_or(0))) : tr("Chain broken");
}

BalanceReport::BalanceReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        connect(session(), &Session::stored, this, [this](const QString &kind) {
            if (kind == "money"_L1 || kind == "account"_L1)
                reload();
        });
    });
}

ApiRequest BalanceReport::request() const
{
    return {Verb::Get, u"/account/balance"_s};
}

void BalanceReport::take(const JsonValue &answer)
{
    m_figures.clear();
    const auto add = [&](QLatin1StringView member, const QString &label) {
        if (const auto amount = answer[member].money())
            m_figures.append(
                QVariantMap{{u"label"_s, label}, {u"value"_s, shortUsd(*amount)}, {u"exact"_s, exactUsd(*amount)}});
    };
    add("balance"_L1, tr("Balance"));
    add("available"_L1, tr("Available"));
    const auto available = answer["available"_L1].money();
    m_empty = available && *available <= Money();
    m_available = available ? answer["available"_L1].plain() : QString();
}

ProfileReport::ProfileReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::stored, this, [this](const QString &kind) {
                if (kind == "profile"_L1)
                    reload();
            });
    });
}

ApiRequest ProfileReport::request() const
{
    return {Verb::Get, u"/auth/me"_s};
}

void ProfileReport::take(const JsonValue &answer)
{
    m_record.clear();
    for (const QLatin1StringView member : {"id"_L1, "email"_L1, "full_name"_L1, "username"_L1, "time_zone"_L1})
        m_record[member] = answer[member].plain();
    m_record[u"title"_s] = email();
    m_secondFactor = answer["two_factor"_L1].truth().value_or(false);
    m_unproved = !answer["email_verified"_L1].truth().value_or(true);
}

} // namespace beaver::admin
