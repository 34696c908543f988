#include <server/http/rest/call_json.h>
#include <server/http/rest/row_stream.h>
#include <shared/api/rfc3339.h>

#include <algorithm>

namespace beaver::http {

namespace {

std::int64_t reasoningTokens(const ledger::Settlement &call)
{
    return call.usage[wire::Bucket::Reasoning];
}

std::int64_t cachedTokens(const ledger::Settlement &call)
{
    return call.usage[wire::Bucket::CachedRead];
}

/// Attempts that were made; nothing is noted of the only one that worked.
std::int64_t attemptsOf(const ledger::Settlement &call)
{
    if (call.attempts.empty())
        return call.endpoint.empty() ? 0 : 1;
    std::int64_t count = 0;
    for (std::size_t at = call.attempts.find("{\"endpoint\""); at != std::string::npos;
         at = call.attempts.find("{\"endpoint\"", at + 1))
        ++count;
    return count;
}

} // namespace

void writeCall(JsonWriter &json, const usage::Record &record, const usage::CallNames *names)
{
    const auto &call = record.call;
    json.beginObject().field("id", call.call.text()).field("object", "call").field("account_id", call.account.text());
    if (names) {
        const auto account = names->accounts.find(call.account.text());
        const auto key = names->keys.find(call.key.text());
        json.optionalField("account_email", account == names->accounts.end() ? std::string_view() : account->second);
        json.optionalField("key_name", key == names->keys.end() ? std::string_view() : key->second);
    }
    json.optionalField("project_id", call.project.text())
        .optionalField("key_id", call.key.text())
        .field("surface", call.surface)
        .field("model", call.model)
        .optionalField("upstream_model", call.upstreamModel)
        .optionalField("provider", call.provider)
        .optionalField("endpoint", call.endpoint)
        .optionalField("category", call.category)
        .field("outcome", record.outcome)
        .optionalField("reason", call.reason)
        .field("status", call.status)
        .field("stream", call.streamed)
        .field("estimated", call.usage.estimated)
        .field("input_tokens", call.usage.inputTokens())
        .field("cached_tokens", cachedTokens(call))
        .field("output_tokens", call.usage.outputTokens())
        .field("reasoning_tokens", reasoningTokens(call))
        .field("total_tokens", call.usage.totalTokens())
        .field("list_cost", call.listCost)
        .field("cost", call.cost)
        .field("uncollected", call.uncollected)
        .field("byok_cost", call.byokCost)
        .field("latency_ms", call.endedAtMs - call.startedAtMs);
    if (call.firstByteAtMs)
        json.field("first_byte_ms", *call.firstByteAtMs - call.startedAtMs);
    else
        json.nullField("first_byte_ms");
    json.field("attempts", attemptsOf(call));
    if (call.metadata.empty())
        json.nullField("metadata");
    else
        json.rawField("metadata", call.metadata);
    json.field("started_at", api::rfc3339(call.startedAtMs))
        .field("ended_at", api::rfc3339(call.endedAtMs))
        .field("cursor", std::to_string(record.seq))
        .endObject();
}

std::string_view callCsvHeader()
{
    return "id,started_at,ended_at,account_id,project_id,key_id,surface,model,upstream_model,provider,endpoint,"
           "category,"
           "outcome,reason,status,stream,estimated,input_tokens,cached_tokens,output_tokens,reasoning_tokens,"
           "total_tokens,list_cost,cost,uncollected,byok_cost,latency_ms,first_byte_ms,attempts,metadata\r\n";
}

void appendCallCsv(std::string &to, const usage::Record &record)
{
    const auto &call = record.call;
    const auto text = [&](std::string_view cell) {
        appendCsvText(to, cell);
        to += ',';
    };
    const auto plain = [&](const std::string &cell) { to.append(cell).append(1, ','); };
    const auto number = [&](std::int64_t cell) { plain(std::to_string(cell)); };
    plain(call.call.text());
    plain(api::rfc3339(call.startedAtMs));
    plain(api::rfc3339(call.endedAtMs));
    text(call.account.text());
    text(call.project.text());
    text(call.key.text());
    text(call.surface);
    text(call.model);
    text(call.upstreamModel);
    text(call.provider);
    text(call.endpoint);
    text(call.category);
    text(record.outcome);
    text(call.reason);
    number(call.status);
    plain(call.streamed ? "true" : "false");
    plain(call.usage.estimated ? "true" : "false");
    number(call.usage.inputTokens());
    number(cachedTokens(call));
    number(call.usage.outputTokens());
    number(reasoningTokens(call));
    number(call.usage.totalTokens());
    plain(call.listCost.toDecimal());
    plain(call.cost.toDecimal());
    plain(call.uncollected.toDecimal());
    plain(call.byokCost.toDecimal());
    number(call.endedAtMs - call.startedAtMs);
    plain(call.firstByteAtMs ? std::to_string(*call.firstByteAtMs - call.startedAtMs) : std::string());
    number(attemptsOf(call));
    appendCsvText(to, call.metadata);
    to += "\r\n";
}

} // namespace beaver::http
