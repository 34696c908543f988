#include <QTimeZone>

#include <server/http/rest/query_fields.h>
#include <server/http/rest/usage_reports.h>
#include <server/limits/calendar.h>
#include <server/usage/log_partitions.h>
#include <server/usage/reports.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <map>

namespace beaver::http {

namespace {

using usage::Dimension;
using usage::ReportGroup;

constexpr std::size_t mostDimensions = 3;
constexpr std::int64_t longestMs = 400 * usage::dayMs;

/// Days and months of a zone, asked for in rising order and seldom changing.
std::function<std::int64_t(Dimension, std::int64_t)> calendarOf(const std::string &zone)
{
    if (zone.empty() || zone == "UTC")
        return nullptr;
    auto spans = std::make_shared<std::array<limits::Span, 2>>();
    return [zone, spans](Dimension dimension, std::int64_t ms) {
        auto &span = (*spans)[dimension == Dimension::Month ? 1 : 0];
        if (ms < span.startMs || ms >= span.endMs)
            span = limits::calendarSpan(dimension == Dimension::Month ? limits::Period::Month : limits::Period::Day, ms,
                                        zone);
        return span.startMs;
    };
}

std::int64_t hourOf(std::int64_t ms)
{
    return ms - ms % usage::hourMs;
}

struct Range
{
    std::string period; ///< as it was asked for; empty: by times
    std::int64_t fromMs = 0;
    std::int64_t untilMs = 0;
};

/// `period`, or `from` and `until`; whole days of the zone, today with them.
Range readRange(QueryFields &query, const Exchange &exchange, std::int64_t nowMs, const std::string &zone)
{
    Range range;
    const auto from = query.time("from");
    const auto until = query.time("until");
    range.untilMs = until ? *until : nowMs;
    if (range.untilMs % usage::hourMs != 0)
        range.untilMs = hourOf(range.untilMs) + usage::hourMs;
    if (from) {
        range.fromMs = hourOf(*from);
    } else {
        range.period = exchange.query("period").value_or("30d");
        int days = 0;
        for (const auto &[name, count] : {std::pair("24h", 1), {"7d", 7}, {"30d", 30}, {"90d", 90}, {"365d", 365}}) {
            if (range.period == name)
                days = count;
        }
        if (days == 0)
            query.refuse("period", "'period' takes 24h, 7d, 30d, 90d or 365d; or give 'from' and 'until'.");
        const auto span = limits::calendarSpan(limits::Period::Day, nowMs, zone);
        range.fromMs = range.period == "24h"
                           ? hourOf(nowMs) - 23 * usage::hourMs
                           : limits::calendarSpan(limits::Period::Day,
                                                  span.startMs - (days - 1) * usage::dayMs + usage::dayMs / 2, zone)
                                 .startMs;
    }
    if (range.fromMs >= range.untilMs || range.untilMs - range.fromMs > longestMs)
        query.refuse("from", "'from' must lie before 'until', by 400 days at most.");
    // A zone may begin its day in the middle of a UTC hour; sums are by UTC hours.
    range.fromMs = hourOf(range.fromMs);
    return range;
}

std::string readZone(QueryFields &query, std::string otherwise)
{
    std::string zone = query.text("time_zone", 64);
    if (zone.empty())
        return otherwise;
    if (zone != "UTC" && !QTimeZone::isTimeZoneIdAvailable(QByteArray::fromStdString(zone)))
        query.refuse("time_zone", "'time_zone' takes a name such as Europe/Berlin.");
    return zone;
}

void writeSums(JsonWriter &json, const ReportGroup &group, bool listCosts)
{
    const auto &sums = group.sums;
    json.field("requests", sums.calls)
        .field("errors", group.failed)
        .field("input_tokens", sums.inputTokens)
        .field("output_tokens", sums.outputTokens)
        .field("total_tokens", sums.inputTokens + sums.outputTokens)
        .field("cached_tokens", sums.cachedTokens)
        .field("cost", sums.cost)
        .field("byok_cost", sums.byokCost);
    if (listCosts)
        json.field("list_cost", sums.listCost).field("margin", sums.cost - sums.listCost);
}

std::string dateText(std::int64_t ms, const std::string &zone)
{
    const QTimeZone of = zone.empty() || zone == "UTC" ? QTimeZone::utc() : QTimeZone(QByteArray::fromStdString(zone));
    return QDateTime::fromMSecsSinceEpoch(ms, of).date().toString(Qt::ISODate).toStdString();
}

/// A group's name in its dimension: times as dates, or as moments for hours.
void writeName(JsonWriter &json, Dimension dimension, const std::string &name, const std::string &zone)
{
    if (dimension == Dimension::Hour)
        json.field("hour", api::rfc3339(std::stoll(name)));
    else if (dimension == Dimension::Day)
        json.field("day", dateText(std::stoll(name), zone));
    else if (dimension == Dimension::Month)
        json.field("month", dateText(std::stoll(name), zone).substr(0, 7));
    else
        json.field(usage::dimensionName(dimension), name);
}

std::vector<Dimension> readDimensions(QueryFields &query)
{
    std::vector<Dimension> dimensions;
    std::string left = query.text("group_by");
    while (!left.empty()) {
        const std::size_t comma = left.find(',');
        const std::string name = left.substr(0, comma);
        left = comma == std::string::npos ? std::string() : left.substr(comma + 1);
        const auto dimension = usage::dimensionByName(name);
        if (!dimension || std::ranges::find(dimensions, *dimension) != dimensions.end() ||
            dimensions.size() == mostDimensions) {
            query.refuse("group_by", "'group_by' takes up to three of hour, day, month, model, key, account, project, "
                                     "endpoint, provider, outcome, category, reason.");
            break;
        }
        dimensions.push_back(*dimension);
    }
    return dimensions;
}

void readFilters(QueryFields &query, usage::ReportQuery &report, bool anyAccount)
{
    const auto add = [&](Dimension dimension, std::string value) {
        if (!value.empty())
            report.filters.emplace_back(dimension, std::move(value));
    };
    if (anyAccount)
        add(Dimension::Account, query.text("account", "account_id"));
    add(Dimension::Project, query.text("project", "project_id"));
    add(Dimension::Key, query.text("key", "key_id"));
    add(Dimension::Model, query.text("model"));
    add(Dimension::Endpoint, query.text("endpoint", "endpoint_id"));
    add(Dimension::Provider, query.text("provider"));
    add(Dimension::Outcome, query.text("outcome"));
    add(Dimension::Category, query.text("category"));
    add(Dimension::Reason, query.text("reason"));
}

void writeRange(JsonWriter &json, const Range &range, const std::string &zone)
{
    json.optionalField("period", range.period)
        .field("from", api::rfc3339(range.fromMs))
        .field("until", api::rfc3339(range.untilMs))
        .field("time_zone", zone);
}

std::string reportJson(const usage::Report &report, const usage::ReportQuery &query, const Range &range,
                       const std::string &zone, bool listCosts)
{
    JsonWriter json;
    json.beginObject();
    writeRange(json, range, zone);
    json.key("group_by").beginArray();
    for (const auto dimension : query.groupBy)
        json.value(usage::dimensionName(dimension));
    json.endArray().key("data").beginArray();
    for (const auto &group : report.groups) {
        json.beginObject();
        for (std::size_t at = 0; at < query.groupBy.size(); ++at)
            writeName(json, query.groupBy[at], group.names[at], zone);
        writeSums(json, group, listCosts);
        json.endObject();
    }
    json.endArray().key("total").beginObject();
    writeSums(json, report.total, listCosts);
    return json.endObject()
        .field("total_of", report.totalIsWhole ? "all" : "page")
        .field("has_more", report.hasMore)
        .optionalField("next", report.next)
        .endObject()
        .take();
}

/// One account's usage, summed up in each of the ways that its page shows.
class AccountUsage
{
public:
    void add(const usage::RollupLine &line, std::int64_t dayMs)
    {
        for (auto *group : {&m_summary, &m_days[dayMs], &m_models[line.model], &m_keys[line.key],
                            &m_projects[line.project], &m_outcomes[line.outcome]}) {
            group->sums.add(line.sums);
            group->failed += usage::isSuccess(line.outcome) ? 0 : line.sums.calls;
        }
    }

