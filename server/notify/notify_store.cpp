#include <server/notify/notify_store.h>

#include <algorithm>

namespace beaver::notify::store {

using storage::Connection;
using storage::Statement;

namespace {

#define WEBHOOK_COLUMNS                                                                                                \
    "id, account_id, url, description, events, status, disabled_why, failing_since, created_at, updated_at"
#define DELIVERY_COLUMNS                                                                                               \
    "id, webhook_id, event_id, event, body, state, attempts, last_status, last_error, next_at, created_at, ended_at"

constexpr int mostLookedAt = 4096; // of the queue, at once

/// Two months: a window that was told of is over by then.
constexpr std::int64_t longestWindowMs = std::int64_t{62} * 86'400'000;

Result<void> wrote(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

std::vector<std::string> divided(const std::string &text)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(' ', from), text.size());
        words.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

Webhook readWebhook(const Statement &row)
{
    Webhook webhook;
    webhook.id = row.text(0);
    webhook.account = AccountId(row.text(1));
    webhook.url = row.text(2);
    webhook.description = row.text(3);
    webhook.events = divided(row.text(4));
    webhook.status = row.text(5);
    webhook.disabledWhy = row.text(6);
    if (!row.isNull(7))
        webhook.failingSinceMs = row.integer(7);
    webhook.createdAtMs = row.integer(8);
    webhook.updatedAtMs = row.integer(9);
    return webhook;
}

Delivery readDelivery(const Statement &row)
{
    Delivery delivery;
    delivery.id = row.text(0);
    delivery.webhook = row.text(1);
    delivery.eventId = row.text(2);
    delivery.event = row.text(3);
    delivery.body = row.text(4);
    delivery.state = row.text(5);
    delivery.attempts = static_cast<int>(row.integer(6));
    delivery.lastStatus = static_cast<int>(row.integer(7));
    delivery.lastError = row.text(8);
    delivery.nextAtMs = row.integer(9);
    delivery.createdAtMs = row.integer(10);
    if (!row.isNull(11))
        delivery.endedAtMs = row.integer(11);
    return delivery;
}

template <typename Item, typename Read> Result<std::vector<Item>> readAll(Statement &rows, Read read)
{
    std::vector<Item> all;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        all.push_back(read(rows));
    }
}

void bindOptional(Statement &statement, const std::optional<std::int64_t> &value)
{
    if (value)
        statement.bind(*value);
    else
        statement.bindNull();
}

} // namespace

