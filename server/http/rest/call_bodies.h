#pragma once

#include <server/http/front/route_table.h>
#include <server/storage/database.h>
#include <server/usage/body_keeper.h>
#include <shared/base/clock.h>

namespace beaver::http {

/// Whether a key's bodies are kept, and what was kept of a call. Who reads it is in the audit log.
class CallBodyHandlers
{
public:
    CallBodyHandlers(storage::Database &database, usage::BodyKeeper &keeper, const Clock &clock)
        : m_database(database)
        , m_keeper(keeper)
        , m_clock(clock)
    {}

    QCoro::Task<Result<Answer>> chooseOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> choose(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> chosenOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> chosen(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> showOwn(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> show(std::shared_ptr<Exchange> exchange);

private:
    /// Empty: anybody's.
    struct Whose
    {
        AccountId account;
        ProjectId project; ///< empty: of any of its projects
        bool includes(const AccountId &owner, const ProjectId &of) const
        {
            return (account.isEmpty() || account == owner) && (project.isEmpty() || project == of);
        }
    };
    static Whose ownOf(const Exchange &exchange);
    QCoro::Task<Result<Answer>> chooseFor(std::shared_ptr<Exchange> exchange, Whose whose);
    QCoro::Task<Result<Answer>> chosenFor(std::shared_ptr<Exchange> exchange, Whose whose);
    QCoro::Task<Result<Answer>> showTo(std::shared_ptr<Exchange> exchange, Whose whose);

    storage::Database &m_database;
    usage::BodyKeeper &m_keeper;
    const Clock &m_clock;
};

} // namespace beaver::http
