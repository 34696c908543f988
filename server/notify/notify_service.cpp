#include <server/notify/notify_service.h>
#include <server/notify/notify_store.h>
#include <server/notify/signature.h>
#include <server/providers/transport/public_address.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <memory>

namespace beaver::notify {

namespace {

using storage::Connection;

constexpr std::size_t longestUrl = 2000;

Error noWebhook()
{
    return {ErrorCode::NotFound, "There is no such webhook.", {}, "webhook_not_found", {}, 0};
}

Result<void> checkEvents(const std::vector<std::string> &events)
{
    for (const auto &event : events) {
        if (std::ranges::find(eventKinds, event) != eventKinds.end())
            continue;
        std::string known;
        for (const auto kind : eventKinds)
            known.append(known.empty() ? "" : ", ").append(kind);
        return invalid("events", "'" + event.substr(0, 60) + "' is no event. There are: " + known + ".");
    }
    return {};
}

Result<void> checkDescription(const std::string &text)
{
    return text.size() <= 200 ? Result<void>() : invalid("description", "'description' takes up to 200 characters.");
}

/// For the audit log: without the secret, and without what a URL may hold of one.
std::string auditJson(const Webhook &webhook)
{
    JsonWriter json;
    json.beginObject()
        .field("id", webhook.id)
        .optionalField("account_id", webhook.account.text())
        .field("url", webhook.url.substr(0, webhook.url.find_first_of("?#")))
        .field("status", webhook.status)
        .key("events")
        .beginArray();
    for (const auto &event : webhook.events)
        json.value(event);
    return json.endArray().endObject().take();
}

Result<store::Stored> ownedBy(Connection &connection, const AccountId &account, const std::string &id)
{
    auto found = store::find(connection, id);
    if (!found)
        return found.error();
    if (!*found || (*found)->webhook.account != account)
        return noWebhook();
    return std::move(**found);
}

Delivery queued(const Webhook &webhook, std::string eventId, std::string kind, std::string body, std::int64_t nowMs)
{
    Delivery delivery;
    delivery.id = "whd_" + newUlid(nowMs);
    delivery.webhook = webhook.id;
    delivery.eventId = std::move(eventId);
    delivery.event = std::move(kind);
    delivery.body = std::move(body);
    delivery.state = "queued";
    delivery.nextAtMs = nowMs;
    delivery.createdAtMs = nowMs;
    return delivery;
}

std::string newEventId(std::int64_t nowMs)
{
    return "evt_" + newUlid(nowMs);
}

} // namespace

std::string eventBody(const std::string &id, const Event &event, std::int64_t nowMs)
{
    JsonWriter json;
    return json.beginObject()
        .field("id", id)
        .field("type", event.kind)
        .field("timestamp", api::rfc3339(nowMs))
        .optionalField("account_id", event.account.text())
        .rawField("data", event.data.empty() ? "{}" : event.data)
        .endObject()
        .take();
}

NotifyService::NotifyService(Settings settings, const Secret &masterKey, storage::Database &database,
                             const Clock &clock)
    : m_settings(settings)
    , m_box(masterKey)
    , m_database(database)
    , m_clock(clock)
{}

template <typename Answer, typename Work>
ops::Future<Result<Answer>> NotifyService::write(ops::Executor &loop, Work work)
{
    const ops::Promise<Result<Answer>> promise(loop);
    const auto answer = std::make_shared<std::optional<Answer>>();
    m_database.write(
        [answer, work = std::move(work)](Connection &connection) -> Result<void> {
            Result<Answer> made = work(connection);
            if (!made)
                return made.error();
            *answer = std::move(*made);
            return {};
        },
        [answer, promise, this](Result<void> done) {
            if (!done) {
                promise.set(std::move(done).error());
                return;
            }
            wake();
            promise.set(std::move(**answer));
        });
    return promise.future();
}

Result<void> NotifyService::enqueue(Connection &connection, const Event &event) const
{
    auto listening = store::listening(connection, event);
    if (!listening)
        return listening.error();
    if (listening->empty())
        return {};
    const auto nowMs = m_clock.wallMs();
    const std::string id = newEventId(nowMs);
    const std::string body = eventBody(id, event, nowMs);
    for (const Webhook &webhook : *listening) {
        auto inserted =
            store::insertDelivery(connection, queued(webhook, id, event.kind, body, nowMs), webhook.account);
        if (!inserted)
            return inserted;
    }
    return {};
}

void NotifyService::wake()
{
    const std::lock_guard lock(m_mutex);
    if (m_action)
        m_action();
}

void NotifyService::onWake(std::function<void()> action)
{
    const std::lock_guard lock(m_mutex);
    m_action = std::move(action);
}

Result<void> NotifyService::checkUrl(const AccountId &account, std::string_view url) const
{
    const bool tls = url.starts_with("https://");
    const std::string_view rest = url.substr(std::min<std::size_t>(tls ? 8 : 7, url.size()));
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const bool plain = std::ranges::all_of(url, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '\\'; });
    if ((!tls && !url.starts_with("http://")) || authority.empty() || !plain || url.size() > longestUrl ||
        authority.find('@') != std::string_view::npos)
        return invalid("url", "'url' takes an address that begins with https:// or http://, without a user name.");
    std::string_view host = authority;
    if (host.front() != '[')
        host = host.substr(0, host.rfind(':') == std::string_view::npos ? host.size() : host.rfind(':'));
    else
        host = host.substr(0, host.find(']') + 1);
    if (!account.isEmpty() && !m_settings.privateForAll && !providers::mayBePublicHost(host))
        return invalid("url", "'url' takes an address of the public internet.");
    return {};
}

