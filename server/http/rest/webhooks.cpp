#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/webhooks.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

/// Whose webhooks a path is about.
AccountId ownerOf(const Exchange &exchange)
{
    return exchange.route->pattern.starts_with("/admin/") ? AccountId() : exchange.principal->account->id;
}

void writeMoment(JsonWriter &json, std::string_view name, const std::optional<std::int64_t> &ms)
{
    json.optionalField(name, ms ? api::rfc3339(*ms) : std::string());
}

void writeWebhook(JsonWriter &json, const notify::Webhook &webhook, const Secret *secret = nullptr)
{
    json.beginObject()
        .field("id", webhook.id)
        .optionalField("account_id", webhook.account.text())
        .field("url", webhook.url)
        .field("description", webhook.description);
    writeTexts(json, "events", webhook.events);
    if (secret)
        json.field("secret", secret->reveal());
    json.field("status", webhook.status).optionalField("disabled_why", webhook.disabledWhy);
    writeMoment(json, "failing_since", webhook.failingSinceMs);
    json.field("created_at", api::rfc3339(webhook.createdAtMs))
        .field("updated_at", api::rfc3339(webhook.updatedAtMs))
        .endObject();
}

void writeDelivery(JsonWriter &json, const notify::Delivery &delivery)
{
    const bool queued = delivery.state == "queued";
    json.beginObject()
        .field("id", delivery.id)
        .field("webhook_id", delivery.webhook)
        .field("event_id", delivery.eventId)
        .field("event", delivery.event)
        .field("state", delivery.state)
        .field("attempts", delivery.attempts);
    if (delivery.lastStatus != 0)
        json.field("last_status", delivery.lastStatus);
    else
        json.nullField("last_status");
    json.optionalField("last_error", delivery.lastError);
    writeMoment(json, "next_attempt_at", queued ? std::optional(delivery.nextAtMs) : std::nullopt);
    json.field("created_at", api::rfc3339(delivery.createdAtMs));
    writeMoment(json, "ended_at", delivery.endedAtMs);
    json.rawField("body", delivery.body).endObject();
}

template <typename Write> Answer answerOf(int status, Write write)
{
    JsonWriter json;
    write(json);
    Answer answer;
    answer.status = status;
    answer.body = json.take();
    return answer;
}

/// A page of `items`, of which one more than `limit` was read.
template <typename Item, typename Write> Answer pageOf(std::vector<Item> items, int limit, Write write)
{
    const bool more = items.size() > static_cast<std::size_t>(limit);
    if (more)
        items.pop_back();
    return answerOf(200, [&](JsonWriter &json) {
        json.beginObject().key("data").beginArray();
        for (const auto &item : items)
            write(json, item);
        json.endArray()
            .field("has_more", more)
            .optionalField("next", more ? items.back().id : std::string())
            .endObject();
    });
}

void writeAlerts(JsonWriter &json, const notify::AlertSettings &settings, Money usual)
{
    json.beginObject();
    if (settings.lowBalance)
        json.field("low_balance", *settings.lowBalance);
    else
        json.nullField("low_balance");
    if (usual.isZero())
        json.nullField("default_low_balance");
    else
        json.field("default_low_balance", usual);
    json.field("currency", "USD").field("mail", settings.mail);
    json.key("budget_percent").beginArray().value(50).value(80).value(100).endArray().endObject();
}

} // namespace

