#pragma once

#include <QLoggingCategory>

namespace beaver::storage {

Q_DECLARE_LOGGING_CATEGORY(storageLog)

} // namespace beaver::storage
