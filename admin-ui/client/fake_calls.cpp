#include <admin-ui/client/fake_state.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

int popularityOfAll()
{
    int sum = 0;
    for (const ModelFacts &model : models())
        sum += model.popularity;
    return sum;
}

const ModelFacts &modelOfCall(std::uint32_t place)
{
    static const int all = popularityOfAll();
    int wanted = static_cast<int>(noise(place, 101) % static_cast<std::uint32_t>(all));
    for (const ModelFacts &model : models()) {
        wanted -= model.popularity;
        if (wanted < 0)
            return model;
    }
    return models().front();
}

/// Nano-USD for a million tokens, as listed.
std::int64_t price(const char *text)
{
    return std::llround(QByteArray(text).toDouble() * 1e9);
}

QString endpointOf(const QString &provider, std::uint32_t place)
{
    if (provider == "openai"_L1)
        return noise(place, 102) % 3 == 0 ? u"openai-eu"_s : u"openai-us"_s;
    if (provider == "anthropic"_L1)
        return u"anthropic-eu"_s;
    return provider == "google"_L1 ? u"vertex-eu"_s : provider;
}

int hoursOf(const QString &period)
{
    return period == "1h"_L1    ? 1
           : period == "7d"_L1  ? 7 * 24
           : period == "30d"_L1 ? 30 * 24
           : period == "90d"_L1 ? 30 * 24
                                : 24;
}

/// Of one hour: how many calls, and what they cost on the average; failures come in bursts.
struct Hour
{
    double requests;
    double rateLimited;
    double clientErrors;
    double upstreamErrors;
    double revenue; ///< USD
    double cost;    ///< USD
    double firstByteMs;
};

