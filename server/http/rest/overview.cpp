#include <server/http/rest/overview.h>
#include <server/usage/overview.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <cmath>

namespace beaver::http {

namespace {

constexpr std::int64_t freshUs = 2'000'000;

void writeFigures(JsonWriter &json, const usage::ReportGroup &group)
{
    const auto &sums = group.sums;
    json.field("requests", sums.calls)
        .field("errors", group.failed)
        .field("revenue", sums.cost)
        .field("list_cost", sums.listCost)
        .field("margin", sums.cost - sums.listCost)
        .field("input_tokens", sums.inputTokens)
        .field("output_tokens", sums.outputTokens)
        .field("cached_tokens", sums.cachedTokens);
}

void writeP95(JsonWriter &json, const usage::Percentiles &of)
{
    if (of.p95 < 0)
        json.nullField("p95_ms");
    else
        json.field("p95_ms", static_cast<std::int64_t>(std::llround(of.p95)));
}

void writePercentiles(JsonWriter &json, std::string_view name, const usage::Percentiles &of)
{
    const auto member = [&](std::string_view which, double ms) {
        if (ms < 0)
            json.nullField(which);
        else
            json.field(which, static_cast<std::int64_t>(std::llround(ms)));
    };
    json.key(name).beginObject();
    member("p50_ms", of.p50);
    member("p95_ms", of.p95);
    member("p99_ms", of.p99);
    json.endObject();
}

void writeWindow(JsonWriter &json, const usage::Overview::Window &window)
{
    json.key(window.name).beginObject();
    writeFigures(json, window.now);
    const auto calls = static_cast<double>(window.now.sums.calls);
    const auto input = static_cast<double>(window.now.sums.inputTokens);
    json.rawField("error_rate", calls > 0 ? std::to_string(static_cast<double>(window.now.failed) / calls) : "0");
    json.rawField("cache_share",
                  input > 0 ? std::to_string(static_cast<double>(window.now.sums.cachedTokens) / input) : "0");
    writePercentiles(json, "first_byte", window.firstByte);
    writePercentiles(json, "latency", window.whole);
    json.key("previous").beginObject();
    writeFigures(json, window.before);
    writePercentiles(json, "first_byte", window.firstByteBefore);
    json.endObject().endObject();
}

void writeSeries(JsonWriter &json, std::string_view name, const std::vector<usage::ReportGroup> &groups)
{
    json.key(name).beginArray();
    for (const auto &group : groups) {
        json.beginObject().field("start", api::rfc3339(std::stoll(group.names[0])));
        writeFigures(json, group);
        json.endObject();
    }
    json.endArray();
}

void writeFirstByteHours(JsonWriter &json, const usage::Overview &overview)
{
    json.key("first_byte_hours").beginArray();
    for (const auto &hour : overview.firstByteHours) {
        json.beginObject().field("start", api::rfc3339(hour.startMs)).key("bands").beginArray();
        for (const auto &[fromMs, calls] : hour.bands)
            json.beginObject().field("from_ms", fromMs).field("calls", calls).endObject();
        json.endArray();
        writeP95(json, hour.all);
        json.endObject();
    }
    json.endArray().key("first_byte_days").beginArray();
    for (const auto &[startMs, firstByte] : overview.firstByteDays) {
        json.beginObject().field("start", api::rfc3339(startMs));
        writeP95(json, firstByte);
        json.endObject();
    }
    json.endArray();
}

void writeAccounts(JsonWriter &json, std::string_view name, const std::vector<usage::Overview::Account> &accounts)
{
    json.key(name).beginArray();
    for (const auto &account : accounts) {
        json.beginObject()
            .field("account_id", account.id)
            .field("email", account.email)
            .field("requests", account.calls)
            .field("cost", account.cost)
            .field("balance", account.balance);
        if (account.daysLeft < 0)
            json.nullField("days_left");
        else
            json.rawField("days_left", std::to_string(account.daysLeft));
        json.endObject();
    }
    json.endArray();
}

void writeEndpoints(JsonWriter &json, const usage::Overview &overview, const std::vector<routing::EndpointView> &views)
{
    json.key("providers").beginArray();
    for (const auto &view : views) {
        json.beginObject()
            .field("endpoint", view.stored->id.text())
            .field("name", view.stored->settings.name)
            .field("provider", view.stored->settings.provider)
            .field("state", view.health.word())
            .field("failure_percent", view.health.failurePercent)
            .field("running", view.health.underWay);
        const auto sums = std::ranges::find(overview.endpoints, view.stored->id.text(), &usage::Overview::Endpoint::id);
        const bool known = sums != overview.endpoints.end();
        writeFigures(json, known ? sums->sums : usage::ReportGroup());
        writePercentiles(json, "first_byte", known ? sums->firstByte : usage::Percentiles());
        json.endObject();
    }
    json.endArray();
}

/// What an operator should look at, the worst first.
void writeAttention(JsonWriter &json, const usage::Overview &overview, const std::vector<routing::EndpointView> &views,
                    bool stalled)
{
    json.key("attention").beginArray();
    const auto item = [&](std::string_view kind, std::string_view severity, std::string_view subject,
                          const std::string &text) {
        json.beginObject()
            .field("kind", kind)
            .field("severity", severity)
            .optionalField("subject", subject)
            .field("text", text)
            .endObject();
    };
    if (stalled)
        item("database", "critical", {}, "The database can't be written; new paid calls are refused.");
    for (const auto &view : views) {
        if (const auto word = view.health.word(); word == "down" || word == "degraded")
            item("endpoint", word == "down" ? "critical" : "warning", view.stored->id.text(),
                 view.stored->settings.name + " is " + std::string(word) +
                     (view.health.reason.empty() ? "." : ": " + view.health.reason));
    }
    if (overview.failedMails > 0)
        item("mail", "warning", {}, std::to_string(overview.failedMails) + " mails could not be delivered.");
    if (overview.unpricedModels > 0)
        item("prices", "warning", {},
             std::to_string(overview.unpricedModels) + " active models have no known price and are refused.");
    for (const auto &account : overview.lowAccounts)
        item("balance", "info", account.id, account.email + " has " + account.balance.toDecimal() + " USD left.");
    json.endArray();
}

} // namespace

std::shared_ptr<const std::string> OverviewCache::fresh(std::int64_t nowUs) const
{
    const std::lock_guard lock(m_mutex);
    return nowUs - m_madeUs < freshUs ? m_json : nullptr;
}

void OverviewCache::keep(std::shared_ptr<const std::string> json, std::int64_t nowUs)
{
    const std::lock_guard lock(m_mutex);
    m_json = std::move(json);
    m_madeUs = nowUs;
}

QCoro::Task<Result<Answer>> OverviewHandlers::show(std::shared_ptr<Exchange> exchange)
{
    Answer answer;
    if (const auto kept = m_cache.fresh(m_clock.monotonicUs())) {
        answer.body = *kept;
        co_return answer;
    }
    const std::int64_t now = m_clock.wallMs();
    auto reading = m_database.read(*exchange->loop, [now, memory = &m_cache.memory()](storage::Connection &connection) {
        return usage::overview(connection, *memory, now);
    });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    const auto views = m_router.snapshot();
    JsonWriter json;
    json.beginObject().field("as_of", api::rfc3339(now)).field("time_zone", "UTC").field("currency", "USD");
    json.key("windows").beginObject();
    for (const auto &window : found->windows)
        writeWindow(json, window);
    json.endObject();
    json.key("balances")
        .beginObject()
        .field("total", found->balances)
        .field("held", found->held)
        .field("accounts", found->accounts)
        .field("empty_accounts", found->emptyAccounts)
        .endObject();
    writeSeries(json, "days", found->days);
    writeSeries(json, "hours", found->hours);
    writeFirstByteHours(json, *found);
    writeEndpoints(json, *found, views);
    json.key("top_models").beginArray();
    for (const auto &group : found->models) {
        json.beginObject().field("model", group.names[0]);
        writeFigures(json, group);
        json.endObject();
    }
    json.endArray().key("failures").beginArray();
    for (const auto &group : found->causes)
        json.beginObject()
            .field("outcome", group.names[0])
            .optionalField("reason", group.names[1])
            .field("requests", group.sums.calls)
            .endObject();
    json.endArray();
    writeAccounts(json, "top_accounts", found->topAccounts);
    writeAccounts(json, "low_balances", found->lowAccounts);
    writeAttention(json, *found, views, m_database.stalled());
    answer.body = json.endObject().take();
    m_cache.keep(std::make_shared<const std::string>(answer.body), m_clock.monotonicUs());
    co_return answer;
}

} // namespace beaver::http
