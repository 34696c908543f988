#include <QLoggingCategory>

#include <server/notify/alerts.h>
#include <server/notify/notify_store.h>
#include <server/notify/webhook_sender.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

Q_LOGGING_CATEGORY(alertLog, "beaver.alerts")

namespace beaver::notify {

namespace {

using storage::Connection;

constexpr int mostAtOnce = 500; // balances in one transaction; the next look does the rest

constexpr std::int64_t noticeMs = std::int64_t{32} * 86'400'000; // longer than any notice

struct LowAccount
{
    AccountId account;
    Money balance;
    Money threshold;
};

Result<AlertSettings> readSettings(Connection &connection, const AccountId &account)
{
    auto &find = connection.prepared("SELECT low_balance, mail FROM alert_settings WHERE account_id = ?");
    const auto row = find.bind(account.text()).next();
    if (!row)
        return row.error();
    AlertSettings settings;
    if (*row) {
        if (!find.isNull(0))
            settings.lowBalance = Money::fromNanoUsd(find.integer(0));
        settings.mail = find.integer(1) != 0;
    }
    find.reset();
    return settings;
}

/// Those below their threshold that haven't been told.
Result<std::vector<LowAccount>> lowAccounts(Connection &connection, Money usual)
{
    // Without a threshold for everybody only those who have set one are looked at.
    auto &find = connection.prepared(
        usual.isZero()
            ? "SELECT b.account_id, b.balance, s.low_balance FROM alert_settings s JOIN balances b ON "
              "b.account_id = s.account_id JOIN accounts a ON a.id = s.account_id WHERE b.balance < "
              "s.low_balance AND a.status = 'active' AND ? = 0 AND NOT EXISTS (SELECT 1 FROM alerts_told t "
              "WHERE t.kind = 'balance.low' AND t.subject = b.account_id) LIMIT ?"
            : "SELECT b.account_id, b.balance, COALESCE(s.low_balance, ?) FROM balances b JOIN accounts a ON "
              "a.id = b.account_id LEFT JOIN alert_settings s ON s.account_id = b.account_id WHERE b.balance "
              "< COALESCE(s.low_balance, ?) AND b.entries > 0 AND a.status = 'active' AND NOT EXISTS (SELECT 1 "
              "FROM alerts_told t WHERE t.kind = 'balance.low' AND t.subject = b.account_id) LIMIT ?");
    find.bind(usual.nanoUsd());
    if (!usual.isZero())
        find.bind(usual.nanoUsd());
    find.bind(mostAtOnce);
    std::vector<LowAccount> low;
    for (;;) {
        const auto row = find.next();
        if (!row)
            return row.error();
        if (!*row)
            return low;
        low.push_back(
            {AccountId(find.text(0)), Money::fromNanoUsd(find.integer(1)), Money::fromNanoUsd(find.integer(2))});
    }
}

/// Those that were told and are above it again.
Result<std::int64_t> forgetRisen(Connection &connection, Money usual)
{
    return connection
        .prepared(
            "DELETE FROM alerts_told WHERE kind = 'balance.low' AND subject IN (SELECT t.subject FROM alerts_told "
            "t JOIN balances b ON b.account_id = t.subject LEFT JOIN alert_settings s ON s.account_id = t.subject "
            "WHERE t.kind = 'balance.low' AND b.balance >= COALESCE(s.low_balance, ?))")
        .bind(usual.nanoUsd())
        .run();
}

Result<bool> anyRisen(Connection &connection, Money usual)
{
    auto &find = connection.prepared(
        "SELECT 1 FROM alerts_told t JOIN balances b ON b.account_id = t.subject LEFT JOIN alert_settings s ON "
        "s.account_id = t.subject WHERE t.kind = 'balance.low' AND b.balance >= COALESCE(s.low_balance, ?) LIMIT 1");
    const auto row = find.bind(usual.nanoUsd()).next();
    if (!row)
        return row.error();
    find.reset();
    return *row;
}

/// What was last told of an endpoint; `healthy` where nothing was.
Result<std::string> lastTold(Connection &connection, const std::string &endpoint)
{
    auto &find = connection.prepared("SELECT level FROM alerts_told WHERE kind = 'endpoint.state' AND subject = ?");
    const auto row = find.bind(endpoint).next();
    if (!row)
        return row.error();
    const std::int64_t level = *row ? find.integer(0) : 0;
    find.reset();
    return std::string(level == 2 ? "down" : level == 1 ? "degraded" : "healthy");
}

struct ExpiringKey
{
    std::string id;
    AccountId account;
    std::string name;
    std::int64_t expiresAtMs = 0;
    std::int64_t days = 0;
};

Result<std::vector<ExpiringKey>> expiringKeys(Connection &connection, std::int64_t nowMs)
{
    auto &find = connection.prepared(
        "SELECT k.id, k.account_id, k.name, k.expires_at, k.noticed_days FROM api_keys k WHERE k.expires_at > ? AND "
        "k.expires_at < ? AND k.noticed_days > 0 AND k.revoked_at IS NULL AND NOT EXISTS (SELECT 1 FROM alerts_told t "
        "WHERE t.kind = 'key.expiring' AND t.subject = k.id AND t.occasion = k.expires_at AND t.level = "
        "k.noticed_days) "
        "LIMIT ?");
    find.bind(nowMs).bind(nowMs + noticeMs).bind(mostAtOnce);
    std::vector<ExpiringKey> keys;
    for (;;) {
        const auto row = find.next();
        if (!row)
            return row.error();
        if (!*row)
            return keys;
        keys.push_back({find.text(0), AccountId(find.text(1)), find.text(2), find.integer(3), find.integer(4)});
    }
}

std::string windowText(const BudgetNews &news)
{
    return news.endsMs == 0 ? "It doesn't open anew by itself."
                            : "The window ends at " + api::rfc3339(news.endsMs) + ".";
}

} // namespace

Alerts::Alerts(NotifyService &service, mail::Outbox &outbox, storage::Database &database, const Clock &clock,
               Money lowBalance)
    : m_service(service)
    , m_outbox(outbox)
    , m_database(database)
    , m_clock(clock)
    , m_lowBalance(lowBalance)
{}

void Alerts::write(std::function<Result<void>(Connection &)> work)
{
    m_database.write(std::move(work), [this](const Result<void> &done) {
        if (!done) {
            qCWarning(alertLog, "an alert could not be written: %s", done.error().detail.c_str());
            return;
        }
        m_service.wake();
        m_outbox.wake();
    });
}

Result<void> Alerts::tell(Connection &connection, const Event &event, const std::string &subject,
                          const std::string &text) const
{
    if (auto queued = m_service.enqueue(connection, event); !queued)
        return queued;
    std::vector<std::string> told;
    if (event.account.isEmpty()) {
        auto all = administrators(connection);
        if (!all)
            return all.error();
        told = std::move(*all);
    } else {
        const auto wanted = readSettings(connection, event.account);
        if (!wanted)
            return wanted.error();
        auto address = addressOf(connection, event.account);
        if (!address)
            return address.error();
        if (wanted->mail && !address->empty())
            told = {std::move(*address)};
    }
    for (const auto &to : told) {
        if (auto queued = m_outbox.enqueue(connection, {to, subject, text, "alert", event.account.text()}); !queued)
            return queued.error();
    }
    return {};
}

void Alerts::budget(BudgetNews news)
{
    write([this, news = std::move(news)](Connection &connection) -> Result<void> {
        const std::string about =
            news.scope + ":" + news.id + ":" + news.account.text() + ":" + news.name + ":" + news.limit.toDecimal();
        const auto fresh =
            store::tellOnce(connection, "budget.threshold", about, news.startsMs, news.percent, m_clock.wallMs());
        if (!fresh || !*fresh)
            return fresh ? Result<void>() : Result<void>(fresh.error());
        JsonWriter data;
        data.beginObject()
            .field("account_id", news.account.text())
            .field("scope", news.scope)
            .field("id", news.id)
            .field("name", news.name)
            .field("percent", news.percent)
            .field("limit", news.limit)
            .field("used", news.used)
            .field("currency", "USD")
            .optionalField("window_starts_at", news.startsMs == 0 ? std::string() : api::rfc3339(news.startsMs))
            .optionalField("window_ends_at", news.endsMs == 0 ? std::string() : api::rfc3339(news.endsMs))
            .field("shadow", news.shadow)
            .endObject();
        const std::string percent = std::to_string(news.percent);
        return tell(connection, {"budget.threshold", news.account, data.take()},
                    percent + " % of a budget are used (" + news.name + ")",
                    "Of the budget of " + news.limit.toDecimal() + " USD (" + news.name + ") of the " + news.scope +
                        " " + news.id + ", " + news.used.toDecimal() + " USD are used: " + percent + " %. " +
                        windowText(news) + (news.shadow ? "\n\nIt is a shadow: it refuses nothing.\n" : "\n"));
    });
}

void Alerts::endpoint(EndpointNews news)
{
    write([this, news = std::move(news)](Connection &connection) -> Result<void> {
        const auto before = lastTold(connection, news.id);
        if (!before)
            return before.error();
        if (*before == news.state)
            return {};
        const auto forgotten =
            connection.prepared("DELETE FROM alerts_told WHERE kind = 'endpoint.state' AND subject = ?")
                .bind(news.id)
                .run();
        if (!forgotten)
            return forgotten.error();
        const std::int64_t level = news.state == "down" ? 2 : news.state == "degraded" ? 1 : 0;
        if (const auto kept = store::tellOnce(connection, "endpoint.state", news.id, 0, level, m_clock.wallMs()); !kept)
            return kept.error();
        const std::string kind = level == 2   ? "endpoint.failed"
                                 : level == 1 ? "endpoint.degraded"
                                              : "endpoint.recovered";
        JsonWriter data;
        data.beginObject()
            .field("endpoint_id", news.id)
            .field("name", news.name)
            .field("provider", news.provider)
            .field("state", news.state)
            .field("before", *before)
            .optionalField("reason", news.reason)
            .endObject();
        return tell(connection, {kind, AccountId(), data.take()},
                    "Endpoint " + news.name.substr(0, 100) + " is " + news.state,
                    "The endpoint " + news.name + " (" + news.id + ", " + news.provider + ") was " + *before +
                        " and is " + news.state + (news.reason.empty() ? "" : ": " + news.reason) + ".\n");
    });
}

void Alerts::lookAtBalances()
{
    m_database.read([this](Connection &connection) {
        const auto low = lowAccounts(connection, m_lowBalance);
        const auto risen = anyRisen(connection, m_lowBalance);
        if (!low || !risen || (low->empty() && !*risen))
            return;
        write([this](Connection &writer) -> Result<void> {
            if (auto gone = forgetRisen(writer, m_lowBalance); !gone)
                return gone.error();
            const auto now = lowAccounts(writer, m_lowBalance);
            if (!now)
                return now.error();
            for (const auto &account : *now) {
                const auto fresh =
                    store::tellOnce(writer, "balance.low", account.account.text(), 0, 0, m_clock.wallMs());
                if (!fresh)
                    return fresh.error();
                JsonWriter data;
                data.beginObject()
                    .field("account_id", account.account.text())
                    .field("balance", account.balance)
                    .field("threshold", account.threshold)
                    .field("currency", "USD")
                    .endObject();
                auto told = tell(writer, {"balance.low", account.account, data.take()}, "The balance is low",
                                 "The balance of your account is " + account.balance.toDecimal() +
                                     " USD, below the threshold of " + account.threshold.toDecimal() +
                                     " USD. Top up, so that calls go on.\n");
                if (!told)
                    return told;
            }
            return {};
        });
    });
}

void Alerts::lookAtKeys()
{
    m_database.read([this](Connection &connection) {
        const auto some = expiringKeys(connection, m_clock.wallMs());
        if (!some || some->empty())
            return;
        write([this](Connection &writer) -> Result<void> {
            const auto nowMs = m_clock.wallMs();
            const auto keys = expiringKeys(writer, nowMs);
            if (!keys)
                return keys.error();
            for (const auto &key : *keys) {
                const auto fresh = store::tellOnce(writer, "key.expiring", key.id, key.expiresAtMs, key.days, nowMs);
                if (!fresh)
                    return fresh.error();
                JsonWriter data;
                data.beginObject()
                    .field("key_id", key.id)
                    .field("name", key.name)
                    .field("expires_at", api::rfc3339(key.expiresAtMs))
                    .field("days", key.days)
                    .endObject();
                auto queued = m_service.enqueue(writer, {"key.expiring", key.account, data.take()});
                if (!queued)
                    return queued;
            }
            return {};
        });
    });
}

ops::Future<Result<AlertSettings>> Alerts::settings(ops::Executor &loop, AccountId account)
{
    return m_database.read(loop, [account](Connection &connection) { return readSettings(connection, account); });
}

ops::Future<Result<AlertSettings>> Alerts::setSettings(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                       AlertSettings wanted)
{
    const ops::Promise<Result<AlertSettings>> promise(loop);
    m_database.write(
        [actor, account, wanted, nowMs = m_clock.wallMs()](Connection &connection) -> Result<void> {
            const auto before = readSettings(connection, account);
            if (!before)
                return before.error();
            auto &keep = connection.prepared(
                "INSERT INTO alert_settings (account_id, low_balance, mail, updated_at) VALUES (?, ?, ?, ?) ON "
                "CONFLICT "
                "(account_id) DO UPDATE SET low_balance = excluded.low_balance, mail = excluded.mail, updated_at = "
                "excluded.updated_at");
            keep.bind(account.text());
            if (wanted.lowBalance)
                keep.bind(wanted.lowBalance->nanoUsd());
            else
                keep.bindNull();
            if (const auto kept = keep.bind(wanted.mail).bind(nowMs).run(); !kept)
                return kept.error();
            // A new threshold is told of anew.
            const auto forgotten =
                connection.prepared("DELETE FROM alerts_told WHERE kind = 'balance.low' AND subject = ?")
                    .bind(account.text())
                    .run();
            if (!forgotten)
                return forgotten.error();
            const auto json = [](const AlertSettings &settings) {
                JsonWriter text;
                text.beginObject();
                if (settings.lowBalance)
                    text.field("low_balance", *settings.lowBalance);
                else
                    text.nullField("low_balance");
                return text.field("mail", settings.mail).endObject().take();
            };
            return audit::append(connection, {actor, "alerts.change", account.text(), json(*before), json(wanted)},
                                 nowMs);
        },
        [promise, wanted](Result<void> done) {
            promise.set(done ? Result<AlertSettings>(wanted) : Result<AlertSettings>(std::move(done).error()));
        });
    return promise.future();
}

} // namespace beaver::notify
