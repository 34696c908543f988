#include <server/notify/notify_store.h>
#include <server/notify/signature.h>
#include <server/notify/webhook_sender.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::notify {

namespace {

using storage::Connection;

constexpr std::int64_t lookMs = 2'000;
constexpr std::int64_t longestPauseMs = 6LL * 3'600'000;
constexpr std::int64_t forgetUs = 3'600'000'000;

providers::TransportLimits limitsOf(const SenderSettings &settings, bool publicOnly)
{
    providers::TransportLimits limits;
    limits.connectMs = std::min<std::int64_t>(settings.timeoutMs, 5'000);
    limits.firstByteMs = limits.silenceMs = limits.wholeMs = settings.timeoutMs;
    limits.body = 64 * 1024;
    limits.connections = 64;
    limits.publicOnly = publicOnly;
    return limits;
}

std::string failureOf(const providers::Attempt &attempt)
{
    using providers::TransportEnd;
    if (attempt.status() != 0)
        return "HTTP " + std::to_string(attempt.status());
    switch (attempt.end()) {
    case TransportEnd::TimedOut:
        return "no answer in time";
    case TransportEnd::ConnectFailed:
        return "no connection, or the address isn't allowed";
    default:
        return "no whole answer";
    }
}

} // namespace

Result<std::vector<std::string>> administrators(Connection &connection)
{
    auto &rows = connection.prepared(
        "SELECT email FROM accounts WHERE role IN ('admin', 'owner') AND status = 'active' ORDER BY id LIMIT 50");
    std::vector<std::string> all;
    for (;;) {
        const auto row = rows.next();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        all.push_back(rows.text(0));
    }
}

Result<std::string> addressOf(Connection &connection, const AccountId &account)
{
    auto &find = connection.prepared("SELECT email FROM accounts WHERE id = ? AND status = 'active'");
    const auto row = find.bind(account.text()).next();
    if (!row)
        return row.error();
    std::string address = *row ? find.text(0) : std::string();
    find.reset();
    return address;
}

WebhookSender::WebhookSender(ops::EventLoop &loop, SenderSettings settings, NotifyService &service,
                             mail::Outbox &outbox, storage::Database &database, const Clock &clock)
    : m_loop(loop)
    , m_settings(settings)
    , m_service(service)
    , m_outbox(outbox)
    , m_database(database)
    , m_clock(clock)
    , m_anywhere(loop, limitsOf(settings, false))
    , m_public(loop, limitsOf(settings, true))
{
    m_service.onWake([this, alive = std::weak_ptr<bool>(m_alive)] {
        m_loop.post([this, alive] {
            if (!alive.expired())
                readDue();
        });
    });
    look();
}

WebhookSender::~WebhookSender()
{
    m_service.onWake(nullptr);
    m_loop.cancelTimer(m_timer);
}

void WebhookSender::look()
{
    m_timer = m_loop.startTimer(lookMs, [this] { look(); });
    readDue();
    if (m_loop.nowUs() - m_forgottenUs < forgetUs && m_forgottenUs != 0)
        return;
    m_forgottenUs = m_loop.nowUs();
    m_database.write([before = m_clock.wallMs() -
                               m_settings.keepMs](Connection &connection) { return store::forget(connection, before); },
                     [](const Result<void> &) {});
}

QCoro::Task<> WebhookSender::readDue()
{
    if (std::exchange(m_reading, true)) {
        m_again = true;
        co_return;
    }
    const std::weak_ptr<bool> alive = m_alive;
    do {
        m_again = false;
        auto reading = m_database.read(m_loop, [service = &m_service, settings = m_settings](Connection &connection) {
            return service->due(connection, settings.atOnce * 2, settings.atOnceOfOne);
        });
        auto due = co_await reading;
        if (alive.expired())
            co_return;
        if (!due)
            break;
        for (auto &one : *due) {
            if (static_cast<int>(m_underWay.size()) < m_settings.atOnce && m_underWay.insert(one.delivery.id).second)
                deliver(std::move(one));
        }
    } while (m_again);
    m_reading = false;
}

QCoro::Task<> WebhookSender::deliver(NotifyService::Due due)
{
    const std::weak_ptr<bool> alive = m_alive;
    Delivery &delivery = due.delivery;
    ++delivery.attempts;
    if (due.webhook.id.empty() || due.secret.isEmpty()) {
        delivery.attempts = m_settings.mostAttempts;
        delivery.lastError = "the webhook is gone, or its secret can't be opened";
    } else {
        const std::int64_t seconds = m_clock.wallMs() / 1000;
        auto target = std::make_shared<providers::UpstreamTarget>();
        target->url = due.webhook.url;
        target->headers = {"content-type: application/json", "user-agent: Beaver-Webhooks",
                           "webhook-id: " + delivery.eventId, "webhook-timestamp: " + std::to_string(seconds),
                           "webhook-signature: " + signatureOf(due.secret, delivery.eventId, seconds, delivery.body)};
        const bool anywhere = due.webhook.account.isEmpty() || m_service.settings().privateForAll;
        auto attempt = (anywhere ? m_anywhere : m_public).send(target, delivery.body, false);
        std::string bytes;
        while (!attempt->ended()) {
            auto change = attempt->change();
            co_await change;
            if (alive.expired())
                co_return;
            attempt->take(bytes);
        }
        const bool arrived =
            attempt->end() == providers::TransportEnd::Complete && attempt->status() >= 200 && attempt->status() < 300;
        delivery.lastStatus = attempt->status();
        delivery.lastError = arrived ? std::string() : failureOf(*attempt);
    }
    auto noting = note(std::move(due));
    co_await noting;
}

QCoro::Task<> WebhookSender::note(NotifyService::Due due)
{
    const std::weak_ptr<bool> alive = m_alive;
    const std::int64_t nowMs = m_clock.wallMs();
    Delivery &delivery = due.delivery;
    const bool arrived = delivery.lastError.empty();
    const bool givenUp = !arrived && delivery.attempts >= m_settings.mostAttempts;
    if (arrived || givenUp) {
        delivery.state = arrived ? "delivered" : "failed";
        delivery.endedAtMs = nowMs;
    } else {
        delivery.nextAtMs = nowMs + pauseMs(delivery.attempts);
    }
    const std::string id = delivery.id;
    const std::int64_t againMs = delivery.nextAtMs - nowMs;
    auto writing =
        m_database.write(m_loop, [this, due, arrived, givenUp, nowMs](Connection &connection) -> Result<void> {
            auto written = store::updateDelivery(connection, due.delivery);
            auto stored = store::find(connection, due.webhook.id);
            if (!written || !stored || !*stored)
                return written && !stored ? Result<void>(stored.error()) : written;
            Webhook webhook = (*stored)->webhook; // it may have changed meanwhile
            if (givenUp && webhook.status == "active")
                return disable(connection, std::move(webhook), due.delivery);
            if (arrived == !webhook.failingSinceMs.has_value())
                return written;
            webhook.failingSinceMs = arrived ? std::nullopt : std::optional(nowMs);
            return store::update(connection, webhook);
        });
    const auto written = co_await writing;
    if (alive.expired())
        co_return;
    // What the database didn't take is delivered again: the receiver knows it by its webhook-id.
    m_underWay.erase(id);
    if (!arrived && !givenUp && againMs < lookMs)
        m_loop.startTimer(againMs, [this, alive] {
            if (!alive.expired())
                readDue();
        });
    if (givenUp)
        m_outbox.wake();
    readDue();
}

Result<void> WebhookSender::disable(Connection &connection, Webhook webhook, const Delivery &last) const
{
    webhook.status = "disabled";
    webhook.disabledWhy = "Deliveries failed " + std::to_string(last.attempts) + " times: " + last.lastError;
    auto written = store::update(connection, webhook);
    // What else waits for it isn't tried any more.
    if (written) {
        const auto ended = connection
                               .prepared("UPDATE webhook_deliveries SET state = 'failed', ended_at = ?, last_error = "
                                         "'the webhook was disabled' WHERE webhook_id = ? AND state = 'queued'")
                               .bind(m_clock.wallMs())
                               .bind(webhook.id)
                               .run();
        if (!ended)
            return ended.error();
        JsonWriter data;
        data.beginObject()
            .field("webhook_id", webhook.id)
            .field("url", webhook.url.substr(0, webhook.url.find_first_of("?#")))
            .field("why", webhook.disabledWhy)
            .endObject();
        written = m_service.enqueue(connection, {"webhook.disabled", AccountId(), data.take()});
    }
    if (!written)
        return written;
    std::vector<std::string> told;
    if (webhook.account.isEmpty()) {
        auto all = administrators(connection);
        if (!all)
            return all.error();
        told = std::move(*all);
    } else {
        auto address = addressOf(connection, webhook.account);
        if (!address)
            return address.error();
        if (!address->empty())
            told = {std::move(*address)};
    }
    for (const auto &to : told) {
        const auto queued = m_outbox.enqueue(
            connection, {to, "A webhook was switched off",
                         "The webhook " + webhook.url.substr(0, webhook.url.find_first_of("?#")) +
                             " was switched off. " + webhook.disabledWhy +
                             ".\n\nMend what receives it, then set its status to active. Deliveries that failed are "
                             "listed there and can be sent again.\n",
                         "alert", webhook.account.text()});
        if (!queued)
            return queued.error();
    }
    return {};
}

std::int64_t WebhookSender::pauseMs(int attempts) const
{
    return std::min(m_settings.firstPauseMs << std::min(attempts - 1, 20), longestPauseMs);
}

} // namespace beaver::notify
