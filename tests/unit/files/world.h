#pragma once

#include <QCoroTask>
#include <QEventLoop>
#include <QTemporaryDir>

#include <gtest/gtest.h>
#include <server/files/file_service.h>
#include <server/ops/event_loop.h>
#include <server/storage/database.h>

#include <memory>
#include <string>

namespace beaver::files::test {

/// Readable failures: `ok`, or the reason of the error (the field or the message where it has none).
template <typename T> std::string outcome(const Result<T> &result)
{
    if (result)
        return "ok";
    const Error &error = result.error();
    return !error.reason.empty() ? error.reason : !error.param.empty() ? error.param : error.message;
}

template <typename T> QCoro::Task<void> keepAnswer(QCoro::Task<T> task, std::optional<T> *answer, QEventLoop *events)
{
    T value = co_await task;
    answer->emplace(std::move(value));
    events->quit();
}

/// Runs the loop until the task has answered.
template <typename T> T await(QCoro::Task<T> task)
{
    std::optional<T> answer;
    QEventLoop events;
    const QCoro::Task<void> running = keepAnswer(std::move(task), &answer, &events);
    if (!answer)
        events.exec();
    return std::move(*answer);
}

/// Real time that can be set.
class ShiftedClock final : public Clock
{
public:
    std::int64_t wallMs() const override { return m_real.wallMs() + m_shiftMs; }
    std::int64_t monotonicUs() const override { return m_real.monotonicUs(); }
    void jumpMs(std::int64_t ms) { m_shiftMs += ms; }

private:
    SystemClock m_real;
    std::atomic<std::int64_t> m_shiftMs = 0;
};

/// A database with the accounts acc_ann and acc_bob, and a folder of files beside it.
class World
{
public:
    explicit World(std::int64_t fileBytes = 4096, std::int64_t accountBytes = 16'384);

    /// The process starts anew on the same database and folder.
    void restart();
    /// Runs statements on the writer.
    void execute(std::string_view sql);
    /// The first column of the first row, as text.
    std::string query(std::string_view sql);

    Result<File> upload(const std::string &content, const std::string &purpose = "batch",
                        const std::string &name = "lines.jsonl", const AccountId &account = AccountId("acc_ann"));
    /// The whole content, or the error's reason.
    std::string content(const FileId &id);
    std::string path(const std::string &below) const;

    const std::int64_t fileBytes;
    const std::int64_t accountBytes;
    QTemporaryDir folder;
    ShiftedClock clock;
    ops::EventLoop loop;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<FileService> files;
};

inline const AccountId ann("acc_ann");
inline const AccountId bob("acc_bob");

} // namespace beaver::files::test