    std::vector<std::string> keys() const
    {
        std::vector<std::string> ids;
        for (const auto &[key, group] : m_keys)
            ids.push_back(key);
        return ids;
    }

    std::string json(const Range &range, const std::string &zone, const std::map<std::string, std::string> &keyNames)
    {
        JsonWriter json;
        json.beginObject();
        writeRange(json, range, zone);
        json.key("summary").beginObject();
        writeSums(json, m_summary, false);
        json.endObject();
        writeNamed(json, "by_model", "model", m_models);
        json.key("by_day").beginArray();
        for (std::int64_t day = range.fromMs; day < range.untilMs;) {
            const auto span = limits::calendarSpan(limits::Period::Day, day, zone);
            json.beginObject().field("day", dateText(day, zone)).field("date", dateText(day, zone));
            writeSums(json, m_days[span.startMs], false);
            json.endObject();
            day = span.endMs;
        }
        json.endArray();
        json.key("by_key").beginArray();
        for (const auto &[name, group] : sorted(m_keys)) {
            const auto known = keyNames.find(name);
            json.beginObject()
                .optionalField("key_id", name)
                .optionalField("name", known == keyNames.end() ? std::string_view() : std::string_view(known->second));
            writeSums(json, *group, false);
            json.endObject();
        }
        json.endArray();
        writeNamed(json, "by_project", "project_id", m_projects);
        writeNamed(json, "by_outcome", "outcome", m_outcomes);
        return json.endObject().take();
    }

private:
    using Groups = std::map<std::string, ReportGroup>;

