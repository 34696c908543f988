#pragma once

#include <server/http/front/route_table.h>
#include <server/identity/attempt_limit.h>
#include <server/identity/identity_service.h>
#include <server/limits/limits_service.h>
#include <server/projects/project_service.h>
#include <server/relay/relay.h>

#include <functional>

namespace beaver::http {

/// What the paths of the AI Gateway proxy share between loops.
struct AiGateway
{
    bool registrationOpen = true;
    identity::AttemptLimit creations; ///< of projects, by address
};

/// The AI Gateway proxy's own paths: projects, keys with budgets, calls in camelCase, usage. The envelope of an answer
/// is
/// `{"success":true,"data":…}`.
class AiGatewayHandlers
{
public:
    struct Context
    {
        AiGateway &shared;
        projects::ProjectService &projects;
        identity::IdentityService &identity;
        limits::LimitsService &limits;
        relay::Relay &relay;
        storage::Database &database;
        const Clock &clock;
    };
    explicit AiGatewayHandlers(const Context &context)
        : m(context)
    {}

    /// Open: a new account with one project and its admin key.
    QCoro::Task<Result<Answer>> createProject(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> createKey(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> keys(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> removeKey(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> chat(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> embeddings(std::shared_ptr<Exchange> exchange);

    QCoro::Task<Result<Answer>> stats(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> costs(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> budget(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<relay::Reply>> run(std::shared_ptr<Exchange> exchange, std::shared_ptr<relay::Call> call);

    Context m;
};

} // namespace beaver::http
