#pragma once

#include <server/audit/audit_log.h>
#include <server/notify/types.h>
#include <server/ops/sealing.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/result.h>

#include <functional>
#include <mutex>

namespace beaver::notify {

struct Settings
{
    bool privateForAll = false; ///< plain accounts too may name addresses that aren't public
    int mostPerAccount = 20;
};

/// Webhooks and what is told to them: every event becomes a delivery in the database for each webhook that listens, in
/// the transaction of what it tells about. Any thread; statements on that of the connection.
class NotifyService
{
public:
    NotifyService(Settings settings, const Secret &masterKey, storage::Database &database, const Clock &clock);

    const Settings &settings() const { return m_settings; }

    /// Queues the event for whoever listens. Belongs into the transaction of what it tells about, on the writer's
    /// connection; call wake() after the commit where it shouldn't wait for the sender's next look.
    Result<void> enqueue(storage::Connection &connection, const Event &event) const;
    void wake();
    void onWake(std::function<void()> action);

    // The webhooks of one account; an empty one: the gateway-wide ones, which administrators keep. What is somebody
    // else's is NotFound. Changes have their line in the audit log.

    ops::Future<Result<CreatedWebhook>> create(ops::Executor &loop, audit::Actor actor, Webhook wanted);
    ops::Future<Result<std::vector<Webhook>>> list(ops::Executor &loop, AccountId account, int limit,
                                                   std::string after);
    ops::Future<Result<Webhook>> one(ops::Executor &loop, AccountId account, std::string id);
    ops::Future<Result<Webhook>> change(ops::Executor &loop, audit::Actor actor, AccountId account, std::string id,
                                        WebhookPatch patch);
    ops::Future<Result<Webhook>> remove(ops::Executor &loop, audit::Actor actor, AccountId account, std::string id);
    ops::Future<Result<CreatedWebhook>> rotateSecret(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                     std::string id);

    ops::Future<Result<std::vector<Delivery>>> deliveries(ops::Executor &loop, AccountId account, std::string id,
                                                          int limit, std::string after, std::string state);
    /// Queues it anew under the same webhook-id, as a delivery of its own.
    ops::Future<Result<Delivery>> sendAgain(ops::Executor &loop, AccountId account, std::string id,
                                            std::string delivery);
    /// Queues `webhook.test`, whatever the webhook listens to.
    ops::Future<Result<Delivery>> test(ops::Executor &loop, AccountId account, std::string id);

    // For the sender.

    struct Due
    {
        Delivery delivery;
        Webhook webhook;
        Secret secret; ///< empty where it can't be opened any more
    };
    Result<std::vector<Due>> due(storage::Connection &connection, int limit, int ofOne) const;

private:
    Result<void> checkUrl(const AccountId &account, std::string_view url) const;
    template <typename Answer, typename Work> ops::Future<Result<Answer>> write(ops::Executor &loop, Work work);

    const Settings m_settings;
    ops::CredentialBox m_box;
    storage::Database &m_database;
    const Clock &m_clock;
    std::mutex m_mutex; // guards m_action
    std::function<void()> m_action;
};

/// The body of a delivery.
std::string eventBody(const std::string &id, const Event &event, std::int64_t nowMs);

} // namespace beaver::notify