    static std::vector<std::pair<std::string, const ReportGroup *>> sorted(const Groups &groups)
    {
        std::vector<std::pair<std::string, const ReportGroup *>> list;
        for (const auto &[name, group] : groups)
            list.emplace_back(name, &group);
        std::ranges::stable_sort(
            list, [](const auto &left, const auto &right) { return left.second->sums.cost > right.second->sums.cost; });
        return list;
    }
    static void writeNamed(JsonWriter &json, std::string_view member, std::string_view field, const Groups &groups)
    {
        json.key(member).beginArray();
        for (const auto &[name, group] : sorted(groups)) {
            json.beginObject().field(field, name);
            writeSums(json, *group, false);
            json.endObject();
        }
        json.endArray();
    }

    ReportGroup m_summary;
    Groups m_models, m_keys, m_projects, m_outcomes;
    std::map<std::int64_t, ReportGroup> m_days;
};

Result<std::map<std::string, std::string>> keyNames(storage::Connection &connection,
                                                    const std::vector<std::string> &keys)
{
    std::map<std::string, std::string> names;
    for (const auto &key : keys) {
        auto &find = connection.prepared("SELECT name FROM api_keys WHERE id = ?");
        const auto row = find.bind(key).next();
        if (!row)
            return row.error();
        if (*row)
            names[key] = find.text(0);
        find.reset();
    }
    return names;
}

} // namespace

QCoro::Task<Result<Answer>> UsageHandlers::own(std::shared_ptr<Exchange> exchange)
{
    const auto &account = *exchange->principal->account;
    QueryFields query(*exchange);
    const std::string zone = readZone(query, account.timeZone.empty() ? "UTC" : account.timeZone);
    const Range range = readRange(query, *exchange, m_clock.wallMs(), zone);
    usage::ReportQuery asked;
    asked.fromMs = range.fromMs;
    asked.untilMs = range.untilMs;
    asked.calendar = calendarOf(zone);
    asked.filters.emplace_back(Dimension::Account, account.id.text());
    readFilters(query, asked, false);
    if (const ProjectId confined = identity::confinedTo(*exchange->principal); !confined.isEmpty()) {
        std::erase_if(asked.filters, [](const auto &filter) { return filter.first == Dimension::Project; });
        asked.filters.emplace_back(Dimension::Project, confined.text());
    }
    const auto dimensions = readDimensions(query);
    asked.after = query.text("after");
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 1000);
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    if (!limit)
        co_return limit.error();
    Answer answer;
    if (!dimensions.empty()) {
        asked.groupBy = dimensions;
        asked.limit = *limit;
        auto reading = m_database.read(
            *exchange->loop, [asked](storage::Connection &connection) { return usage::report(connection, asked); });
        const auto report = co_await reading;
        if (!report)
            co_return report.error();
        answer.body = reportJson(*report, asked, range, zone, false);
        co_return answer;
    }
    auto reading =
        m_database.read(*exchange->loop, [asked, range, zone](storage::Connection &connection) -> Result<std::string> {
            AccountUsage found;
            const auto read = usage::forEachLine(connection, asked, [&](const usage::RollupLine &line) {
                found.add(line, asked.calendar ? asked.calendar(Dimension::Day, line.hourMs)
                                               : line.hourMs - line.hourMs % usage::dayMs);
            });
            if (!read)
                return read.error();
            const auto names = keyNames(connection, found.keys());
            if (!names)
                return names.error();
            return found.json(range, zone, *names);
        });
    auto body = co_await reading;
    if (!body)
        co_return body.error();
    answer.body = std::move(*body);
    co_return answer;
}

QCoro::Task<Result<Answer>> UsageHandlers::all(std::shared_ptr<Exchange> exchange)
{
    QueryFields query(*exchange);
    const std::string zone = readZone(query, "UTC");
    const Range range = readRange(query, *exchange, m_clock.wallMs(), zone);
    usage::ReportQuery asked;
    asked.fromMs = range.fromMs;
    asked.untilMs = range.untilMs;
    asked.calendar = calendarOf(zone);
    asked.groupBy = readDimensions(query);
    readFilters(query, asked, true);
    asked.after = query.text("after");
    const auto limit = queryNumber(*exchange, "limit", 100, 1, 1000);
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    if (!limit)
        co_return limit.error();
    asked.limit = *limit;
    // Whole days are summed up already: to the end of today is the same as until now.
    if (zone == "UTC" && asked.untilMs > m_clock.wallMs() && asked.fromMs % usage::dayMs == 0)
        asked.untilMs += (usage::dayMs - asked.untilMs % usage::dayMs) % usage::dayMs;
    auto reading = m_database.read(
        *exchange->loop, [asked](storage::Connection &connection) { return usage::report(connection, asked); });
    const auto report = co_await reading;
    if (!report)
        co_return report.error();
    Answer answer;
    answer.body = reportJson(*report, asked, range, zone, true);
    co_return answer;
}

} // namespace beaver::http
