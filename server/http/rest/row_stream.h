#pragma once

#include <server/http/front/exchange.h>
#include <server/storage/database.h>

#include <functional>
#include <memory>
#include <string>

namespace beaver::http {

/// A piece of a long answer.
struct RowChunk
{
    std::string text;
    bool last = false;
};

/// Makes the next piece on a reader's thread; keeps where it is in itself. A few hundred kilobytes at a time.
using RowSource = std::function<Result<RowChunk>(storage::Connection &)>;

/// Streams a download whose size doesn't matter: one piece is in memory, the next is read when the client has taken
/// most of what waits. Between two pieces the reader serves others. An error after the first byte breaks the connection
/// off, so that nobody takes a part for the whole. The answer is `streamed`.
QCoro::Task<Result<Answer>> streamRows(std::shared_ptr<Exchange> exchange, storage::Database &database,
                                       std::string contentType, std::string fileName, RowSource source);

/// A cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula: such text gets a leading `'`.
void appendCsvText(std::string &to, std::string_view text);

} // namespace beaver::http
