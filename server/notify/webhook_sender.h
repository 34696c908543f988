#pragma once

#include <QCoroTask>

#include <server/mail/outbox.h>
#include <server/notify/notify_service.h>
#include <server/providers/transport/transport.h>

#include <set>
#include <string>

namespace beaver::notify {

struct SenderSettings
{
    std::int64_t firstPauseMs = 5'000; ///< after a failed attempt; doubles up to 6 hours
    int mostAttempts = 12;             ///< some 20 hours; then the webhook is disabled
    std::int64_t timeoutMs = 15'000;   ///< of one attempt
    std::int64_t keepMs = 30LL * 86'400'000;
    int atOnce = 32;
    int atOnceOfOne = 4; ///< to one webhook: a slow server delays nobody else's
};

/// Delivers what is queued: POST with `webhook-id`, `webhook-timestamp` and `webhook-signature`
/// (https://www.standardwebhooks.com). 2xx within the time-out is a delivery; anything else is tried again. Webhooks of
/// plain accounts reach public addresses alone: what is connected to is looked at, whatever its name said. Loop's
/// thread.
class WebhookSender
{
public:
    WebhookSender(ops::EventLoop &loop, SenderSettings settings, NotifyService &service, mail::Outbox &outbox,
                  storage::Database &database, const Clock &clock);
    ~WebhookSender();
    WebhookSender(const WebhookSender &) = delete;
    WebhookSender &operator=(const WebhookSender &) = delete;

private:
    void look();
    QCoro::Task<> readDue();
    QCoro::Task<> deliver(NotifyService::Due due);
    /// What came of it, in the database; a webhook that is given up is disabled, with a notice.
    QCoro::Task<> note(NotifyService::Due due);
    Result<void> disable(storage::Connection &connection, Webhook webhook, const Delivery &last) const;
    std::int64_t pauseMs(int attempts) const;

    ops::EventLoop &m_loop;
    const SenderSettings m_settings;
    NotifyService &m_service;
    mail::Outbox &m_outbox;
    storage::Database &m_database;
    const Clock &m_clock;
    providers::Transport m_anywhere;
    providers::Transport m_public;
    std::set<std::string> m_underWay;
    ops::TimerId m_timer = 0;
    std::int64_t m_forgottenUs = 0;
    bool m_reading = false;
    bool m_again = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

/// Addresses of those who administer the gateway.
Result<std::vector<std::string>> administrators(storage::Connection &connection);
/// The address of an account that is active; empty where there is none.
Result<std::string> addressOf(storage::Connection &connection, const AccountId &account);

} // namespace beaver::notify
