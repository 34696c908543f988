#include <QLoggingCategory>

#include <server/mail/sender.h>

#include <algorithm>
#include <future>

namespace beaver::mail {

namespace {

Q_LOGGING_CATEGORY(logMail, "beaver.mail")

constexpr std::int64_t longestLookMs = 2'000; ///< others may enqueue without waking us
constexpr std::int64_t longestPauseMs = 6 * 3'600'000;
constexpr std::int64_t forgetUs = 3'600'000'000;
constexpr int atOnce = 20;

} // namespace

Sender::Sender(SenderSettings settings, Outbox &outbox, storage::Database &database, const Clock &clock)
    : m_settings(std::move(settings))
    , m_outbox(outbox)
    , m_database(database)
    , m_clock(clock)
{
    if (m_settings.smtp)
        m_client.emplace(*m_settings.smtp, m_settings.from, m_ending);
    m_outbox.onWake([this] {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
        m_wake.notify_one();
    });
    m_thread = std::thread([this] { work(); });
}

Sender::~Sender()
{
    m_outbox.onWake({});
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_wake.notify_one();
    }
    m_thread.join();
}

void Sender::work()
{
    while (!m_ending) {
        const std::int64_t pauseMs = sendDue();
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, std::chrono::milliseconds(pauseMs), [this] { return m_woken || m_ending; });
        m_woken = false;
    }
}

std::int64_t Sender::sendDue()
{
    using Answer = std::pair<Result<std::vector<Outbox::Due>>, Result<std::optional<std::int64_t>>>;
    std::promise<Answer> promise;
    m_database.read([&](storage::Connection &connection) {
        auto due = m_outbox.due(connection, atOnce);
        promise.set_value({std::move(due), m_outbox.nextDueMs(connection)});
    });
    const Answer answer = promise.get_future().get();
    if (!answer.first || !answer.second)
        return longestLookMs; // the database says elsewhere that it is ill
    for (const auto &due : *answer.first) {
        if (m_ending)
            return 0;
        if (!sendOne(due))
            return longestLookMs;
    }
    if (m_clock.monotonicUs() - m_forgottenAtUs > forgetUs) {
        m_forgottenAtUs = m_clock.monotonicUs();
        const std::int64_t beforeMs = m_clock.wallMs() - m_settings.keepMs;
        (void)write([beforeMs](storage::Connection &connection) { return Outbox::forget(connection, beforeMs); });
    }
    if (!answer.first->empty())
        return 0; // there may be more
    const auto next = *answer.second;
    return next ? std::clamp<std::int64_t>(*next - m_clock.wallMs(), 1, longestLookMs) : longestLookMs;
}

Result<void> Sender::sendOne(const Outbox::Due &due)
{
    const Entry &entry = due.entry;
    const auto end = [&](State state) {
        return write([&](storage::Connection &connection) { return m_outbox.markSent(connection, entry.id, state); });
    };
    const auto giveUp = [&](const std::string &why) {
        return write([&](storage::Connection &connection) { return m_outbox.markFailed(connection, entry.id, why); });
    };
    if (due.text.isEmpty())
        return giveUp("its text was sealed with another master key");
    if (!m_client) {
        qCInfo(logMail, "no SMTP_URL: mail %s to %s: %s%s%s", entry.id.c_str(), entry.to.c_str(), entry.subject.c_str(),
               m_settings.logTexts ? "\n" : "", m_settings.logTexts ? due.text.reveal().c_str() : "");
        return end(State::Logged);
    }
    Delivery delivery;
    if (!m_taken.contains(entry.id))
        delivery = m_client->send({entry.id, entry.to, entry.subject, due.text.reveal(), entry.createdAtMs});
    if (delivery.kind == Delivery::Kind::Taken) {
        m_taken.insert(entry.id);
        auto done = end(State::Sent);
        if (done)
            m_taken.erase(entry.id);
        return done;
    }
    if (m_ending)
        return {}; // it was cut short by us: the next start tries again
    if (delivery.kind == Delivery::Kind::Never || entry.attempts + 1 >= m_settings.mostAttempts) {
        qCWarning(logMail, "mail %s (%s) is given up after %d attempts: %s", entry.id.c_str(), entry.kind.c_str(),
                  entry.attempts + 1, delivery.why.c_str());
        return giveUp(delivery.why);
    }
    const std::int64_t pauseMs = std::min(m_settings.firstPauseMs << std::min(entry.attempts, 20), longestPauseMs);
    qCWarning(logMail, "mail %s (%s) waits %lld ms: %s", entry.id.c_str(), entry.kind.c_str(),
              static_cast<long long>(pauseMs), delivery.why.c_str());
    const std::int64_t nextMs = m_clock.wallMs() + pauseMs;
    return write([&](storage::Connection &connection) {
        return m_outbox.markRetry(connection, entry.id, delivery.why, nextMs);
    });
}

Result<void> Sender::write(std::function<Result<void>(storage::Connection &)> work)
{
    std::promise<Result<void>> promise;
    m_database.write(std::move(work), [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
}

} // namespace beaver::mail
