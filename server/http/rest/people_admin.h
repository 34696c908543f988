#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/people_service.h>
#include <server/limits/limits_service.h>

namespace beaver::http {

/// What administrators do about people: invitations, sign-ins, deletion.
class PeopleAdminHandlers
{
public:
    PeopleAdminHandlers(identity::PeopleService &people, limits::LimitsService &limits)
        : m_people(people)
        , m_limits(limits)
    {}

    QCoro::Task<Result<Answer>> invite(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> invitations(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> withdrawInvitation(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> sessions(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> endSessions(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> endSession(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> deleteAccount(std::shared_ptr<Exchange> exchange);

private:
    identity::PeopleService &m_people;
    limits::LimitsService &m_limits;
};

} // namespace beaver::http
