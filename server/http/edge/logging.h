#pragma once

#include <QLoggingCategory>

namespace beaver::http {

Q_DECLARE_LOGGING_CATEGORY(edgeLog)

} // namespace beaver::http
