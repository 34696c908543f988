#pragma once

#include <string>
#include <string_view>

namespace beaver::http {

/// Splits an origin-form target (`/v1/models?limit=3`) and decodes its path once. False when a character isn't allowed,
/// an escape is malformed or stands for a control character or a backslash, the path isn't UTF-8, or it holds an empty,
/// `.` or
/// `..` segment: so there is no second reading of a path that somebody else could take. `%2F` is a slash (ids such as
/// `openai%2Fgpt-4`).
bool splitTarget(std::string_view target, std::string &path, std::string &query);

/// `host[:port]` as in a Host header: a name, an IPv4 address or an IPv6 address in brackets; no user, no blank.
bool isAuthority(std::string_view text);

} // namespace beaver::http
