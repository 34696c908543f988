#pragma once

#include <QString>

#include <shared/base/money.h>

namespace beaver::admin {

/// For reading at a glance: `$1,234.57`, rounded half to even. What rounds to nothing without being nothing is
/// `<$0.01`.
QString shortUsd(Money amount);
/// Every digit there is: `1,234.5678 USD`.
QString exactUsd(Money amount);
/// The same with the sign of the dollar.
QString exactDollars(Money amount);

} // namespace beaver::admin
