#pragma once

#include <QString>

#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Writes `connect-light.png`, `connect-dark.png`, `accounts-light.png` and `accounts-dark.png` of the console into
/// `folder`, and prints their paths. Works on the offscreen platform. The result is the process's exit code.
int grabPictures(Session &session, Preferences &preferences, const QString &folder);

} // namespace beaver::admin