QCoro::Task<Result<Answer>> WebhookHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto listing =
        m_service.list(*exchange->loop, ownerOf(*exchange), *limit + 1, exchange->query("after").value_or(""));
    auto webhooks = co_await listing;
    if (!webhooks)
        co_return webhooks.error();
    co_return pageOf(std::move(*webhooks), *limit,
                     [](JsonWriter &json, const notify::Webhook &webhook) { writeWebhook(json, webhook); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::create(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    notify::Webhook wanted;
    wanted.account = ownerOf(*exchange);
    wanted.url = body.text("url");
    wanted.description = body.optionalText("description").value_or("");
    wanted.events = body.optionalTexts("events").value_or(std::vector<std::string>());
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto creating = m_service.create(*exchange->loop, actorOf(*exchange), std::move(wanted));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    co_return answerOf(201, [&](JsonWriter &json) { writeWebhook(json, created->webhook, &created->secret); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_service.one(*exchange->loop, ownerOf(*exchange), exchange->parameter("id"));
    const auto webhook = co_await reading;
    if (!webhook)
        co_return webhook.error();
    co_return answerOf(200, [&](JsonWriter &json) { writeWebhook(json, *webhook); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::change(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    notify::WebhookPatch patch;
    patch.url = body.optionalText("url");
    patch.description = body.optionalText("description");
    patch.events = body.optionalTexts("events");
    patch.status = body.optionalText("status");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto changing = m_service.change(*exchange->loop, actorOf(*exchange), ownerOf(*exchange), exchange->parameter("id"),
                                     std::move(patch));
    const auto webhook = co_await changing;
    if (!webhook)
        co_return webhook.error();
    co_return answerOf(200, [&](JsonWriter &json) { writeWebhook(json, *webhook); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    auto removing =
        m_service.remove(*exchange->loop, actorOf(*exchange), ownerOf(*exchange), exchange->parameter("id"));
    const auto webhook = co_await removing;
    if (!webhook)
        co_return webhook.error();
    co_return answerOf(
        200, [&](JsonWriter &json) { json.beginObject().field("id", webhook->id).field("deleted", true).endObject(); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::rotate(std::shared_ptr<Exchange> exchange)
{
    auto rotating =
        m_service.rotateSecret(*exchange->loop, actorOf(*exchange), ownerOf(*exchange), exchange->parameter("id"));
    const auto rotated = co_await rotating;
    if (!rotated)
        co_return rotated.error();
    co_return answerOf(200, [&](JsonWriter &json) { writeWebhook(json, rotated->webhook, &rotated->secret); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::test(std::shared_ptr<Exchange> exchange)
{
    auto queueing = m_service.test(*exchange->loop, ownerOf(*exchange), exchange->parameter("id"));
    const auto delivery = co_await queueing;
    if (!delivery)
        co_return delivery.error();
    co_return answerOf(202, [&](JsonWriter &json) { writeDelivery(json, *delivery); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::deliveries(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    const std::string state = exchange->query("state").value_or("");
    if (!state.empty() && state != "queued" && state != "delivered" && state != "failed")
        co_return invalid("state", "'state' takes queued, delivered or failed.");
    auto listing = m_service.deliveries(*exchange->loop, ownerOf(*exchange), exchange->parameter("id"), *limit + 1,
                                        exchange->query("after").value_or(""), state);
    auto deliveries = co_await listing;
    if (!deliveries)
        co_return deliveries.error();
    co_return pageOf(std::move(*deliveries), *limit,
                     [](JsonWriter &json, const notify::Delivery &delivery) { writeDelivery(json, delivery); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::sendAgain(std::shared_ptr<Exchange> exchange)
{
    auto queueing = m_service.sendAgain(*exchange->loop, ownerOf(*exchange), exchange->parameter("id"),
                                        exchange->parameter("delivery"));
    const auto delivery = co_await queueing;
    if (!delivery)
        co_return delivery.error();
    co_return answerOf(202, [&](JsonWriter &json) { writeDelivery(json, *delivery); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::alerts(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_alerts.settings(*exchange->loop, exchange->principal->account->id);
    const auto settings = co_await reading;
    if (!settings)
        co_return settings.error();
    co_return answerOf(200, [&](JsonWriter &json) { writeAlerts(json, *settings, m_alerts.lowBalance()); });
}

QCoro::Task<Result<Answer>> WebhookHandlers::changeAlerts(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const bool usual = body.saysNull("low_balance");
    const auto low = body.optionalMoney("low_balance");
    const auto mail = body.optionalFlag("mail");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (low && (low->isNegative() || low->nanoUsd() > largestTopUpNanoUsd))
        co_return invalid("low_balance", "'low_balance' takes 0 to 1000000 USD, or null.");
    const AccountId account = exchange->principal->account->id;
    auto reading = m_alerts.settings(*exchange->loop, account);
    const auto before = co_await reading;
    if (!before)
        co_return before.error();
    notify::AlertSettings wanted = *before;
    if (usual || low)
        wanted.lowBalance = low;
    wanted.mail = mail.value_or(wanted.mail);
    auto setting = m_alerts.setSettings(*exchange->loop, actorOf(*exchange), account, wanted);
    const auto settings = co_await setting;
    if (!settings)
        co_return settings.error();
    co_return answerOf(200, [&](JsonWriter &out) { writeAlerts(out, *settings, m_alerts.lowBalance()); });
}

} // namespace beaver::http
