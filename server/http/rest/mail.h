#pragma once

#include <server/http/front/route_table.h>
#include <server/mail/outbox.h>
#include <server/storage/database.h>

namespace beaver::http {

/// `/admin/mail`: what goes out, and whether it does.
class MailHandlers
{
public:
    MailHandlers(mail::Outbox &outbox, storage::Database &database, const Clock &clock)
        : m_outbox(outbox)
        , m_database(database)
        , m_clock(clock)
    {}

    /// The outbox, newest first; `?state=` one of queued, sent, failed, logged. Never what a message says.
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    /// Queues a message to `to`, else to who asks. 202 with its line: GET shows what became of it.
    QCoro::Task<Result<Answer>> test(std::shared_ptr<Exchange> exchange);

private:
    mail::Outbox &m_outbox;
    storage::Database &m_database;
    const Clock &m_clock;
};

} // namespace beaver::http
