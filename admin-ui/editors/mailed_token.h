#pragma once

#include <QString>

namespace beaver::admin {

/// The token of a mail, from the token itself or from the link that has it behind its #.
QString mailedToken(const QString &pasted);

} // namespace beaver::admin
