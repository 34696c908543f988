#pragma once

#include <server/files/file_service.h>
#include <server/http/front/route_table.h>

namespace beaver::http {

/// OpenAI's files (https://platform.openai.com/docs/api-reference/files), each seen by its own account alone.
class FileHandlers
{
public:
    explicit FileHandlers(files::FileService &files)
        : m_files(files)
    {}

    QCoro::Task<Result<Answer>> create(std::shared_ptr<Exchange> exchange); ///< `POST /v1/files`, a form
    QCoro::Task<Result<Answer>> list(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> one(std::shared_ptr<Exchange> exchange);
    /// A large one comes in pieces, as the client takes them.
    QCoro::Task<Result<Answer>> content(std::shared_ptr<Exchange> exchange);
    QCoro::Task<Result<Answer>> remove(std::shared_ptr<Exchange> exchange);

private:
    QCoro::Task<Result<Answer>> stream(std::shared_ptr<Exchange> exchange, files::File file);

    files::FileService &m_files;
};

} // namespace beaver::http
