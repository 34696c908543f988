#include <QLoggingCategory>

#include <server/files/file_service.h>
#include <server/files/file_store.h>

#include <algorithm>
#include <future>

Q_LOGGING_CATEGORY(logFiles, "beaver.files")

namespace beaver::files {

namespace {

constexpr std::size_t longestName = 512;
constexpr int expiredAtOnce = 100;

Result<void> check(const NewFile &wanted, const Settings &settings)
{
    if (!isUploadPurpose(wanted.purpose))
        return invalid("purpose", "'purpose' takes 'batch', 'fine-tune', 'user_data', 'assistants', 'vision' or "
                                  "'evals', not '" +
                                      wanted.purpose.substr(0, 40) + "'.");
    const bool control = std::any_of(wanted.name.begin(), wanted.name.end(),
                                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (wanted.name.empty() || wanted.name.size() > longestName || control)
        return invalid("file", "The file needs a name of at most " + std::to_string(longestName) +
                                   " bytes without control characters.");
    if (wanted.content.empty())
        return invalid("file", "The file is empty.");
    if (static_cast<std::int64_t>(wanted.content.size()) > settings.fileBytes)
        return Error{ErrorCode::PayloadTooLarge,
                     "A file takes at most " + std::to_string(settings.fileBytes) + " bytes.",
                     "file",
                     "file_too_large",
                     {},
                     0};
    return {};
}

Result<void> insertWithinBounds(storage::Connection &connection, const File &file, std::int64_t accountBytes)
{
    const auto used = store::bytesOf(connection, file.account);
    if (!used)
        return used.error();
    if (*used + file.bytes > accountBytes)
        return Error{ErrorCode::Forbidden,
                     "The files of this account would come to " + std::to_string(*used + file.bytes) +
                         " bytes; it may keep " + std::to_string(accountBytes) + ". Delete some.",
                     "file",
                     "file_storage_full",
                     {},
                     0};
    return store::insert(connection, file);
}

} // namespace

Error noSuchFile(std::string_view id, std::string_view param)
{
    return {ErrorCode::NotFound,
            "There is no file '" + std::string(id.substr(0, 80)) + "'.",
            std::string(param),
            "file_not_found",
            {},
            0};
}

FileService::FileService(Settings settings, storage::Database &database, const Clock &clock)
    : m_settings(std::move(settings))
    , m_database(database)
    , m_clock(clock)
{}

Result<void> FileService::start()
{
    auto opened = FileFolder::open(m_settings.folder);
    if (!opened)
        return opened.error();
    m_folder = std::move(*opened);
    const auto unfinished = m_folder->unfinished();
    if (!unfinished)
        return unfinished.error();

    // A row stands for a content that is to stay; a partial file without one still grows.
    std::promise<Result<void>> promise;
    m_database.read([&](storage::Connection &connection) {
        const auto settle = [&](const FileId &id, bool discard) -> Result<void> {
            const auto row = store::find(connection, id);
            if (!row)
                return row.error();
            if (*row)
                return m_folder->publish(id);
            return discard ? m_folder->discard(id) : Result<void>();
        };
        for (const auto *ids : {&unfinished->incoming, &unfinished->partial}) {
            for (const auto &id : *ids) {
                if (auto settled = settle(id, ids == &unfinished->incoming); !settled) {
                    promise.set_value(std::move(settled));
                    return;
                }
            }
        }
        promise.set_value({});
    });
    return promise.get_future().get();
}

QCoro::Task<Result<File>> FileService::create(ops::Executor &loop, NewFile wanted)
{
    if (auto sound = check(wanted, m_settings); !sound)
        co_return sound.error();
    File file;
    file.createdAtMs = m_clock.wallMs();
    file.id = newId<FileId>(file.createdAtMs);
    file.account = wanted.account;
    file.purpose = wanted.purpose;
    file.name = wanted.name;
    file.bytes = static_cast<std::int64_t>(wanted.content.size());
    if (wanted.expiresAfterS)
        file.expiresAtMs = file.createdAtMs + *wanted.expiresAfterS * 1000;

    auto writing = m_pool.run(loop, [this, id = file.id, content = wanted.content, keeper = std::move(wanted.keeper)] {
        return m_folder->write(id, content);
    });
    if (auto written = co_await writing; !written)
        co_return written.error();
    auto inserting = m_database.write(loop, [file, most = m_settings.accountBytes](storage::Connection &connection) {
        return insertWithinBounds(connection, file, most);
    });
    const auto inserted = co_await inserting;
    auto placing = m_pool.run(loop, [this, id = file.id, keep = inserted.ok()] {
        return keep ? m_folder->publish(id) : m_folder->discard(id);
    });
    const auto placed = co_await placing;
    if (!inserted)
        co_return inserted.error();
    if (!placed)
        co_return placed.error();
    co_return file;
}

QCoro::Task<Result<File>> FileService::find(ops::Executor &loop, AccountId account, std::string id)
{
    if (!isFileId(id))
        co_return noSuchFile(id);
    auto reading = m_database.read(
        loop, [id = FileId(id)](storage::Connection &connection) { return store::find(connection, id); });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    const auto &file = *found;
    if (!file || file->account != account || (file->expiresAtMs && *file->expiresAtMs <= m_clock.wallMs()))
        co_return noSuchFile(id);
    co_return *file;
}

QCoro::Task<Result<FilePage>> FileService::list(ops::Executor &loop, AccountId account, FileFilter filter)
{
    auto reading = m_database.read(loop, [account = std::move(account), filter = std::move(filter),
                                          nowMs = m_clock.wallMs()](storage::Connection &connection) {
        return store::list(connection, account, filter, nowMs);
    });
    co_return co_await reading;
}

QCoro::Task<Result<void>> FileService::remove(ops::Executor &loop, AccountId account, std::string id)
{
    auto finding = find(loop, std::move(account), std::move(id));
    const auto file = co_await finding;
    if (!file)
        co_return file.error();
    auto dropping = drop(loop, file->id);
    co_return co_await dropping;
}

QCoro::Task<Result<void>> FileService::drop(ops::Executor &loop, FileId id)
{
    auto withdrawing = m_pool.run(loop, [this, id] { return m_folder->withdraw(id); });
    if (auto withdrawn = co_await withdrawing; !withdrawn)
        co_return withdrawn.error();
    auto removing =
        m_database.write(loop, [id](storage::Connection &connection) { return store::remove(connection, id); });
    const auto removed = co_await removing;
    auto ending = m_pool.run(
        loop, [this, id, gone = removed.ok()] { return gone ? m_folder->discard(id) : m_folder->publish(id); });
    const auto ended = co_await ending;
    if (!ended)
        qCWarning(logFiles, "%s: %s", id.text().c_str(), ended.error().detail.c_str());
    co_return removed;
}

QCoro::Task<> FileService::forgetExpired(ops::Executor &loop)
{
    for (;;) {
        auto reading = m_database.read(loop, [nowMs = m_clock.wallMs()](storage::Connection &connection) {
            return store::expired(connection, nowMs, expiredAtOnce);
        });
        const auto ids = co_await reading;
        if (!ids || ids->empty())
            co_return;
        for (const auto &id : *ids) {
            auto dropping = drop(loop, id);
            if (const auto dropped = co_await dropping; !dropped)
                co_return; // the next round tries again
        }
    }
}

} // namespace beaver::files
