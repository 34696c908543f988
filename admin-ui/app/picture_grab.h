#pragma once

#include <QString>

#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Writes a picture of every page in both themes, such as `overview-light.png`, into `folder`, and prints their paths.
/// Works on the offscreen platform. The result is the process's exit code.
int grabPictures(Session &session, Preferences &preferences, const QString &folder);

} // namespace beaver::admin
