#pragma once

#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <string>

namespace beaver::app {

/// The master key: what is configured, else the file beside the database (`FILE.key`), which is made with mode 0600
/// where it is missing.
Result<Secret> masterKey(const Secret &configured, const std::string &databaseFile);

} // namespace beaver::app
