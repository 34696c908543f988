#pragma once

#include <server/storage/rows.h>

#include <string>

struct sqlite3;

namespace beaver::storage {

/// Gives a connection the table `bound_rows`, whose columns v0 … v63 are the values of `*rows`: the one way in which
/// SQLite takes many rows with one execution. `rows` must live as long as the connection; what it points to may change
/// between statements. False when SQLite doesn't take it.
///
/// https://www.sqlite.org/vtab.html, 2.1.2, eponymous virtual tables
bool provideRows(sqlite3 *connection, const Rows *const *rows);

/// ` SELECT v0, v1, … FROM bound_rows`. `columns` is 64 at most.
std::string selectRows(std::size_t columns);

constexpr std::size_t mostRowColumns = 64;

} // namespace beaver::storage
