#include <server/http/rest/health.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> HealthHandlers::root(std::shared_ptr<Exchange>)
{
    JsonWriter json;
    json.beginObject()
        .field("name", "Beaver")
        .field("description", "One key and one prepaid balance for every AI model")
        .field("version", m_facts.version)
        .field("registration", m_facts.registration)
        .field("email_verification", m_facts.emailVerification)
        .key("paths")
        .beginObject()
        .field("chat", "/v1/chat/completions")
        .field("models", "/v1/models")
        .field("balance", "/account/balance")
        .field("health", "/health")
        .endObject();
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> HealthHandlers::live(std::shared_ptr<Exchange>)
{
    Answer answer;
    answer.body = "{\"status\":\"ok\"}";
    co_return answer;
}

QCoro::Task<Result<Answer>> HealthHandlers::ready(std::shared_ptr<Exchange>)
{
    const bool stalled = m_database.stalled();
    const bool draining = m_draining;
    JsonWriter json;
    json.beginObject()
        .field("status", stalled || draining ? "unavailable" : "ok")
        .field("database", stalled ? "unavailable" : "ok")
        .field("draining", draining)
        .field("uptime_s", (m_clock.monotonicUs() - m_startedUs) / 1'000'000);
    Answer answer;
    answer.status = stalled || draining ? 503 : 200;
    if (answer.status == 503)
        answer.headers.emplace_back("retry-after", "5");
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
