#pragma once

#include <server/ops/options.h>

namespace beaver::app {

/// `beaverd doctor`: checks configuration, key file, schema, the database file and the whole ledger, a line each, and
/// says how to mend what is wrong. Changes nothing; may run beside a serving beaverd. Returns 0 when all is well.
int doctor(const ops::Options &options);

} // namespace beaver::app
