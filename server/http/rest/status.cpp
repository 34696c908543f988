#include <server/http/rest/status.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

#include <map>

namespace beaver::http {

namespace {

/// `3d 04:05:06`.
std::string spokenTime(std::int64_t seconds)
{
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(seconds / 86'400) + "d " + two(seconds / 3600 % 24) + ":" + two(seconds / 60 % 60) + ":" +
           two(seconds % 60);
}

} // namespace

QCoro::Task<Result<Answer>> StatusHandlers::uptime(std::shared_ptr<Exchange>)
{
    const std::int64_t seconds = (m_clock.monotonicUs() - m_startedUs) / 1'000'000;
    JsonWriter json;
    json.beginObject()
        .field("status", m_database.stalled() ? "degraded" : "ok")
        .field("started_at", api::rfc3339(m_startedMs))
        .field("uptime_seconds", seconds)
        .field("uptime", spokenTime(seconds))
        .field("version", m_version);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> StatusHandlers::latency(std::shared_ptr<Exchange> exchange)
{
    const std::int64_t askedUs = m_clock.monotonicUs();
    auto reading = m_database.read(*exchange->loop, [](storage::Connection &connection) -> Result<bool> {
        auto &ask = connection.prepared("SELECT 1");
        const auto row = ask.next();
        ask.reset();
        return row;
    });
    const auto read = co_await reading;
    const std::int64_t databaseUs = m_clock.monotonicUs() - askedUs;
    const auto served = m_metrics.served();

    // The best of a provider's endpoints says how fast it is.
    std::map<std::string, std::int64_t> providers;
    for (const auto &view : m_router.snapshot()) {
        auto &best = providers[view.stored->settings.provider];
        const std::int64_t ms = view.health.firstByteMs;
        best = best == 0 || (ms > 0 && ms < best) ? ms : best;
    }
    JsonWriter json;
    json.beginObject()
        .field("status", read && !m_database.stalled() ? "ok" : "degraded")
        .field("requests", served.requests)
        .rawField("average_ms",
                  formatScaled(
                      served.requests == 0 ? 0 : static_cast<std::int64_t>(served.microseconds / served.requests), 3))
        .rawField("database_ms", formatScaled(databaseUs, 3));
    json.key("providers").beginArray();
    for (const auto &[provider, ms] : providers) {
        json.beginObject().field("provider", provider).key("first_byte_ms");
        if (ms > 0)
            json.value(ms);
        else
            json.null();
        json.endObject();
    }
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
