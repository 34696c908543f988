#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTimer>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/reports.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

double number(const JsonValue &json)
{
    return json.real().value_or(0);
}

bool inDays(const QString &period)
{
    return period == "30d"_L1 || period == "90d"_L1 || period == "7d"_L1;
}

/// Series of the members of an object that each point carries.
QVariantList membersOver(const std::vector<JsonValue> &points, QLatin1StringView member,
                         const std::map<QString, QString> &titles)
{
    QStringList names;
    for (const JsonValue &point : points)
        for (const QString &name : point[member].names())
            if (!names.contains(name))
                names.append(name);
    QVariantList series;
    for (const QString &name : names) {
        QVariantList values;
        for (const JsonValue &point : points)
            values.append(number(point[member].at(name)));
        const auto title = titles.find(name);
        series.append(
            QVariantMap{{u"name"_s, title == titles.end() ? wordText(name) : title->second}, {u"values"_s, values}});
    }
    std::stable_sort(series.begin(), series.end(), [](const QVariant &a, const QVariant &b) {
        const auto sum = [](const QVariant &each) {
            double all = 0;
            for (const QVariant &value : each.toMap()[u"values"_s].toList())
                all += value.toDouble();
            return all;
        };
        return sum(a) > sum(b);
    });
    return series;
}

QString providerTitle(const QString &name)
{
    static const std::map<QString, QString> titles{
        {u"openai"_s, u"OpenAI"_s},     {u"anthropic"_s, u"Anthropic"_s},   {u"google"_s, u"Google"_s},
        {u"deepseek"_s, u"DeepSeek"_s}, {u"perplexity"_s, u"Perplexity"_s}, {u"xai"_s, u"xAI"_s},
        {u"beaver"_s, u"Beaver"_s},     {u"openrouter"_s, u"OpenRouter"_s}};
    const auto found = titles.find(name);
    return found == titles.end() ? name : found->second;
}

QVariantList shares(const JsonValue &list)
{
    QVariantList rows;
    double most = 0;
    for (const JsonValue &item : list.items())
        most = std::max(most, number(item["revenue"_L1]));
    for (const JsonValue &item : list.items()) {
        const auto exact = item["revenue"_L1].money();
        rows.append(QVariantMap{{u"name"_s, item["name"_L1].plain()},
                                {u"value"_s, shortDollars(number(item["revenue"_L1]))},
                                {u"exact"_s, exact ? exactUsd(*exact) : QString()},
                                {u"share"_s, most > 0 ? number(item["revenue"_L1]) / most : 0}});
    }
    return rows;
}

} // namespace

void OverviewReport::setPeriod(const QString &period)
{
    if (m_period == period)
        return;
    m_period = period;
    reload();
}

ApiRequest OverviewReport::request() const
{
    if (m_fromUsage)
        return {Verb::Get, u"/admin/usage?limit=1000&period=%1&group_by=%2,provider,model"_s.arg(
                               m_period, m_period == "24h"_L1 ? u"hour"_s : u"day"_s)};
    return {Verb::Get, u"/admin/overview?period="_s + m_period};
}

bool OverviewReport::recover(const ApiError &error)
{
    // A server without an overview of its own still has the sums that make one.
    if (error.kind != ApiError::Kind::NotFound || m_fromUsage)
        return false;
    m_fromUsage = true;
    return true;
}