Result<void> insert(Connection &connection, const Stored &stored)
{
    const Webhook &webhook = stored.webhook;
    const std::string events = joined(webhook.events);
    return wrote(connection
                     .prepared("INSERT INTO webhooks (id, account_id, url, description, events, secret, status, "
                               "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                     .bind(webhook.id)
                     .bind(webhook.account.text())
                     .bind(webhook.url)
                     .bind(webhook.description)
                     .bind(events)
                     .bindBlob(stored.sealed)
                     .bind(webhook.status)
                     .bind(webhook.createdAtMs)
                     .bind(webhook.updatedAtMs)
                     .run());
}

Result<void> update(Connection &connection, const Webhook &webhook)
{
    const std::string events = joined(webhook.events);
    Statement &statement =
        connection.prepared("UPDATE webhooks SET url = ?, description = ?, events = ?, status = ?, disabled_why = ?, "
                            "failing_since = ?, updated_at = ? WHERE id = ?");
    statement.bind(webhook.url).bind(webhook.description).bind(events).bind(webhook.status).bind(webhook.disabledWhy);
    bindOptional(statement, webhook.failingSinceMs);
    return wrote(statement.bind(webhook.updatedAtMs).bind(webhook.id).run());
}

Result<void> remove(Connection &connection, const std::string &id)
{
    auto removed = wrote(connection.prepared("DELETE FROM webhooks WHERE id = ?").bind(id).run());
    return removed ? wrote(connection.prepared("DELETE FROM webhook_deliveries WHERE webhook_id = ?").bind(id).run())
                   : removed;
}

Result<std::optional<Stored>> find(Connection &connection, const std::string &id)
{
    Statement &row = connection.prepared("SELECT " WEBHOOK_COLUMNS ", secret FROM webhooks WHERE id = ?");
    const auto found = row.bind(id).next();
    if (!found)
        return found.error();
    std::optional<Stored> stored;
    if (*found)
        stored = Stored{readWebhook(row), row.text(10)};
    row.reset();
    return stored;
}

Result<std::vector<Webhook>> list(Connection &connection, const AccountId &account, int limit, const std::string &after)
{
    Statement &rows = connection.prepared("SELECT " WEBHOOK_COLUMNS " FROM webhooks WHERE account_id = ? AND "
                                          "(? = '' OR id < ?) ORDER BY id DESC LIMIT ?");
    rows.bind(account.text()).bind(after).bind(after).bind(limit);
    return readAll<Webhook>(rows, readWebhook);
}

Result<std::int64_t> count(Connection &connection, const AccountId &account)
{
    Statement &row = connection.prepared("SELECT COUNT(*) FROM webhooks WHERE account_id = ?");
    const auto found = row.bind(account.text()).next();
    if (!found)
        return found.error();
    const std::int64_t number = row.integer(0);
    row.reset();
    return number;
}

Result<std::vector<Webhook>> listening(Connection &connection, const Event &event)
{
    Statement &rows = connection.prepared("SELECT " WEBHOOK_COLUMNS " FROM webhooks WHERE (account_id = '' OR "
                                          "account_id = ?) AND status = 'active' ORDER BY id");
    rows.bind(event.account.text());
    auto all = readAll<Webhook>(rows, readWebhook);
    if (all)
        std::erase_if(*all, [&](const Webhook &webhook) {
            return !webhook.events.empty() && std::ranges::find(webhook.events, event.kind) == webhook.events.end();
        });
    return all;
}

Result<void> insertDelivery(Connection &connection, const Delivery &delivery, const AccountId &account)
{
    return wrote(connection
                     .prepared("INSERT INTO webhook_deliveries (id, webhook_id, account_id, event_id, event, body, "
                               "state, next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                     .bind(delivery.id)
                     .bind(delivery.webhook)
                     .bind(account.text())
                     .bind(delivery.eventId)
                     .bind(delivery.event)
                     .bind(delivery.body)
                     .bind(delivery.state)
                     .bind(delivery.nextAtMs)
                     .bind(delivery.createdAtMs)
                     .run());
}

Result<void> updateDelivery(Connection &connection, const Delivery &delivery)
{
    Statement &statement =
        connection.prepared("UPDATE webhook_deliveries SET state = ?, attempts = ?, last_status = ?, last_error = ?, "
                            "next_at = ?, ended_at = ? WHERE id = ?");
    statement.bind(delivery.state)
        .bind(delivery.attempts)
        .bind(delivery.lastStatus)
        .bind(delivery.lastError)
        .bind(delivery.nextAtMs);
    bindOptional(statement, delivery.endedAtMs);
    return wrote(statement.bind(delivery.id).run());
}

Result<std::optional<Delivery>> findDelivery(Connection &connection, const std::string &id)
{
    Statement &row = connection.prepared("SELECT " DELIVERY_COLUMNS " FROM webhook_deliveries WHERE id = ?");
    const auto found = row.bind(id).next();
    if (!found)
        return found.error();
    std::optional<Delivery> delivery;
    if (*found)
        delivery = readDelivery(row);
    row.reset();
    return delivery;
}

Result<std::vector<Delivery>> deliveries(Connection &connection, const std::string &webhook, int limit,
                                         const std::string &after, const std::string &state)
{
    Statement &rows =
        connection.prepared("SELECT " DELIVERY_COLUMNS " FROM webhook_deliveries WHERE webhook_id = ? AND "
                            "(? = '' OR id < ?) AND (? = '' OR state = ?) ORDER BY id DESC LIMIT ?");
    rows.bind(webhook).bind(after).bind(after).bind(state).bind(state).bind(limit);
    return readAll<Delivery>(rows, readDelivery);
}

Result<std::vector<Delivery>> due(Connection &connection, std::int64_t nowMs, int limit, int ofOne)
{
    Statement &rows = connection.prepared(
        "SELECT " DELIVERY_COLUMNS " FROM (SELECT " DELIVERY_COLUMNS
        ", ROW_NUMBER() OVER (PARTITION BY webhook_id ORDER BY next_at) AS place FROM (SELECT " DELIVERY_COLUMNS
        " FROM webhook_deliveries WHERE state = 'queued' AND next_at <= ? ORDER BY next_at LIMIT ?) AS first) AS "
        "placed "
        "WHERE place <= ? ORDER BY next_at LIMIT ?");
    rows.bind(nowMs).bind(mostLookedAt).bind(ofOne).bind(limit);
    return readAll<Delivery>(rows, readDelivery);
}

Result<void> forget(Connection &connection, std::int64_t beforeMs)
{
    auto gone = wrote(connection.prepared("DELETE FROM webhook_deliveries WHERE state <> 'queued' AND created_at < ?")
                          .bind(beforeMs)
                          .run());
    return gone
               ? wrote(connection.prepared("DELETE FROM alerts_told WHERE kind = 'budget.threshold' AND created_at < ?")
                           .bind(beforeMs - longestWindowMs)
                           .run())
               : gone;
}

Result<bool> tellOnce(Connection &connection, std::string_view kind, std::string_view subject, std::int64_t occasion,
                      std::int64_t level, std::int64_t nowMs)
{
    const auto told =
        connection
            .prepared("INSERT INTO alerts_told (kind, subject, occasion, level, created_at) VALUES (?, ?, "
                      "?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(kind)
            .bind(subject)
            .bind(occasion)
            .bind(level)
            .bind(nowMs)
            .run();
    return told ? Result<bool>(*told > 0) : Result<bool>(told.error());
}

} // namespace beaver::notify::store
