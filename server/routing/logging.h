#pragma once

#include <QLoggingCategory>

namespace beaver::routing {

Q_DECLARE_LOGGING_CATEGORY(routingLog)

} // namespace beaver::routing
