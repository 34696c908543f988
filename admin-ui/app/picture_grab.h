#pragma once

#include <QString>
#include <QVariantMap>

#include <admin-ui/client/fake_api_client.h>
#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Writes a picture of every page in both themes, such as `overview-light.png`, into `folder`, and prints their paths;
/// of its forms, drawers, questions and menus into `dialogs`, of the smallest window into `small`, and there of each
/// state into `states` (`overview-offline-light.png`). Works on the offscreen platform. The result is the process's
/// exit code.
int grabPictures(Session &session, FakeApiClient &server, Preferences &preferences, const QString &folder);

/// The first record of the table that lists such things (`account`, `key` …); empty where there is none. Runs an event
/// loop.
QVariantMap sampleRecord(Session &session, const QString &of);

} // namespace beaver::admin
