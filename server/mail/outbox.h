#pragma once

#include <server/mail/types.h>
#include <server/ops/sealing.h>
#include <server/storage/connection.h>
#include <shared/base/clock.h>
#include <shared/base/result.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace beaver::mail {

/// Messages to be sent, in the database: what is enqueued in a transaction goes out if and only if that transaction is
/// committed, however often the gateway is stopped in between. A message's text is sealed with the master key and
/// erased once it has been sent or given up. Any thread; statements on that of the connection.
class Outbox
{
public:
    Outbox(const Secret &masterKey, const Clock &clock)
        : m_box(masterKey)
        , m_clock(clock)
    {}

    /// Belongs into the transaction of what the message tells about, on the writer's connection. Answers its id.
    /// Internal where the address or the subject can't be one: the callers check what people give them.
    Result<std::string> enqueue(storage::Connection &connection, const Message &message);
    /// To be called after the commit where a message shouldn't wait for the sender's next look (2 s).
    void wake();
    /// Who is told by wake(): the sender.
    void onWake(std::function<void()> action);

    struct Due
    {
        Entry entry;
        Secret text;
    };
    /// Those whose time has come, oldest first. A text that can't be opened any more (another master key) comes with
    /// an empty one.
    Result<std::vector<Due>> due(storage::Connection &connection, int limit) const;
    /// When the next one is due; empty: none is queued.
    Result<std::optional<std::int64_t>> nextDueMs(storage::Connection &connection) const;

    Result<void> markSent(storage::Connection &connection, const std::string &id, State state) const;
    Result<void> markRetry(storage::Connection &connection, const std::string &id, const std::string &why,
                           std::int64_t nextAttemptMs) const;
    Result<void> markFailed(storage::Connection &connection, const std::string &id, const std::string &why) const;
    /// Forgets what ended before `beforeMs`.
    static Result<void> forget(storage::Connection &connection, std::int64_t beforeMs);

    /// Newest first; `after` is an id, `state` empty for all; `search`: part of the recipient, the subject or the kind.
    static Result<std::vector<Entry>> list(storage::Connection &connection, int limit, const std::string &after,
                                           const std::string &state, const std::string &search = {});

private:
    ops::CredentialBox m_box;
    const Clock &m_clock;
    std::mutex m_mutex;
    std::function<void()> m_action;
};

} // namespace beaver::mail