/// What can be drawn of plain usage: no period before, no time to the first token, nothing that needs attention.
void OverviewReport::takeUsage(const JsonValue &answer)
{
    const bool days = m_period != "24h"_L1;
    struct Point
    {
        double revenue = 0, margin = 0, requests = 0, errors = 0;
        std::map<QString, double> providers;
    };
    std::map<QString, Point> points;
    std::map<QString, Money> models;
    QStringList providers;
    for (const JsonValue &item : answer["data"_L1].items()) {
        Point &point = points[item[days ? "day"_L1 : "hour"_L1].plain()];
        const double revenue = number(item["cost"_L1]);
        point.revenue += revenue;
        point.margin += number(item["margin"_L1]);
        point.requests += number(item["requests"_L1]);
        point.errors += number(item["errors"_L1]);
        const QString provider = item["provider"_L1].plain();
        point.providers[provider] += revenue;
        if (!providers.contains(provider))
            providers.append(provider);
        models[item["model"_L1].plain()] += item["cost"_L1].money().value_or(Money());
    }
    m_labels.clear();
    QVariantList revenue, margins, requests, errors;
    for (const auto &[at, point] : points) {
        m_labels.append(seriesLabel(days ? at + u"T12:00:00Z"_s : at, days));
        revenue.append(point.revenue);
        margins.append(point.revenue > 0 ? point.margin / point.revenue * 100 : 0);
        requests.append(point.requests);
        errors.append(point.errors);
    }
    m_revenue.clear();
    for (const QString &provider : providers) {
        QVariantList line;
        for (auto &[at, point] : points)
            line.append(point.providers[provider]);
        m_revenue.append(
            QVariantMap{{u"name"_s, provider.isEmpty() ? tr("None") : providerTitle(provider)}, {u"values"_s, line}});
    }
    m_failures = {QVariantMap{{u"name"_s, tr("Failed")}, {u"values"_s, errors}}};
    std::vector<std::pair<QString, Money>> order(models.begin(), models.end());
    std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    m_topModels.clear();
    for (std::size_t i = 0; i < std::min<std::size_t>(6, order.size()); ++i)
        m_topModels.append(
            QVariantMap{{u"name"_s, order[i].first},
                        {u"value"_s, shortUsd(order[i].second)},
                        {u"exact"_s, exactUsd(order[i].second)},
                        {u"share"_s, order[0].second.isZero() ? 0
                                                              : static_cast<double>(order[i].second.nanoUsd()) /
                                                                    static_cast<double>(order[0].second.nanoUsd())}});
    m_topAccounts.clear();
    m_attention.clear();
    const JsonValue &total = answer["total"_L1];
    const auto cost = total["cost"_L1].money().value_or(Money());
    const double all = number(total["requests"_L1]);
    const auto figure = [](const QString &label, const QString &value, const QString &unit, const QString &exact,
                           const QVariantList &course) {
        return QVariantMap{{u"label"_s, label}, {u"value"_s, value},   {u"unit"_s, unit},
                           {u"exact"_s, exact}, {u"points"_s, course}, {u"compares"_s, false}};
    };
    const QLocale locale;
    m_figures = {figure(tr("Revenue"), shortUsd(cost), {}, exactUsd(cost), revenue),
                 figure(tr("Gross margin"),
                        locale.toString(number(total["cost"_L1]) > 0
                                            ? number(total["margin"_L1]) / number(total["cost"_L1]) * 100
                                            : 0,
                                        'f', 1),
                        u"%"_s, total["margin"_L1].plain() + u" USD"_s, margins),
                 figure(tr("Requests"), shortCount(all), {}, countText(all), requests),
                 figure(tr("Error rate"), locale.toString(all > 0 ? number(total["errors"_L1]) / all * 100 : 0, 'f', 2),
                        u"%"_s, countText(number(total["errors"_L1])), errors),
                 figure(tr("Tokens"), shortCount(number(total["total_tokens"_L1])), {},
                        countText(number(total["total_tokens"_L1])), requests)};
}

