#pragma once

#include <server/mail/outbox.h>
#include <server/mail/smtp.h>
#include <server/storage/database.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace beaver::mail {

struct SenderSettings
{
    std::optional<SmtpSettings> smtp; ///< empty: messages go to the log
    Mailbox from;
    bool logTexts = true;                    ///< without SMTP: the text too, tokens with it; off in production
    std::int64_t firstPauseMs = 30'000;      ///< after a failed attempt; doubles up to 6 hours
    int mostAttempts = 12;                   ///< some 30 hours; then it is given up
    std::int64_t keepMs = 30LL * 86'400'000; ///< lines of the outbox after their end
};

/// Empties the outbox on a thread of its own: one message after the other, each until it is taken or given up.
class Sender
{
public:
    Sender(SenderSettings settings, Outbox &outbox, storage::Database &database, const Clock &clock);
    /// Waits for the attempt under way, which is cut short.
    ~Sender();
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;

private:
    void work();
    /// Milliseconds until the next look.
    std::int64_t sendDue();
    /// An error: the database didn't take what came of it.
    Result<void> sendOne(const Outbox::Due &due);
    Result<void> write(std::function<Result<void>(storage::Connection &)> work);

    SenderSettings m_settings;
    Outbox &m_outbox;
    storage::Database &m_database;
    const Clock &m_clock;
    std::atomic<bool> m_ending = false;
    std::optional<SmtpClient> m_client;
    std::int64_t m_forgottenAtUs = 0;
    std::set<std::string> m_taken; ///< by the server, but the database doesn't know yet
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_woken = false;
    std::thread m_thread;
};

} // namespace beaver::mail
