#pragma once

#include <server/mail/outbox.h>
#include <server/notify/notify_service.h>
#include <shared/base/money.h>

namespace beaver::notify {

/// A budget that has reached 50, 80 or 100 percent.
struct BudgetNews
{
    AccountId account;
    std::string scope; ///< `plan`, `account`, `project`, `key`
    std::string id;    ///< of what the budget stands on
    std::string name;  ///< `spend_per_day`
    Money limit;
    Money used;
    int percent = 0;
    std::int64_t startsMs = 0; ///< of the window; 0: it has none
    std::int64_t endsMs = 0;
    bool shadow = false;
};

/// How an endpoint fares now.
struct EndpointNews
{
    std::string id;
    std::string name;
    std::string provider;
    std::string state; ///< `healthy`, `degraded`, `down`
    std::string reason;
};

/// What an account wants to be told.
struct AlertSettings
{
    std::optional<Money> lowBalance; ///< empty: the gateway's threshold
    bool mail = true;
};

/// Tells people what they should know, by mail and by webhook: each once, also over a restart. Any thread.
class Alerts
{
public:
    /// `lowBalance`: the threshold of accounts that have set none; zero: none.
    Alerts(NotifyService &service, mail::Outbox &outbox, storage::Database &database, const Clock &clock,
           Money lowBalance);

    void budget(BudgetNews news);
    void endpoint(EndpointNews news);
    /// Looks for balances that have fallen below their threshold, or risen above it again.
    void lookAtBalances();
    /// Tells webhooks of API keys that expire in a week or a day; the mail is the keys' own business
    /// (api_keys.noticed_days says that it went out).
    void lookAtKeys();

    Money lowBalance() const { return m_lowBalance; }
    ops::Future<Result<AlertSettings>> settings(ops::Executor &loop, AccountId account);
    ops::Future<Result<AlertSettings>> setSettings(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                   AlertSettings wanted);

private:
    void write(std::function<Result<void>(storage::Connection &)> work);
    Result<void> tell(storage::Connection &connection, const Event &event, const std::string &subject,
                      const std::string &text) const;

    NotifyService &m_service;
    mail::Outbox &m_outbox;
    storage::Database &m_database;
    const Clock &m_clock;
    const Money m_lowBalance;
};

} // namespace beaver::notify