Hour hourOf(const State &state, int hoursAgo)
{
    const auto n = static_cast<std::uint32_t>(hoursAgo);
    const double requests = callsInHour(state.now, hoursAgo) * 31.0;
    const double cost = requests * (0.0041 + noise(n, 111) % 100 / 100'000.0);
    const double burst = noise(n, 112) % 17 == 0 ? 4 : 1;
    return {requests,
            requests * (0.0012 + noise(n, 113) % 100 / 50'000.0),
            requests * (0.0015 + noise(n, 114) % 100 / 60'000.0),
            requests * (0.0004 + noise(n, 115) % 100 / 120'000.0) * burst,
            cost * (1.062 + noise(n, 116) % 100 / 4'000.0),
            cost,
            330 + noise(n, 117) % 120 + (hoursAgo < 3 ? 260.0 / (hoursAgo + 1) : 0)};
}

struct Sums
{
    double requests = 0, errors = 0, revenue = 0, cost = 0, firstByteMs = 0;
};

Sums sumOf(const State &state, int from, int hours)
{
    Sums sums;
    for (int i = from; i < from + hours; ++i) {
        const Hour hour = hourOf(state, i);
        sums.requests += hour.requests;
        sums.errors += hour.rateLimited + hour.clientErrors + hour.upstreamErrors;
        sums.revenue += hour.revenue;
        sums.cost += hour.cost;
        sums.firstByteMs = std::max(sums.firstByteMs, hour.firstByteMs);
    }
    return sums;
}

double rounded(double usd)
{
    return std::round(usd * 1e6) / 1e6;
}

QJsonObject figures(const Sums &sums)
{
    return {{u"revenue"_s, rounded(sums.revenue)},
            {u"list_cost"_s, rounded(sums.cost)},
            {u"margin"_s, rounded(sums.revenue - sums.cost)},
            {u"requests"_s, std::round(sums.requests)},
            {u"errors"_s, std::round(sums.errors)}};
}

/// The groups of a dimension and their shares; of one account's keys and projects, where one is given.
std::vector<std::pair<QString, double>> groupsOf(const State &state, const QString &by, const QString &owner = {})
{
    std::map<QString, double> shares;
    if (by == "account"_L1) {
        for (const auto &each : state.accounts) {
            const QJsonObject account = each.toObject();
            shares[account[u"full_name"_s].toString()] += account[u"requests_30d"_s].toDouble();
        }
    } else if (by == "outcome"_L1) {
        shares = {{u"complete"_s, 96.4},
                  {u"client_gone"_s, 1.6},
                  {u"refused"_s, 1.2},
                  {u"upstream_error"_s, 0.6},
                  {u"cached"_s, 2.3}};
    } else if (by == "key"_L1) {
        for (const auto &each : state.keys)
            if (owner.isEmpty() || each.toObject()[u"account_id"_s] == owner)
                shares[each.toObject()[u"id"_s].toString()] += each.toObject()[u"usage"_s][u"requests"_s].toDouble();
    } else if (by == "project"_L1) {
        for (const auto &each : state.projects)
            if (owner.isEmpty() || each.toObject()[u"account_id"_s] == owner)
                shares[each.toObject()[u"id"_s].toString()] += each.toObject()[u"is_default"_s].toBool() ? 5 : 2;
    } else {
        for (const ModelFacts &model : models()) {
            const double weight = model.popularity * (std::sqrt(QByteArray(model.output).toDouble()) + 1);
            const QString provider = QString::fromUtf8(model.provider);
            shares[by == "provider"_L1   ? provider
                   : by == "endpoint"_L1 ? endpointOf(provider, 1)
                   : by == "category"_L1 ? QString::fromUtf8(model.category)
                                         : QString::fromUtf8(model.id)] += weight;
        }
    }
    double all = 0;
    for (const auto &[name, share] : shares)
        all += share;
    std::vector<std::pair<QString, double>> sorted(shares.begin(), shares.end());
    for (auto &[name, share] : sorted)
        share /= all;
    std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    return sorted;
}

} // namespace

QJsonObject State::call(int place) const
{
    const auto n = static_cast<std::uint32_t>(place);
    const auto found = std::upper_bound(callsUpTo.begin(), callsUpTo.end(), place);
    const int hour = static_cast<int>(found - callsUpTo.begin());
    const int before = hour ? callsUpTo[static_cast<std::size_t>(hour - 1)] : 0;
    const int inHour = std::max(1, *found - before);
    const qint64 agoMs = 3'600'000LL * hour + 3'600'000LL * (place - before) / inHour + noise(n, 103) % 900;
    const ModelFacts &model = modelOfCall(n);
    const QString provider = QString::fromUtf8(model.provider);
    const QJsonObject account =
        accounts
            .at(static_cast<qsizetype>(noise(n, 104) %
                                       static_cast<std::uint32_t>(std::max<qsizetype>(1, accounts.size()))))
            .toObject();
    const QJsonObject key =
        keys.isEmpty()
            ? QJsonObject()
            : keys[static_cast<qsizetype>(noise(n, 105) % static_cast<std::uint32_t>(keys.size()))].toObject();
    const std::uint32_t luck = noise(n, 106) % 1'000;
    const int status = luck < 14 ? 429 : luck < 22 ? 400 : luck < 28 ? 503 : luck < 33 ? 402 : 200;
    const bool complete = status == 200;
    const QString outcome = !complete    ? (status == 503 ? u"upstream_error"_s : u"refused"_s)
                            : luck > 985 ? u"client_gone"_s
                            : luck > 960 ? u"cached"_s
                                         : u"complete"_s;
    const bool cached = outcome == "cached"_L1;
    const std::int64_t input = 40 + noise(n, 107) % 6'000;
    const std::int64_t output = complete ? 12 + noise(n, 108) % 1'400 : 0;
    const std::int64_t list =
        complete && !cached ? (input * price(model.input) + output * price(model.output)) / 1'000'000 : 0;
    const auto cost =
        static_cast<std::int64_t>(static_cast<double>(list) * (1 + markupOf(QString::fromUtf8(model.category)) / 100));
    const int firstByte = complete ? (cached ? 2 : 180 + static_cast<int>(noise(n, 109) % 700)) : 0;
    const int duration = complete ? firstByte + static_cast<int>(output) * 7 : status == 503 ? 3'100 : 3;
    const int attempts = complete && noise(n, 110) % 41 == 3 ? 2 : status == 503 ? 3 : 1;
    return {{u"id"_s, u"req_%1"_s.arg(0x8f2c9000u - n, 10, 16, QLatin1Char('0'))},
            {u"started_at"_s, now.addMSecs(-agoMs).toString(Qt::ISODateWithMs)},
            {u"status"_s, status},
            {u"outcome"_s, outcome},
            {u"account_id"_s, account[u"id"_s]},
            {u"account_email"_s, account[u"email"_s]},
            {u"key_id"_s, key[u"id"_s]},
            {u"key_name"_s, key[u"name"_s]},
            {u"model"_s, QString::fromUtf8(model.id)},
            {u"provider"_s, provider},
            {u"endpoint"_s, status == 200 && !cached ? endpointOf(provider, n) : QString()},
            {u"surface"_s, provider == "anthropic"_L1 ? u"messages"_s : u"chat.completions"_s},
            {u"stream"_s, noise(n, 119) % 4 != 0},
            {u"input_tokens"_s, static_cast<double>(input)},
            {u"output_tokens"_s, static_cast<double>(output)},
            {u"list_cost"_s, usd(list)},
            {u"cost"_s, usd(cost)},
            {u"first_byte_ms"_s, firstByte},
            {u"latency_ms"_s, duration},
            {u"attempts"_s, attempts}};
}

bool State::isOwnCall(int place) const
{
    return place >= 0 && place < callCount() && noise(static_cast<std::uint32_t>(place), 121) % 20 == 0;
}

QJsonObject State::ownCall(QJsonObject call) const
{
    const QJsonObject account = accounts.isEmpty() ? QJsonObject() : accounts.first().toObject();
    QJsonArray owned;
    for (const auto &each : keys)
        if (each.toObject()[u"account_id"_s] == account[u"id"_s])
            owned.append(each);
    const auto luck = noise(static_cast<std::uint32_t>(call[u"latency_ms"_s].toInt()), 122);
    const QJsonObject key =
        owned.isEmpty() ? QJsonObject() : owned[static_cast<qsizetype>(luck) % owned.size()].toObject();
    call[u"account_id"_s] = account[u"id"_s];
    call[u"account_email"_s] = account[u"email"_s];
    call[u"key_id"_s] = key[u"id"_s];
    call[u"key_name"_s] = key[u"name"_s];
    call[u"project_id"_s] = key[u"project_id"_s];
    return call;
}

QJsonObject State::receipt(int place) const
{
    const QJsonObject shown = call(place);
    const ModelFacts &model = modelOfCall(static_cast<std::uint32_t>(place));
    const double markup = markupOf(QString::fromUtf8(model.category));
    const auto bucket = [&](const QString &kind, const char *listed) {
        const double tokens = shown[kind + "_tokens"_L1].toDouble();
        const double list = QByteArray(listed).toDouble();
        return QJsonObject{{u"kind"_s, kind},
                           {u"tokens"_s, tokens},
                           {u"list_price_per_million"_s, list},
                           {u"markup"_s, markup / 100},
                           {u"sale_price_per_million"_s, std::round(list * (100 + markup) * 1e7) / 1e9},
                           {u"cost"_s, std::round(tokens * list * (100 + markup) * 1e1) / 1e9}};
    };
    QJsonArray attempts;
    const int tries = shown[u"attempts"_s].toInt();
    for (int i = 1; i < tries; ++i)
        attempts.append(QJsonObject{{u"endpoint"_s, i == 1 ? u"openai-eu"_s : u"openai-us"_s},
                                    {u"reason"_s, u"upstream_unavailable"_s},
                                    {u"status"_s, 503},
                                    {u"ms"_s, 640}});
    if (shown[u"status"_s] == 200)
        attempts.append(QJsonObject{{u"endpoint"_s, shown[u"endpoint"_s]},
                                    {u"reason"_s, u"ok"_s},
                                    {u"status"_s, 200},
                                    {u"ms"_s, shown[u"latency_ms"_s]}});
    QJsonObject receipt = shown;
    const QDateTime at = QDateTime::fromString(shown[u"started_at"_s].toString(), Qt::ISODateWithMs);
    receipt[u"buckets"_s] = QJsonArray{bucket(u"input"_s, model.input), bucket(u"output"_s, model.output)};
    receipt[u"attempts"_s] = attempts;
    receipt[u"price_version"_s] = 3;
    receipt[u"hold"_s] = usd(static_cast<std::int64_t>(shown[u"cost"_s].toDouble() * 1.8e9));
    receipt[u"entries"_s] = QJsonArray{QJsonObject{{u"id"_s, u"txn_"_s + shown[u"id"_s].toString().mid(4)},
                                                   {u"account"_s, u"customer"_s},
                                                   {u"amount"_s, -shown[u"cost"_s].toDouble()}},
                                       QJsonObject{{u"id"_s, u"txn_"_s + shown[u"id"_s].toString().mid(4)},
                                                   {u"account"_s, u"revenue"_s},
                                                   {u"amount"_s, shown[u"cost"_s]}}};
    receipt[u"first_byte_at"_s] = at.addMSecs(shown[u"first_byte_ms"_s].toInt()).toString(Qt::ISODateWithMs);
    receipt[u"ended_at"_s] = at.addMSecs(shown[u"latency_ms"_s].toInt()).toString(Qt::ISODateWithMs);
    return {{u"call"_s, shown}, {u"receipt"_s, receipt}};
}

/// How long first bytes took, hour by hour: a hump that moves with the day's load.
QJsonArray firstByteHours(const State &state)
{
    QJsonArray hours;
    for (int ago = 23; ago >= 0; --ago) {
        const double load = callsInHour(state.now, ago) / 1'000.0;
        const double middle = 8 + std::sin((23 - ago) / 3.6) + (ago < 5 ? 1.2 : 0); // a power of two, in ms
        QJsonArray bands;
        for (int power = 6; power <= 12; ++power) {
            const double away = power + 0.5 - middle;
            const auto calls = static_cast<int>(1'000 * (1 + load) * std::exp(-away * away / 0.9));
            if (calls > 0)
                bands.append(QJsonObject{{u"from_ms"_s, 1 << power}, {u"calls"_s, calls}});
        }
        hours.append(QJsonObject{{u"start"_s, state.time(3'600LL * ago)},
                                 {u"bands"_s, bands},
                                 {u"p95_ms"_s, std::round(std::pow(2, middle + 1.6))}});
    }
    return hours;
}

QJsonObject overview(const State &state)
{
    const auto window = [&](int hours) {
        const Sums now = sumOf(state, 0, hours);
        QJsonObject told = figures(now);
        told[u"error_rate"_s] = now.errors / now.requests;
        told[u"first_byte"_s] = QJsonObject{{u"p95_ms"_s, std::round(now.firstByteMs)}};
        const Sums earlier = sumOf(state, hours, hours);
        QJsonObject before = figures(earlier);
        before[u"first_byte"_s] = QJsonObject{{u"p95_ms"_s, std::round(earlier.firstByteMs * 1.08)}};
        told[u"previous"_s] = before;
        return told;
    };
    QJsonArray firstByteDays;
    for (int ago = 29; ago >= 0; --ago)
        firstByteDays.append(QJsonObject{{u"start"_s, state.time(86'400LL * ago)},
                                         {u"p95_ms"_s, std::round(sumOf(state, ago * 24, 24).firstByteMs)}});
    const Sums month = sumOf(state, 0, keptHours);
    const auto top = [&](const QString &by, const QString &name, const QString &amount) {
        QJsonArray list;
        const auto all = groupsOf(state, by);
        for (std::size_t i = 0; i < std::min<std::size_t>(10, all.size()); ++i) {
            QJsonObject line{{name, all[i].first},
                             {amount, rounded(month.revenue * all[i].second)},
                             {u"requests"_s, std::round(month.requests * all[i].second)}};
            for (const auto &each : state.accounts)
                if (each.toObject()[u"email"_s] == all[i].first)
                    line[u"account_id"_s] = each.toObject()[u"id"_s];
            list.append(line);
        }
        return list;
    };
    const auto item = [](const QString &kind, const QString &severity, const QString &text, const QJsonValue &of = {}) {
        return QJsonObject{{u"kind"_s, kind}, {u"severity"_s, severity}, {u"subject"_s, of}, {u"text"_s, text}};
    };
    QJsonValue xai;
    for (const auto &each : state.endpoints)
        if (each.toObject()[u"name"_s] == u"xai"_s)
            xai = each.toObject()[u"id"_s];
    QJsonArray attention{item(u"endpoint"_s, u"critical"_s, u"xai is down: upstream_unreachable"_s, xai),
                         item(u"mail"_s, u"warning"_s, u"2 mails could not be delivered."_s),
                         item(u"prices"_s, u"warning"_s, u"1 active models have no known price and are refused."_s)};
    for (const auto &each : state.news)
        attention.append(each);
    for (const auto &each : state.accounts)
        if (const double balance = each.toObject()[u"balance"_s].toDouble(); balance < 5)
            attention.append(item(u"balance"_s, u"info"_s,
                                  u"%1 has %2 USD left."_s.arg(each.toObject()[u"email"_s].toString()).arg(balance),
                                  each.toObject()[u"id"_s]));
    return {
        {u"windows"_s, QJsonObject{{u"today"_s, window(24)}, {u"7d"_s, window(24 * 7)}, {u"30d"_s, window(keptHours)}}},
        {u"first_byte_hours"_s, firstByteHours(state)},
        {u"first_byte_days"_s, firstByteDays},
        {u"top_models"_s, top(u"model"_s, u"model"_s, u"revenue"_s)},
        {u"top_accounts"_s, top(u"account"_s, u"email"_s, u"cost"_s)},
        {u"attention"_s, attention}};
}

/// The hours of each endpoint, as its strip has them.
QJsonArray endpointHours(const State &state)
{
    QJsonArray data;
    for (const auto &each : state.endpoints) {
        const QJsonArray strip = each.toObject()[u"health"_s].toObject()[u"strip"_s].toArray();
        for (int i = 23; i >= 0 && strip.size() >= 24; --i) {
            const QString word = strip[strip.size() - 1 - i].toString();
            data.append(QJsonObject{{u"hour"_s, state.time(3'600LL * i)},
                                    {u"endpoint"_s, each.toObject()[u"id"_s]},
                                    {u"requests"_s, 1'000},
                                    {u"errors"_s, word == "down"_L1       ? 900
                                                  : word == "degraded"_L1 ? 60
                                                                          : 1},
                                    {u"cost"_s, 4.2}});
        }
    }
    return data;
}

QJsonObject usage(const State &state, const QString &period, const QString &groupBy, const QString &account)
{
    if (groupBy == "hour,endpoint"_L1)
        return {{u"period"_s, period}, {u"data"_s, endpointHours(state)}, {u"total"_s, figures(sumOf(state, 0, 24))}};
    const int hours = std::max(24, hoursOf(period));
    const QString time = groupBy.section(u',', 0, 0);
    const QString dimension = groupBy.section(u',', 1, 1);
    const int step = time == "hour"_L1 ? 1 : 24;
    const double share = account.isEmpty() ? 1 : 0.04;
    const bool byOutcome = groupBy.section(u',', 2, 2) == "outcome"_L1;
    const auto groups = groupsOf(state, dimension, account);
    const auto line = [share](QJsonObject &into, const Sums &sums, double part) {
        const double requests = std::round(sums.requests * part * share);
        into[u"requests"_s] = requests;
        into[u"errors"_s] = std::round(sums.errors * part * share);
        into[u"input_tokens"_s] = std::round(requests * 1'480);
        into[u"output_tokens"_s] = std::round(requests * 390);
        into[u"total_tokens"_s] = std::round(requests * 1'870);
        into[u"cost"_s] = rounded(sums.revenue * part * share);
        into[u"list_cost"_s] = rounded(sums.cost * part * share);
        into[u"margin"_s] = rounded((sums.revenue - sums.cost) * part * share);
    };
    QJsonObject total;
    line(total, sumOf(state, 0, hours), 1);
    QJsonArray data;
    for (int i = hours - step; i >= 0; i -= step) {
        const Sums sums = sumOf(state, i, step);
        const QString at = state.time(3'600LL * i).left(13) + u":00:00Z"_s;
        for (std::size_t g = 0; g < std::min<std::size_t>(14, groups.size()); ++g) {
            QJsonObject item{{time, time == "hour"_L1 ? at : at.left(10)}, {dimension, groups[g].first}};
            const double part = groups[g].second * (0.85 + noise(static_cast<std::uint32_t>(i / step),
                                                                 140u + static_cast<std::uint32_t>(g)) %
                                                               300 / 1'000.0);
            line(item, sums, part);
            if (!byOutcome) {
                data.append(item);
                continue;
            }
            double failed = item[u"errors"_s].toDouble();
            for (const auto &[outcome, portion] :
                 {std::pair(u"refused"_s, 0.6), {u"upstream_error"_s, 0.3}, {u"interrupted"_s, 0.1}}) {
                const double calls = std::round(item[u"errors"_s].toDouble() * portion);
                data.append(QJsonObject{{time, item[time]},
                                        {dimension, item[dimension]},
                                        {u"outcome"_s, outcome},
                                        {u"requests"_s, calls},
                                        {u"errors"_s, calls},
                                        {u"cost"_s, 0},
                                        {u"margin"_s, 0}});
                failed -= calls;
            }
            item[u"requests"_s] = item[u"requests"_s].toDouble() - item[u"errors"_s].toDouble() + failed;
            item[u"errors"_s] = 0;
            item[u"outcome"_s] = u"complete"_s;
            data.append(item);
        }
    }
    return {{u"period"_s, period},
            {u"group_by"_s, QJsonArray{time, dimension}},
            {u"data"_s, data},
            {u"total"_s, total},
            {u"has_more"_s, false}};
}

QJsonObject usagePage(QJsonObject whole, const QString &after, int most)
{
    const QJsonArray all = whole[u"data"_s].toArray();
    const int from = after.toInt();
    QJsonArray page;
    for (int i = from; i < std::min<int>(from + most, static_cast<int>(all.size())); ++i)
        page.append(all[i]);
    const bool more = from + page.size() < all.size();
    whole[u"data"_s] = page;
    whole[u"has_more"_s] = more;
    if (more)
        whole[u"next"_s] = QString::number(from + page.size());
    return whole;
}

QJsonObject spent(const State &state, const QString &id, double part)
{
    std::uint32_t salt = 0;
    for (const QChar c : id)
        salt = salt * 31 + c.unicode();
    const auto line = [part](const Sums &sums, double share) {
        const double requests = std::round(sums.requests * part * share);
        return QJsonObject{{u"requests"_s, requests},
                           {u"failed"_s, std::round(sums.errors * part * share)},
                           {u"cached"_s, std::round(requests * 0.02)},
                           {u"input_tokens"_s, requests * 1'480},
                           {u"output_tokens"_s, requests * 390},
                           {u"total_tokens"_s, requests * 1'870},
                           {u"cost"_s, rounded(sums.revenue * part * share)},
                           {u"byok_cost"_s, 0}};
    };
    const auto named = [](QJsonObject item, const QString &name, const QString &value) {
        item[name] = value;
        return item;
    };
    QJsonArray models;
    QJsonArray days;
    const auto groups = groupsOf(state, u"model"_s);
    for (std::size_t i = 0; part > 0 && i < 4; ++i)
        models.append(named(line(sumOf(state, 0, keptHours), groups[i].second), u"model"_s, groups[i].first));
    for (int day = 29; part > 0 && day >= 0; --day)
        if (noise(static_cast<std::uint32_t>(day), salt) % 5 != 0)
            days.append(named(line(sumOf(state, day * 24, 24), 1), u"date"_s, state.time(86'400LL * day).left(10)));
    return {{u"period"_s, u"30d"_s},
            {u"summary"_s, line(sumOf(state, 0, keptHours), 1)},
            {u"by_model"_s, models},
            {u"by_day"_s, days}};
}

QJsonArray keyAudit(const State &state, const QJsonObject &key)
{
    QJsonArray lines;
    for (const auto &each : state.audit)
        if (each.toObject()[u"subject"_s] == key[u"id"_s])
            lines.append(each);
    lines.append(QJsonObject{{u"id"_s, 1},
                             {u"at"_s, key[u"created_at"_s]},
                             {u"actor"_s, key[u"account_id"_s]},
                             {u"address"_s, u"203.0.113.7"_s},
                             {u"action"_s, u"key.create"_s},
                             {u"subject"_s, key[u"id"_s]}});
    return lines;
}

QJsonObject simulate(const State &state, const QString &policy, const QJsonObject &markups)
{
    const Sums month = sumOf(state, 0, keptHours);
    const auto takings = [](double cost, double revenue) {
        return QJsonObject{
            {u"list_cost"_s, rounded(cost)}, {u"revenue"_s, rounded(revenue)}, {u"margin"_s, rounded(revenue - cost)}};
    };
    double before = 0;
    double after = 0;
    QJsonArray lines;
    const auto shares = groupsOf(state, u"category"_s);
    for (const auto &each : state.categories) {
        const QJsonObject category = each.toObject();
        const QString name = category[u"name"_s].toString();
        const auto used =
            std::find_if(shares.begin(), shares.end(), [&](const auto &one) { return one.first == name; });
        const double cost = used == shares.end() ? 0 : month.cost * used->second;
        const double markup = category[u"markup_percent"_s].toDouble();
        const double wanted = policy.startsWith("flat"_L1)    ? 30
                              : policy.startsWith("fixed"_L1) ? 20
                              : policy == "pass_through"_L1   ? 0
                                                              : markups[name].toDouble(markup);
        before += cost * (100 + markup) / 100;
        after += cost * (100 + wanted) / 100;
        if (cost > 0)
            lines.append(QJsonObject{{u"category"_s, name},
                                     {u"today"_s, takings(cost, cost * (100 + markup) / 100)},
                                     {u"changed"_s, takings(cost, cost * (100 + wanted) / 100)}});
    }
    return {{u"days"_s, 30},
            {u"calls"_s, std::round(month.requests)},
            {u"today"_s, takings(month.cost, before)},
            {u"changed"_s, takings(month.cost, after)},
            {u"approximate"_s, false},
            {u"by_category"_s, lines}};
}

} // namespace beaver::admin::fake
