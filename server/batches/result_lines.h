#pragma once

#include <server/batches/line_caller.h>

#include <string>
#include <string_view>

namespace beaver::batches {

/// Lines of the files of results, each with its end, in OpenAI's form.

/// `{"id", "custom_id", "response": {"status_code", "request_id", "body"}, "error": null}`
std::string answerLine(std::string_view customId, const LineAnswer &answer, std::int64_t nowMs);

/// The same for a line that was never called: `"response": null, "error": {"code", "message"}`.
std::string notCalledLine(std::string_view customId, std::string_view code, std::string_view message,
                          std::int64_t nowMs);

/// The `custom_id` of such a line; empty where it is none.
std::string customIdOf(std::string_view line);

} // namespace beaver::batches
