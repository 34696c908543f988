#include <server/app/live_feed.h>
#include <server/usage/reports.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::app {

namespace {

constexpr int mostChanges = 200;

std::string callJson(const ledger::Settlement &call)
{
    JsonWriter json;
    json.beginObject()
        .field("id", call.call.text())
        .field("account_id", call.account.text())
        .optionalField("project_id", call.project.text())
        .optionalField("key_id", call.key.text())
        .field("surface", call.surface)
        .field("model", call.model)
        .optionalField("provider", call.provider)
        .optionalField("endpoint", call.endpoint)
        .field("outcome", ledger::outcomeName(call.outcome))
        .optionalField("reason", call.reason)
        .field("status", call.status)
        .field("stream", call.streamed)
        .field("input_tokens", call.usage.inputTokens())
        .field("output_tokens", call.usage.outputTokens())
        .field("cost", call.cost)
        .field("latency_ms", call.endedAtMs - call.startedAtMs);
    if (call.firstByteAtMs)
        json.field("first_byte_ms", *call.firstByteAtMs - call.startedAtMs);
    else
        json.nullField("first_byte_ms");
    return json.field("ended_at", api::rfc3339(call.endedAtMs)).endObject().take();
}

} // namespace

void LiveFeed::settled(const std::vector<const ledger::Settlement *> &calls)
{
    if (!m_bus->wanted())
        return;
    for (const auto *call : calls) {
        ++m_calls;
        m_failed += usage::isSuccess(ledger::outcomeName(call->outcome)) ? 0 : 1;
        m_tokens += call->usage.totalTokens();
        m_costNano += call->cost.nanoUsd();
        m_bus->publish("call", callJson(*call));
    }
}

void LiveFeed::tick()
{
    if (!m_bus->wanted()) {
        m_unwatchedMs = m_clock.wallMs(); // what happened until now isn't told later
        if (!m_reading)
            m_auditLine = -1;
        m_states.clear();
        return;
    }
    publishCounters();
    publishEndpoints();
    publishChanges();
}

void LiveFeed::publishCounters()
{
    JsonWriter json;
    json.beginObject()
        .field("calls", m_calls.exchange(0))
        .field("failed", m_failed.exchange(0))
        .field("tokens", m_tokens.exchange(0))
        .field("cost", Money::fromNanoUsd(m_costNano.exchange(0)))
        .field("running", m_ledger.openHolds())
        .field("database_stalled", m_database.stalled())
        .endObject();
    m_bus->publish("counters", json.take());
}

void LiveFeed::publishEndpoints()
{
    std::map<std::string, std::string> states;
    for (const auto &view : m_router.snapshot()) {
        const std::string &id = view.stored->id.text();
        const std::string state(view.health.word());
        const auto before = m_states.find(id);
        if (before != m_states.end() && before->second != state) {
            JsonWriter json;
            json.beginObject()
                .field("id", id)
                .field("name", view.stored->settings.name)
                .field("provider", view.stored->settings.provider)
                .field("before", before->second)
                .field("state", state)
                .optionalField("reason", view.health.reason)
                .endObject();
            const std::string text = json.take();
            m_bus->publish("endpoint", text);
            if (state == "down")
                m_bus->publish("alert", text);
        }
        states[id] = state;
    }
    m_states = std::move(states);
}

/// Every change by an administrator or of an account is a line of the audit log.
void LiveFeed::publishChanges()
{
    if (m_reading.exchange(true))
        return;
    m_database.read([this, self = shared_from_this(), sinceMs = m_unwatchedMs](storage::Connection &connection) {
        if (m_auditLine < 0) {
            auto &before = connection.prepared("SELECT COALESCE((SELECT MIN(id) - 1 FROM audit_log WHERE at >= ?), "
                                               "(SELECT MAX(id) FROM audit_log), 0)");
            const auto row = before.bind(sinceMs).next();
            if (row && *row)
                m_auditLine = before.integer(0);
            before.reset();
        }
        auto &list = connection.prepared("SELECT id, at, actor, action, subject FROM audit_log WHERE id > ? "
                                         "ORDER BY id LIMIT ?");
        auto row = list.bind(m_auditLine.load()).bind(mostChanges).next();
        for (; row && *row; row = list.next()) {
            m_auditLine = list.integer(0);
            JsonWriter json;
            json.beginObject()
                .field("line", list.integer(0))
                .field("at", api::rfc3339(list.integer(1)))
                .field("actor", list.text(2))
                .field("action", list.text(3))
                .field("subject", list.text(4))
                .endObject();
            m_bus->publish("change", json.take());
        }
        m_reading = false;
    });
}

} // namespace beaver::app
