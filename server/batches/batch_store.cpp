#include <server/batches/batch_store.h>

namespace beaver::batches::store {

namespace {

constexpr const char *selectBatch =
    "SELECT id, account_id, key_id, endpoint, input_file_id, completion_window, metadata, price_percent, status, "
    "output_file_id, error_file_id, errors, output_expires_s, total, completed, failed, created_at, expires_at, "
    "in_progress_at, finalizing_at, cancelling_at, ended_at, "
    "EXISTS (SELECT 1 FROM files WHERE files.id = batches.output_file_id), "
    "EXISTS (SELECT 1 FROM files WHERE files.id = batches.error_file_id) FROM batches ";

constexpr const char *notEnded = "status IN ('validating', 'in_progress', 'finalizing', 'cancelling')";

std::optional<std::int64_t> optionalTime(const storage::Statement &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.integer(column));
}

Batch readBatch(const storage::Statement &row)
{
    Batch batch;
    batch.id = BatchId(row.text(0));
    batch.account = AccountId(row.text(1));
    batch.key = KeyId(row.text(2));
    batch.endpoint = row.text(3);
    batch.input = files::FileId(row.text(4));
    batch.window = row.text(5);
    batch.metadata = row.text(6);
    batch.pricePercent = static_cast<int>(row.integer(7));
    batch.status = statusByName(row.text(8)).value_or(Status::Failed);
    batch.output = files::FileId(row.text(9));
    batch.errors = files::FileId(row.text(10));
    batch.inputErrors = row.text(11);
    batch.outputExpiresS = row.integer(12);
    batch.total = row.integer(13);
    batch.completed = row.integer(14);
    batch.failed = row.integer(15);
    batch.createdAtMs = row.integer(16);
    batch.expiresAtMs = row.integer(17);
    batch.inProgressAtMs = optionalTime(row, 18);
    batch.finalizingAtMs = optionalTime(row, 19);
    batch.cancellingAtMs = optionalTime(row, 20);
    batch.endedAtMs = optionalTime(row, 21);
    batch.hasOutput = row.integer(22) != 0;
    batch.hasErrors = row.integer(23) != 0;
    return batch;
}

Result<bool> changedOne(const Result<std::int64_t> &changed)
{
    return changed ? Result<bool>(*changed > 0) : Result<bool>(changed.error());
}

} // namespace

Result<void> insert(storage::Connection &connection, const Batch &batch)
{
    auto &insert = connection.prepared(
        "INSERT INTO batches (id, account_id, key_id, endpoint, input_file_id, completion_window, metadata, "
        "price_percent, status, output_file_id, error_file_id, output_expires_s, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto inserted = insert.bind(batch.id.text())
                              .bind(batch.account.text())
                              .bind(batch.key.text())
                              .bind(batch.endpoint)
                              .bind(batch.input.text())
                              .bind(batch.window)
                              .bind(batch.metadata)
                              .bind(batch.pricePercent)
                              .bind(statusName(batch.status))
                              .bind(batch.output.text())
                              .bind(batch.errors.text())
                              .bind(batch.outputExpiresS)
                              .bind(batch.createdAtMs)
                              .bind(batch.expiresAtMs)
                              .run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::optional<Batch>> find(storage::Connection &connection, const BatchId &id)
{
    auto &find = connection.prepared(std::string(selectBatch) + "WHERE id = ?");
    const auto row = find.bind(id.text()).next();
    if (!row)
        return row.error();
    std::optional<Batch> found;
    if (*row)
        found = readBatch(find);
    find.reset();
    return found;
}

Result<BatchPage> list(storage::Connection &connection, const AccountId &account, const std::string &after, int limit)
{
    auto &select = connection.prepared(std::string(selectBatch) +
                                       "WHERE account_id = ? AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?");
    select.bind(account.text()).bind(after).bind(after).bind(limit + 1);
    BatchPage page;
    for (;;) {
        const auto row = select.next();
        if (!row)
            return row.error();
        if (!*row)
            return page;
        if (page.batches.size() == static_cast<std::size_t>(limit)) {
            page.hasMore = true;
            select.reset();
            return page;
        }
        page.batches.push_back(readBatch(select));
    }
}

Result<std::vector<Batch>> unfinished(storage::Connection &connection)
{
    auto &select = connection.prepared(std::string(selectBatch) + "WHERE " + notEnded + " ORDER BY id");
    std::vector<Batch> found;
    for (;;) {
        const auto row = select.next();
        if (!row)
            return row.error();
        if (!*row)
            return found;
        found.push_back(readBatch(select));
    }
}

Result<std::int64_t> unfinishedOf(storage::Connection &connection, const AccountId &account)
{
    auto &count = connection.prepared(std::string("SELECT COUNT(*) FROM batches WHERE account_id = ? AND ") + notEnded);
    const auto row = count.bind(account.text()).next();
    if (!row)
        return row.error();
    const std::int64_t number = count.integer(0);
    count.reset();
    return number;
}

Result<bool> cancel(storage::Connection &connection, const BatchId &id, std::int64_t nowMs)
{
    return changedOne(connection
                          .prepared("UPDATE batches SET status = 'cancelling', cancelling_at = ? "
                                    "WHERE id = ? AND status IN ('validating', 'in_progress')")
                          .bind(nowMs)
                          .bind(id.text())
                          .run());
}

Result<bool> begin(storage::Connection &connection, const BatchId &id, std::int64_t total, std::int64_t nowMs)
{
    return changedOne(connection
                          .prepared("UPDATE batches SET status = 'in_progress', total = ?, in_progress_at = ? "
                                    "WHERE id = ? AND status = 'validating'")
                          .bind(total)
                          .bind(nowMs)
                          .bind(id.text())
                          .run());
}

Result<bool> finalize(storage::Connection &connection, const Batch &batch)
{
    return changedOne(connection
                          .prepared("UPDATE batches SET status = 'finalizing', finalizing_at = ?, completed = ?, "
                                    "failed = ? WHERE id = ? AND status = 'in_progress'")
                          .bind(batch.finalizingAtMs.value_or(0))
                          .bind(batch.completed)
                          .bind(batch.failed)
                          .bind(batch.id.text())
                          .run());
}

Result<void> noteCounts(storage::Connection &connection, const BatchId &id, std::int64_t completed, std::int64_t failed)
{
    const auto noted = connection.prepared("UPDATE batches SET completed = ?, failed = ? WHERE id = ?")
                           .bind(completed)
                           .bind(failed)
                           .bind(id.text())
                           .run();
    return noted ? Result<void>() : Result<void>(noted.error());
}

Result<void> end(storage::Connection &connection, const Batch &batch)
{
    auto &update = connection.prepared("UPDATE batches SET status = ?, total = ?, completed = ?, failed = ?, "
                                       "errors = ?, ended_at = ? WHERE id = ?");
    const auto ended = update.bind(statusName(batch.status))
                           .bind(batch.total)
                           .bind(batch.completed)
                           .bind(batch.failed)
                           .bind(batch.inputErrors)
                           .bind(batch.endedAtMs.value_or(0))
                           .bind(batch.id.text())
                           .run();
    return ended ? Result<void>() : Result<void>(ended.error());
}

} // namespace beaver::batches::store
