#pragma once

#include <server/usage/call_log.h>
#include <shared/base/json_writer.h>

#include <string>
#include <string_view>

namespace beaver::http {

/// A call as a row of the request log. `names` may be null.
void writeCall(JsonWriter &json, const usage::Record &record, const usage::CallNames *names);

/// The same as a line of CSV, and the line above all.
std::string_view callCsvHeader();
void appendCallCsv(std::string &to, const usage::Record &record);

} // namespace beaver::http
