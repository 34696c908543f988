#pragma once

#include <QVariantMap>

#include <admin-ui/client/json_value.h>

namespace beaver::admin {

/// The members of an object that are plain, lists as texts, and all of it as `json`: what actions and forms start from.
QVariantMap plainRecord(const JsonValue &json);

} // namespace beaver::admin