void OverviewReport::take(const JsonValue &answer)
{
    if (m_fromUsage)
        return takeUsage(answer);
    const std::vector<JsonValue> &points = answer["series"_L1].items();
    const bool days = inDays(m_period);
    m_labels.clear();
    for (const JsonValue &point : points)
        m_labels.append(seriesLabel(point["at"_L1].string(), days));
    std::map<QString, QString> providers;
    for (const JsonValue &point : points)
        for (const QString &name : point["revenue_by_provider"_L1].names())
            providers[name] = providerTitle(name);
    m_revenue = membersOver(points, "revenue_by_provider"_L1, providers);
    m_failures = membersOver(points, "errors_by_cause"_L1,
                             {{u"client"_s, tr("Client's fault")},
                              {u"rate_limited"_s, tr("Limit reached")},
                              {u"upstream"_s, tr("Provider's fault")}});
    m_topModels = shares(answer["top_models"_L1]);
    m_topAccounts = shares(answer["top_accounts"_L1]);

    const JsonValue &now = answer["current"_L1];
    const JsonValue &before = answer["previous"_L1];
    const auto figure = [&](QLatin1StringView member, const QString &label, const QString &value, const QString &unit,
                            bool moreIsBetter) {
        QVariantList values;
        for (const JsonValue &point : points)
            values.append(number(point[member]));
        const double old = number(before[member]);
        const double change = old > 0 ? (number(now[member]) - old) / old * 100 : 0;
        const auto exact = now[member].money();
        const bool money = member == "revenue"_L1 || member == "margin"_L1;
        return QVariantMap{{u"label"_s, label},
                           {u"value"_s, value},
                           {u"unit"_s, unit},
                           {u"exact"_s, money && exact
                                            ? exactUsd(*exact)
                                            : now[member].plain() + (unit.isEmpty() ? QString() : u' ' + unit)},
                           {u"change"_s, change},
                           {u"better"_s, (change >= 0) == moreIsBetter},
                           {u"points"_s, values}};
    };
    const QLocale locale;
    m_figures = {figure("revenue"_L1, tr("Revenue"), shortDollars(number(now["revenue"_L1])), {}, true),
                 figure("margin_percent"_L1, tr("Gross margin"),
                        locale.toString(number(now["margin_percent"_L1]), 'f', 1), u"%"_s, true),
                 figure("requests"_L1, tr("Requests"), shortCount(number(now["requests"_L1])), {}, true),
                 figure("error_percent"_L1, tr("Error rate"), locale.toString(number(now["error_percent"_L1]), 'f', 2),
                        u"%"_s, false),
                 figure("first_byte_ms_p95"_L1, tr("Time to first token, p95"),
                        locale.toString(number(now["first_byte_ms_p95"_L1]), 'f', 0), u"ms"_s, false)};

    m_attention.clear();
    for (const JsonValue &item : answer["attention"_L1].items()) {
        const QString kind = item["kind"_L1].plain();
        const int count = static_cast<int>(number(item["count"_L1]));
        const QString subject = item["subject"_L1].plain();
        const auto add = [this](const QString &glyph, const QString &tone, const QString &title, const QString &text,
                                const QString &page) {
            m_attention.append(QVariantMap{
                {u"glyph"_s, glyph}, {u"tone"_s, tone}, {u"title"_s, title}, {u"text"_s, text}, {u"page"_s, page}});
        };
        if (kind == "endpoint_down"_L1)
            add(u"unplug"_s, u"danger"_s, tr("%1 doesn't answer").arg(subject), tr("Its calls go to other endpoints"),
                u"providers"_s);
        else if (kind == "low_balance"_L1)
            add(u"wallet"_s, u"warn"_s, tr("%n account(s) below $5", nullptr, count),
                tr("Their calls will soon be refused"), u"accounts"_s);
        else if (kind == "near_limit"_L1)
            add(u"gauge"_s, u"warn"_s, tr("%n account(s) near a limit", nullptr, count), subject, u"limits"_s);
        else if (kind == "unused_keys"_L1)
            add(u"keyRound"_s, u"info"_s, tr("%n key(s) unused for 90 days", nullptr, count),
                tr("Review and revoke them"), u"keys"_s);
        else if (kind == "expiring_keys"_L1)
            add(u"clock"_s, u"info"_s, tr("%n key(s) expire this week", nullptr, count), tr("Tell whoever uses them"),
                u"keys"_s);
        else if (kind == "below_cost"_L1)
            add(u"trendingDown"_s, u"danger"_s, tr("%1 sells below its cost").arg(subject), tr("Look at its price"),
                u"pricing"_s);
        else
            add(u"circleAlert"_s, u"warn"_s,
                item["message"_L1].plain().isEmpty() ? wordText(kind) : item["message"_L1].plain(), subject,
                u"overview"_s);
    }
}

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
    arrange();
    fetchNames();
}

