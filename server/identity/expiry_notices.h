#pragma once

#include <server/mail/outbox.h>
#include <server/storage/database.h>
#include <shared/base/clock.h>

namespace beaver::identity {

/// Tells accounts by mail that a key of theirs ends in 7 days, and in 1 day; each once, in the transaction that notes
/// it. A key that was made for less time than that is told of nothing.
class ExpiryNotices
{
public:
    ExpiryNotices(storage::Database &database, mail::Outbox &outbox, const Clock &clock)
        : m_database(database)
        , m_outbox(outbox)
        , m_clock(clock)
    {}

    /// Looks for keys to tell of; every few minutes. Waits for nothing. Any thread.
    void tick();

private:
    storage::Database &m_database;
    mail::Outbox &m_outbox;
    const Clock &m_clock;
};

} // namespace beaver::identity
