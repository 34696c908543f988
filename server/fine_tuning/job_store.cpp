#include <server/fine_tuning/job_store.h>

namespace beaver::fine_tuning::store {

namespace {

constexpr const char *selectJob = "SELECT id, account_id, endpoint_id, model_id, training_file, validation_file, "
                                  "status, body, created_at FROM fine_tuning_jobs ";

Job readJob(const storage::Statement &row)
{
    return {row.text(0),
            AccountId(row.text(1)),
            EndpointId(row.text(2)),
            row.text(3),
            row.text(4),
            row.text(5),
            row.text(6),
            row.text(7),
            row.integer(8)};
}

Result<void> done(const Result<std::int64_t> &changed)
{
    return changed ? Result<void>() : Result<void>(changed.error());
}

} // namespace

Result<void> insert(storage::Connection &connection, const Job &job)
{
    return done(connection
                    .prepared("INSERT INTO fine_tuning_jobs (id, account_id, endpoint_id, model_id, training_file, "
                              "validation_file, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .bind(job.id)
                    .bind(job.account.text())
                    .bind(job.endpoint.text())
                    .bind(job.model)
                    .bind(job.trainingFile)
                    .bind(job.validationFile)
                    .bind(job.status)
                    .bind(job.body)
                    .bind(job.createdAtMs)
                    .run());
}

Result<void> noteState(storage::Connection &connection, const Job &job)
{
    return done(connection.prepared("UPDATE fine_tuning_jobs SET status = ?, body = ? WHERE account_id = ? AND id = ?")
                    .bind(job.status)
                    .bind(job.body)
                    .bind(job.account.text())
                    .bind(job.id)
                    .run());
}

Result<std::optional<Job>> find(storage::Connection &connection, const AccountId &account, const std::string &id)
{
    auto &find = connection.prepared(std::string(selectJob) + "WHERE account_id = ? AND id = ?");
    const auto row = find.bind(account.text()).bind(id).next();
    if (!row)
        return row.error();
    std::optional<Job> found;
    if (*row)
        found = readJob(find);
    find.reset();
    return found;
}

Result<std::vector<Job>> list(storage::Connection &connection, const AccountId &account, const std::string &after,
                              int limit)
{
    auto &select = connection.prepared(
        std::string(selectJob) +
        "WHERE account_id = ? AND (? = '' OR created_at < (SELECT created_at FROM fine_tuning_jobs WHERE "
        "account_id = ? AND id = ?)) ORDER BY created_at DESC, id DESC LIMIT ?");
    select.bind(account.text()).bind(after).bind(account.text()).bind(after).bind(limit + 1);
    std::vector<Job> jobs;
    for (;;) {
        const auto row = select.next();
        if (!row)
            return row.error();
        if (!*row)
            return jobs;
        jobs.push_back(readJob(select));
    }
}

Result<std::string> providerFile(storage::Connection &connection, const std::string &file, const EndpointId &endpoint)
{
    auto &find =
        connection.prepared("SELECT provider_file_id FROM provider_files WHERE file_id = ? AND endpoint_id = ?");
    const auto row = find.bind(file).bind(endpoint.text()).next();
    if (!row)
        return row.error();
    std::string found;
    if (*row)
        found = find.text(0);
    find.reset();
    return found;
}

Result<void> noteProviderFile(storage::Connection &connection, const std::string &file, const EndpointId &endpoint,
                              const std::string &providerFile, std::int64_t nowMs)
{
    return done(connection
                    .prepared("INSERT INTO provider_files (file_id, endpoint_id, provider_file_id, created_at) "
                              "VALUES (?, ?, ?, ?) ON CONFLICT (file_id, endpoint_id) DO UPDATE SET "
                              "provider_file_id = excluded.provider_file_id, created_at = excluded.created_at")
                    .bind(file)
                    .bind(endpoint.text())
                    .bind(providerFile)
                    .bind(nowMs)
                    .run());
}

} // namespace beaver::fine_tuning::store
