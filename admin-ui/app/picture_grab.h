#pragma once

#include <QString>

#include <admin-ui/client/fake_api_client.h>
#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Writes a picture of every page in both themes, such as `overview-light.png`, into `folder`, and prints their paths;
/// of the smallest window too (`overview-small-light.png`), and there of each state (`overview-offline-light.png`).
/// Works on the offscreen platform. The result is the process's exit code.
int grabPictures(Session &session, FakeApiClient &server, Preferences &preferences, const QString &folder);

} // namespace beaver::admin
