#pragma once

#include <QCoroTask>

#include <server/ops/event_loop.h>
#include <server/storage/database.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace beaver::http {

/// The credit gateway's ids are whole numbers. Each account and key has one from the first time that it is shown there.
enum class Numbered : std::uint8_t { Account, Key };

/// id → number, for all of them; those without one get it.
QCoro::Task<Result<std::map<std::string, std::int64_t>>> numbersOf(ops::EventLoop &loop, storage::Database &database,
                                                                   Numbered kind, std::vector<std::string> ids);
/// The id of a number, given as a text; a text that is no number is taken for an id itself. Empty: there is none.
QCoro::Task<Result<std::string>> idOf(ops::EventLoop &loop, storage::Database &database, Numbered kind,
                                      std::string text);

} // namespace beaver::http
