#pragma once

#include <QCoroTask>

#include <server/catalog/catalogue_service.h>
#include <server/files/file_service.h>
#include <server/fine_tuning/job_json.h>
#include <server/fine_tuning/provider_client.h>
#include <server/fine_tuning/types.h>
#include <server/ops/event_loop.h>
#include <server/routing/router.h>
#include <server/storage/database.h>

#include <string>
#include <vector>

namespace beaver::fine_tuning {

/// What all loops share.
struct Services
{
    storage::Database &database;
    catalog::CatalogueService &catalogue;
    routing::Router &router;
    files::FileService &files;
    const Clock &clock;
};

/// Fine-tuning jobs run at the provider that owns the model; here is remembered whose they are and where. Training
/// files are handed to the provider when a job first asks for them. One for each loop.
class FineTuningService
{
public:
    FineTuningService(ops::EventLoop &loop, Services services, providers::Transport &transport)
        : m_loop(loop)
        , m_services(services)
        , m_transport(transport)
    {}

    /// Where the request may go: the model and the files must be there. Errors: NotFound, InvalidRequest (the provider
    /// doesn't fine-tune).
    struct Place
    {
        std::shared_ptr<const providers::Endpoint> endpoint;
        std::string modelId;
        std::string upstreamModel;
    };
    Result<Place> placeFor(const std::string &name) const;

    QCoro::Task<Result<Job>> create(AccountId account, Place place, JobWish wish, std::string body);
    QCoro::Task<Result<Job>> find(AccountId account, std::string id);
    /// As the provider has it now.
    QCoro::Task<Result<Job>> look(AccountId account, std::string id);
    /// Newest first; those that still run as the provider has them now, where it answers.
    QCoro::Task<Result<std::vector<Job>>> list(AccountId account, std::string after, int limit);
    /// `cancel`, `pause` or `resume`.
    QCoro::Task<Result<Job>> tell(AccountId account, std::string id, std::string what);
    /// `events` or `checkpoints`: the provider's own answer. `query` as it came.
    QCoro::Task<Result<std::string>> read(AccountId account, std::string id, std::string what, std::string query);

private:
    Result<std::shared_ptr<const providers::Endpoint>> endpointOf(const Job &job) const;
    QCoro::Task<Result<std::string>> handOver(AccountId account, std::shared_ptr<const providers::Endpoint> endpoint,
                                              std::string id, std::string param);
    QCoro::Task<Result<Job>> refresh(Job job, std::string what);
    std::string shown(const Job &job, std::string_view said) const;

    ops::EventLoop &m_loop;
    Services m_services;
    providers::Transport &m_transport;
};

} // namespace beaver::fine_tuning
