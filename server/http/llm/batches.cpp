#include <server/http/llm/batches.h>
#include <server/http/llm/openai_list.h>
#include <server/ledger/ledger_store.h>
#include <server/wire/json_scan.h>

namespace beaver::http {

namespace {

namespace dom = simdjson::dom;

constexpr std::size_t mostMetadata = 16; // OpenAI's bounds
constexpr std::size_t longestMetadataKey = 64;
constexpr std::size_t longestMetadataValue = 512;

std::string batchJson(const batches::Batch &batch)
{
    using Status = batches::Status;
    const auto endedAs = [&](Status status) { return batch.status == status ? batch.endedAtMs : std::nullopt; };
    JsonWriter json;
    json.beginObject().field("id", batch.id.text()).field("object", "batch").field("endpoint", batch.endpoint);
    json.key("errors");
    if (batch.inputErrors.empty())
        json.null();
    else
        json.beginObject().field("object", "list").rawField("data", batch.inputErrors).endObject();
    json.field("input_file_id", batch.input.text())
        .field("completion_window", batch.window)
        .field("status", batches::statusName(batch.status))
        .optionalField("output_file_id", batch.hasOutput ? std::string_view(batch.output.text()) : std::string_view())
        .optionalField("error_file_id", batch.hasErrors ? std::string_view(batch.errors.text()) : std::string_view())
        .field("created_at", batch.createdAtMs / 1000);
    timeField(json, "in_progress_at", batch.inProgressAtMs);
    timeField(json, "expires_at", batch.expiresAtMs);
    timeField(json, "finalizing_at", batch.finalizingAtMs);
    timeField(json, "completed_at", endedAs(Status::Completed));
    timeField(json, "failed_at", endedAs(Status::Failed));
    timeField(json, "expired_at", endedAs(Status::Expired));
    timeField(json, "cancelling_at", batch.cancellingAtMs);
    timeField(json, "cancelled_at", endedAs(Status::Cancelled));
    json.key("request_counts")
        .beginObject()
        .field("total", batch.total)
        .field("completed", batch.completed)
        .field("failed", batch.failed)
        .endObject();
    if (batch.metadata.empty())
        json.nullField("metadata");
    else
        json.rawField("metadata", batch.metadata);
    return json.field("price_percent", batch.pricePercent).endObject().take();
}

Result<std::string> readText(dom::object body, std::string_view name)
{
    std::string_view text;
    const auto failure = body[name].get(text);
    if (failure == simdjson::NO_SUCH_FIELD)
        return invalid(std::string(name), "Missing required parameter: '" + std::string(name) + "'.");
    if (failure)
        return invalid(std::string(name), "'" + std::string(name) + "' takes a text.");
    return std::string(text);
}

/// Texts by name, as JSON; empty where there are none.
Result<std::string> readMetadata(dom::object body)
{
    dom::element value;
    if (body["metadata"].get(value) || value.is_null())
        return std::string();
    dom::object pairs;
    if (value.get(pairs) || pairs.size() > mostMetadata)
        return invalid("metadata", "'metadata' takes an object of at most 16 texts.");
    JsonWriter json;
    json.beginObject();
    for (const auto pair : pairs) {
        std::string_view text;
        if (pair.value.get(text) || pair.key.size() > longestMetadataKey || text.size() > longestMetadataValue)
            return invalid("metadata", "'metadata' takes texts of at most 512 bytes under names of at most 64.");
        json.field(pair.key, text);
    }
    return json.endObject().take();
}

Result<batches::NewBatch> readNewBatch(const Exchange &exchange)
{
    dom::object body;
    if (wire::parseJson(exchange.request->body).get(body))
        return invalid("", "The body must be a JSON object.");
    const auto input = readText(body, "input_file_id");
    if (!input)
        return input.error();
    const auto endpoint = readText(body, "endpoint");
    if (!endpoint)
        return endpoint.error();
    const auto window = readText(body, "completion_window");
    if (!window)
        return window.error();
    auto metadata = readMetadata(body);
    if (!metadata)
        return metadata.error();
    batches::NewBatch wanted;
    wanted.account = exchange.principal->account->id;
    if (exchange.principal->key)
        wanted.key = exchange.principal->key->id;
    wanted.endpoint = *endpoint;
    wanted.inputFile = *input;
    wanted.window = *window;
    wanted.metadata = std::move(*metadata);
    dom::element expiry;
    if (!body["output_expires_after"].get(expiry) && !expiry.is_null()) {
        std::int64_t seconds = 0;
        if (expiry["seconds"].get(seconds) || seconds < 3600 || seconds > 30 * 86'400)
            return invalid("output_expires_after",
                           "'output_expires_after' takes {\"anchor\": \"created_at\", \"seconds\": 3600 to 2592000}.");
        wanted.outputExpiresS = seconds;
    }
    return wanted;
}

Answer batchAnswer(const batches::Batch &batch)
{
    Answer answer;
    answer.body = batchJson(batch);
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> BatchHandlers::create(std::shared_ptr<Exchange> exchange)
{
    auto wanted = readNewBatch(*exchange);
    if (!wanted)
        co_return wanted.error();
    if (exchange->request->hasHeader("idempotency-key")) {
        auto creating = createOnce(std::move(exchange), std::move(*wanted));
        co_return co_await creating;
    }
    auto creating = m_batches.create(*exchange->loop, std::move(*wanted));
    const auto batch = co_await creating;
    if (!batch)
        co_return batch.error();
    co_return batchAnswer(*batch);
}

/// Under an Idempotency-Key: the answer is kept in the transaction that makes the batch.
QCoro::Task<Result<Answer>> BatchHandlers::createOnce(std::shared_ptr<Exchange> exchange, batches::NewBatch wanted)
{
    const std::string key(exchange->request->header("idempotency-key"));
    if (auto sound = relay::Idempotency::checkKey(key); !sound)
        co_return sound.error();
    const AccountId account = wanted.account;
    const std::string hash = relay::Idempotency::hashRequest(exchange->route->name, exchange->request->body);
    auto claiming = m_idempotency.claim(*exchange->loop, account, key, hash);
    const auto claimed = co_await claiming;
    if (!claimed)
        co_return claimed.error();
    if (*claimed) {
        Answer answer;
        answer.body = (*claimed)->body.value_or(std::string());
        answer.headers.emplace_back("idempotent-replayed", "true");
        co_return answer;
    }
    const auto kept = [key, hash, call = exchange->callId](const batches::Batch &batch) {
        ledger::StoredReply reply;
        reply.name = key;
        reply.requestHash = hash;
        reply.call = call;
        reply.status = 200;
        reply.contentType = "application/json";
        reply.body = batchJson(batch);
        return reply;
    };
    wanted.beside = [account, kept, now = m_clock.wallMs()](storage::Connection &connection,
                                                            const batches::Batch &batch) {
        return ledger::store::insertReply(connection, account, kept(batch), now);
    };
    auto creating = m_batches.create(*exchange->loop, std::move(wanted));
    const auto batch = co_await creating;
    m_idempotency.release(account, key, batch ? std::make_shared<const ledger::StoredReply>(kept(*batch)) : nullptr);
    if (!batch)
        co_return batch.error();
    co_return batchAnswer(*batch);
}

QCoro::Task<Result<Answer>> BatchHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto query = readListQuery(*exchange, 20, 100);
    if (!query)
        co_return query.error();
    auto listing = m_batches.list(*exchange->loop, exchange->principal->account->id, query->after, query->limit);
    const auto page = co_await listing;
    if (!page)
        co_return page.error();
    std::vector<ListItem> items;
    for (const auto &batch : page->batches)
        items.push_back({batch.id.text(), batchJson(batch)});
    co_return listAnswer(items, page->hasMore);
}

QCoro::Task<Result<Answer>> BatchHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_batches.find(*exchange->loop, exchange->principal->account->id, exchange->parameter("id"));
    const auto batch = co_await finding;
    if (!batch)
        co_return batch.error();
    co_return batchAnswer(*batch);
}

QCoro::Task<Result<Answer>> BatchHandlers::cancel(std::shared_ptr<Exchange> exchange)
{
    auto cancelling = m_batches.cancel(*exchange->loop, exchange->principal->account->id, exchange->parameter("id"));
    const auto batch = co_await cancelling;
    if (!batch)
        co_return batch.error();
    co_return batchAnswer(*batch);
}

} // namespace beaver::http