ops::Future<Result<CreatedWebhook>> NotifyService::create(ops::Executor &loop, audit::Actor actor, Webhook wanted)
{
    const auto nowMs = m_clock.wallMs();
    wanted.id = "whk_" + newUlid(nowMs);
    wanted.status = "active";
    wanted.createdAtMs = wanted.updatedAtMs = nowMs;
    return write<CreatedWebhook>(loop, [this, actor, wanted, nowMs](Connection &connection) -> Result<CreatedWebhook> {
        for (const auto &sound :
             {checkUrl(wanted.account, wanted.url), checkEvents(wanted.events), checkDescription(wanted.description)}) {
            if (!sound)
                return sound.error();
        }
        const auto known = store::count(connection, wanted.account);
        if (!known)
            return known.error();
        if (*known >= m_settings.mostPerAccount)
            return Error{ErrorCode::Conflict,
                         "There are " + std::to_string(*known) + " webhooks already. Remove one first.",
                         {},
                         "too_many_webhooks",
                         {},
                         0};
        CreatedWebhook made{wanted, makeSigningSecret()};
        auto written = store::insert(connection, {wanted, m_box.seal(made.secret, wanted.id)});
        if (written)
            written = audit::append(connection, {actor, "webhook.create", wanted.id, {}, auditJson(wanted)}, nowMs);
        if (!written)
            return written.error();
        return made;
    });
}

ops::Future<Result<std::vector<Webhook>>> NotifyService::list(ops::Executor &loop, AccountId account, int limit,
                                                              std::string after)
{
    return m_database.read(loop, [account, limit, after](Connection &connection) {
        return store::list(connection, account, limit, after);
    });
}

ops::Future<Result<Webhook>> NotifyService::one(ops::Executor &loop, AccountId account, std::string id)
{
    return m_database.read(loop, [account, id](Connection &connection) -> Result<Webhook> {
        auto stored = ownedBy(connection, account, id);
        if (!stored)
            return stored.error();
        return std::move(stored->webhook);
    });
}

ops::Future<Result<Webhook>> NotifyService::change(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                   std::string id, WebhookPatch patch)
{
    return write<Webhook>(
        loop, [this, actor, account, id, patch, nowMs = m_clock.wallMs()](Connection &connection) -> Result<Webhook> {
            auto stored = ownedBy(connection, account, id);
            if (!stored)
                return stored.error();
            Webhook webhook = stored->webhook;
            webhook.url = patch.url.value_or(webhook.url);
            webhook.description = patch.description.value_or(webhook.description);
            webhook.events = patch.events.value_or(webhook.events);
            if (patch.status && *patch.status != "active" && *patch.status != "paused")
                return invalid("status", "'status' takes active or paused.");
            if (patch.status) {
                webhook.status = *patch.status;
                webhook.disabledWhy.clear();
                webhook.failingSinceMs.reset();
            }
            webhook.updatedAtMs = nowMs;
            for (const auto &sound :
                 {checkUrl(account, webhook.url), checkEvents(webhook.events), checkDescription(webhook.description)}) {
                if (!sound)
                    return sound.error();
            }
            auto written = store::update(connection, webhook);
            if (written)
                written = audit::append(
                    connection, {actor, "webhook.change", id, auditJson(stored->webhook), auditJson(webhook)}, nowMs);
            if (!written)
                return written.error();
            return webhook;
        });
}

