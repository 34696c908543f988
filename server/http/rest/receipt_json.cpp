#include <server/catalog/price_store.h>
#include <server/http/rest/receipt_json.h>
#include <server/ledger/ledger_store.h>
#include <shared/api/rfc3339.h>
#include <shared/base/decimal.h>

namespace beaver::http {

namespace {

void writeBuckets(JsonWriter &json, const StoredReceipt &stored)
{
    const auto &call = stored.record.call;
    const auto policy = catalog::Policy::byName(call.policy).value_or(catalog::Policy());
    json.key("buckets").beginArray();
    for (std::size_t at = 0; at < wire::bucketCount; ++at) {
        const auto bucket = static_cast<wire::Bucket>(at);
        const std::int64_t units = call.usage[bucket];
        if (units == 0 || !stored.prices)
            continue;
        const std::int64_t list = stored.prices->unitPrice(bucket, call.usage.inputTokens());
        const bool token = wire::bucketUnit(bucket) == "token";
        const std::int64_t price = policy.unitPrice(*stored.prices, bucket, call.usage.inputTokens());
        if (!token && list == 0 && price == 0)
            continue; // counted beside what the model is priced by
        const Int128 sale = static_cast<Int128>(price) * (1'000'000 + call.markupPpm); // 1e-21 USD
        json.beginObject()
            .field("kind", wire::bucketName(bucket))
            .field("tokens", units)
            .field("unit", wire::bucketUnit(bucket))
            .rawField("list_price_per_million", formatScaled(list, 9))
            .rawField("markup", formatScaled(call.markupPpm, 6))
            .rawField("sale_price_per_million", formatScaled(sale, 15))
            .rawField("cost", formatScaled(sale * units, 21))
            .endObject();
    }
    json.endArray();
}

void writeEntry(JsonWriter &json, const ledger::Entry &entry)
{
    const auto leg = [&](std::string_view account, Money amount) {
        if (!amount.isZero())
            json.beginObject()
                .field("id", entry.id.text())
                .field("account", account)
                .field("amount", amount)
                .endObject();
    };
    leg("customer", entry.customer);
    leg("provider_cost", entry.providerCost);
    leg("revenue", entry.revenue);
    leg("cash", entry.cash);
    leg("corrections", entry.corrections);
}

} // namespace

Result<std::optional<StoredReceipt>> readReceipt(storage::Connection &connection, const CallId &id)
{
    auto record = usage::store::find(connection, id);
    if (!record)
        return record.error();
    if (!*record)
        return std::optional<StoredReceipt>();
    StoredReceipt stored{std::move(**record), std::nullopt, std::nullopt};
    if (stored.record.entrySeq) {
        auto entry = ledger::store::entry(connection, *stored.record.entrySeq);
        if (!entry)
            return entry.error();
        stored.entry = std::move(*entry);
    }
    if (stored.record.call.priceVersion != 0) {
        auto prices = catalog::store::priceVersion(connection, stored.record.call.priceVersion);
        if (!prices)
            return prices.error();
        stored.prices = std::move(*prices);
    }
    return std::optional(std::move(stored));
}

void writeReceiptMembers(JsonWriter &json, const StoredReceipt &stored)
{
    const auto &call = stored.record.call;
    json.field("id", call.call.text())
        .field("object", "receipt")
        .field("account_id", call.account.text())
        .optionalField("key_id", call.key.text())
        .optionalField("project_id", call.project.text())
        .field("surface", call.surface)
        .field("model", call.model)
        .optionalField("upstream_model", call.upstreamModel)
        .optionalField("provider", call.provider)
        .optionalField("endpoint", call.endpoint)
        .optionalField("category", call.category)
        .field("outcome", stored.record.outcome)
        .optionalField("reason", call.reason)
        .field("status", call.status)
        .field("stream", call.streamed)
        .field("estimated", call.usage.estimated);
    writeBuckets(json, stored);

    // cost = the exact sum rounded once, half to even, less what the balance couldn't pay.
    Money rounded;
    Int128 exact = 0;
    if (stored.prices) {
        const auto quote = catalog::quote(*stored.prices, call.markupPpm, call.policy, call.usage);
        rounded = quote.cost;
        exact = quote.exactCost;
    }
    const Int128 rounding = static_cast<Int128>(rounded.nanoUsd()) * 1'000'000'000'000 - exact;
    json.field("list_cost", call.listCost)
        .field("cost", call.cost)
        .rawField("rounding", formatScaled(rounding, 21))
        .field("uncollected", call.uncollected)
        .field("byok", call.policy == "byok")
        .field("byok_cost", call.byokCost)
        .field("currency", "USD");
    if (call.usage.reportedCost)
        json.field("provider_reported_cost", *call.usage.reportedCost);
    json.optionalField("policy", call.policy).rawField("markup", formatScaled(call.markupPpm, 6));
    json.field("price_percent", call.pricePercent);
    if (call.priceVersion != 0)
        json.field("price_version", call.priceVersion);
    else
        json.nullField("price_version");
    json.field("hold", call.hold).key("entries").beginArray();
    if (stored.entry)
        writeEntry(json, *stored.entry);
    json.endArray();
    if (stored.entry)
        json.field("balance_after", stored.entry->balanceAfter);

    json.key("attempts");
    if (!call.attempts.empty()) {
        json.raw(call.attempts);
    } else {
        json.beginArray();
        if (!call.endpoint.empty())
            json.beginObject().field("endpoint", call.endpoint).field("reason", "ok").endObject();
        json.endArray();
    }
    if (call.metadata.empty())
        json.nullField("metadata");
    else
        json.rawField("metadata", call.metadata);
    json.field("started_at", api::rfc3339(call.startedAtMs));
    if (call.firstByteAtMs)
        json.field("first_byte_at", api::rfc3339(*call.firstByteAtMs));
    else
        json.nullField("first_byte_at");
    json.field("ended_at", api::rfc3339(call.endedAtMs));
}

} // namespace beaver::http
