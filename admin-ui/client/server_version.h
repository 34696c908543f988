#pragma once

#include <QString>

namespace beaver::admin {

/// The oldest server that this console can work with.
inline constexpr auto oldestServer = "0.1.0";

/// Before `oldestServer`. A server that doesn't tell its version is taken for one that fits.
bool isTooOld(const QString &server);

/// Whether server and console are of one make: the same major version, and before 1.0 the same minor one.
enum class ServerAge { Fits, Older, Newer };
ServerAge serverAge(const QString &server, const QString &console);

} // namespace beaver::admin