ops::Future<Result<Webhook>> NotifyService::remove(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                   std::string id)
{
    return write<Webhook>(loop, [=, nowMs = m_clock.wallMs()](Connection &connection) -> Result<Webhook> {
        auto stored = ownedBy(connection, account, id);
        if (!stored)
            return stored.error();
        auto written = store::remove(connection, id);
        if (written)
            written = audit::append(connection, {actor, "webhook.delete", id, auditJson(stored->webhook), {}}, nowMs);
        if (!written)
            return written.error();
        return std::move(stored->webhook);
    });
}

ops::Future<Result<CreatedWebhook>> NotifyService::rotateSecret(ops::Executor &loop, audit::Actor actor,
                                                                AccountId account, std::string id)
{
    return write<CreatedWebhook>(
        loop, [this, actor, account, id, nowMs = m_clock.wallMs()](Connection &connection) -> Result<CreatedWebhook> {
            auto stored = ownedBy(connection, account, id);
            if (!stored)
                return stored.error();
            CreatedWebhook made{stored->webhook, makeSigningSecret()};
            const std::string sealed = m_box.seal(made.secret, id);
            const auto changed = connection.prepared("UPDATE webhooks SET secret = ?, updated_at = ? WHERE id = ?")
                                     .bindBlob(sealed)
                                     .bind(nowMs)
                                     .bind(id)
                                     .run();
            if (!changed)
                return changed.error();
            auto written = audit::append(connection, {actor, "webhook.rotate", id, {}, auditJson(made.webhook)}, nowMs);
            if (!written)
                return written.error();
            return made;
        });
}

ops::Future<Result<std::vector<Delivery>>> NotifyService::deliveries(ops::Executor &loop, AccountId account,
                                                                     std::string id, int limit, std::string after,
                                                                     std::string state)
{
    return m_database.read(loop, [=](Connection &connection) -> Result<std::vector<Delivery>> {
        if (auto stored = ownedBy(connection, account, id); !stored)
            return stored.error();
        return store::deliveries(connection, id, limit, after, state);
    });
}

ops::Future<Result<Delivery>> NotifyService::sendAgain(ops::Executor &loop, AccountId account, std::string id,
                                                       std::string delivery)
{
    return write<Delivery>(loop, [=, nowMs = m_clock.wallMs()](Connection &connection) -> Result<Delivery> {
        auto stored = ownedBy(connection, account, id);
        if (!stored)
            return stored.error();
        const auto old = store::findDelivery(connection, delivery);
        if (!old)
            return old.error();
        if (!*old || (*old)->webhook != id)
            return Error{ErrorCode::NotFound, "There is no such delivery.", {}, "delivery_not_found", {}, 0};
        auto again = queued(stored->webhook, (*old)->eventId, (*old)->event, (*old)->body, nowMs);
        if (auto inserted = store::insertDelivery(connection, again, account); !inserted)
            return inserted.error();
        return again;
    });
}

ops::Future<Result<Delivery>> NotifyService::test(ops::Executor &loop, AccountId account, std::string id)
{
    return write<Delivery>(loop, [=, nowMs = m_clock.wallMs()](Connection &connection) -> Result<Delivery> {
        auto stored = ownedBy(connection, account, id);
        if (!stored)
            return stored.error();
        JsonWriter data;
        data.beginObject().field("webhook_id", id).field("message", "This is a test.").endObject();
        const std::string eventId = newEventId(nowMs);
        auto delivery = queued(stored->webhook, eventId, "webhook.test",
                               eventBody(eventId, {"webhook.test", account, data.take()}, nowMs), nowMs);
        if (auto inserted = store::insertDelivery(connection, delivery, account); !inserted)
            return inserted.error();
        return delivery;
    });
}

Result<std::vector<NotifyService::Due>> NotifyService::due(Connection &connection, int limit, int ofOne) const
{
    auto deliveries = store::due(connection, m_clock.wallMs(), limit, ofOne);
    if (!deliveries)
        return deliveries.error();
    std::vector<Due> all;
    for (auto &delivery : *deliveries) {
        auto stored = store::find(connection, delivery.webhook);
        if (!stored)
            return stored.error();
        Due due;
        due.delivery = std::move(delivery);
        if (*stored) {
            auto secret = m_box.open((*stored)->sealed, (*stored)->webhook.id);
            if (secret)
                due.secret = std::move(*secret);
            due.webhook = std::move((*stored)->webhook);
        }
        all.push_back(std::move(due));
    }
    return all;
}

} // namespace beaver::notify