void UsageReport::fetchNames()
{
    const bool accounts = m_groupBy == "account"_L1;
    if (!session()->operates() || (!accounts && m_groupBy != "key"_L1) || m_namesOf == m_groupBy)
        return;
    m_namesOf = m_groupBy;
    session()->send({Verb::Get, accounts ? u"/admin/accounts?limit=200"_s : u"/admin/api-keys?limit=200"_s}, this,
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
    if (m_groupBy == "outcome"_L1 || m_groupBy == "category"_L1)
        return wordText(group);
    return m_groupBy == "provider"_L1 ? providerTitle(group) : m_names.value(group, group);
}

void UsageReport::arrange()
{
    constexpr std::size_t shownGroups = 7;
    m_labels.clear();
    m_series.clear();
    m_rows.clear();
    m_summary.clear();
    m_total.clear();
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
    const auto count = [](Sums &sums, const JsonValue &point) {
        sums.requests += number(point["requests"_L1]);
        sums.tokens += number(point["total_tokens"_L1]);
        sums.errors += number(point["errors"_L1]);
        sums.cost += point["cost"_L1].money().value_or(Money());
    };
    const QLatin1StringView timeMember = days ? "day"_L1 : "hour"_L1;
    for (const JsonValue &point : m_answer["data"_L1].items()) {
        const QString at = point[timeMember].plain();
        const QString group = point.at(m_groupBy).plain();
        const double value = number(point.at(m_metric));
        Sums &sums = groups[group];
        count(sums, point);
        sums.metric += value;
        values[group][at] += value;
        totals[at] += value;
    }
    std::vector<std::pair<QString, Sums>> order(groups.begin(), groups.end());
    std::stable_sort(order.begin(), order.end(), [](const auto &a, const auto &b) {
        return a.second.cost > b.second.cost ||
               (a.second.cost == b.second.cost && a.second.requests > b.second.requests);
    });
    for (const auto &[at, value] : totals) {
        m_labels.append(seriesLabel(days ? at + u"T12:00:00Z"_s : at, days));
        m_total.append(value);
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
    const JsonValue &sum = m_answer["total"_L1];
    const auto cost = sum["cost"_L1].money();
    const auto add = [this](const QString &label, const QString &value, const QString &exact) {
        m_summary.append(QVariantMap{{u"label"_s, label}, {u"value"_s, value}, {u"exact"_s, exact}});
    };
    add(own ? tr("Spent") : tr("Charged"), cost ? shortUsd(*cost) : u"–"_s, cost ? exactUsd(*cost) : QString());
    add(tr("Requests"), shortCount(number(sum["requests"_L1])), countText(number(sum["requests"_L1])));
    add(tr("Input tokens"), shortCount(number(sum["input_tokens"_L1])), countText(number(sum["input_tokens"_L1])));
    add(tr("Output tokens"), shortCount(number(sum["output_tokens"_L1])), countText(number(sum["output_tokens"_L1])));
    if (!sum["errors"_L1].isNull())
        add(tr("Errors"), shortCount(number(sum["errors"_L1])), countText(number(sum["errors"_L1])));
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
        for (const JsonValue &item : answer["data"_L1].items()) {
            const double markup = item["markup_percent"_L1].real().value_or(number(item["markup"_L1]));
            m_categories.append(QVariantMap{{u"name"_s, item["name"_L1].plain()},
                                            {u"title"_s, wordText(item["name"_L1].plain())},
                                            {u"markup"_s, markup},
                                            {u"wanted"_s, markup}});
        }
        if (!m_categories.isEmpty())
            QTimer::singleShot(0, this, &Report::reload);
        return;
    }
    const JsonValue &actual = answer["actual"_L1];
    const auto percent = [](double now, double before) { return before > 0 ? (now - before) / before * 100 : 0; };
    const auto signedText = [](double value, const QString &unit) {
        return (value < 0 ? u"−"_s : u"+"_s) + QLocale().toString(std::abs(value), 'f', 1) + unit;
    };
    const double revenue = number(answer["revenue"_L1]);
    const double margin = number(answer["margin"_L1]);
    const double rate = number(answer["margin_percent"_L1]);
    const double more = percent(revenue, number(actual["revenue"_L1]));
    const double gain = percent(margin, number(actual["margin"_L1]));
    const double points = rate - number(actual["margin_percent"_L1]);
    const auto tone = [](double value) { return value < -0.05 ? u"danger"_s : value > 0.05 ? u"ok"_s : u"neutral"_s; };
    m_figures = {QVariantMap{{u"label"_s, tr("Revenue")},
                             {u"value"_s, shortDollars(revenue)},
                             {u"change"_s, signedText(more, u" %"_s)},
                             {u"tone"_s, tone(more)}},
                 QVariantMap{{u"label"_s, tr("Gross profit")},
                             {u"value"_s, shortDollars(margin)},
                             {u"change"_s, signedText(gain, u" %"_s)},
                             {u"tone"_s, tone(gain)}},
                 QVariantMap{{u"label"_s, tr("Gross margin")},
                             {u"value"_s, QLocale().toString(rate, 'f', 1) + u" %"_s},
                             {u"change"_s, signedText(points, tr(" points"))},
                             {u"tone"_s, tone(points)}},
                 QVariantMap{{u"label"_s, tr("Pay >10 % more")},
                             {u"value"_s, countText(number(answer["accounts_paying_more"_L1]))},
                             {u"change"_s, tr("accounts")},
                             {u"tone"_s, u"neutral"_s}}};
    m_labels.clear();
    QVariantList was;
    QVariantList wouldBe;
    for (const JsonValue &point : answer["series"_L1].items()) {
        m_labels.append(seriesLabel(point["at"_L1].string(), true));
        was.append(number(point["actual"_L1]));
        wouldBe.append(number(point["simulated"_L1]));
    }
    m_series = {QVariantMap{{u"name"_s, tr("Simulated")}, {u"values"_s, wouldBe}},
                QVariantMap{{u"name"_s, tr("Actual")}, {u"values"_s, was}, {u"dashed"_s, true}}};
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
            const bool shadow = limit["shadow"_L1].truth().value_or(false);
            if (const auto value = limit.isObject() ? limit["amount"_L1].real() : limit.real())
                limits.append(QVariantMap{{u"label"_s, wordText(plan["limits"_L1].names()[i])},
                                          {u"value"_s, countText(*value) + (shadow ? tr(" (shadow)") : QString())}});
        }
        const QString title = plan["display_name"_L1].plain();
        const auto accounts = plan["accounts"_L1].real();
        m_plans.append(QVariantMap{
            {u"title"_s, title.isEmpty() ? wordText(plan["name"_L1].plain()) : title},
            {u"accounts"_s, accounts ? tr("%n account(s)", nullptr, static_cast<int>(*accounts)) : QString()},
            {u"limits"_s, limits}});
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
    m_text = m_ok ? tr("Chain whole, %1 lines").arg(countText(lines.value_or(0))) : tr("Chain broken");
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
}

} // namespace beaver::admin
