#pragma once

#include <QLocale>
#include <QString>

#include <shared/base/money.h>

#include <optional>

namespace beaver::admin {

/// An amount as a person types it: `25`, `$ 0.5`. In English it takes a point and nothing between the digits. Where
/// decimals follow a comma it takes `1234,56` and `1.234,56`, and a point where it can only be one thing: `1250.50`,
/// `1.234.567`. What could be both, as `1.234`, is nothing (isAmbiguousAmount).
std::optional<Money> parseAmount(const QString &typed, const QLocale &locale = QLocale());

/// `1.234` where decimals follow a comma: one and a bit, or more than a thousand.
bool isAmbiguousAmount(const QString &typed, const QLocale &locale = QLocale());

/// The server's `1.5` as parseAmount() takes it: `1,5` where decimals follow a comma.
QString amountInput(const QString &decimal, const QLocale &locale = QLocale());

/// The largest amount that the server takes at once.
constexpr Money largestAmount = Money::fromNanoUsd(1'000'000'000'000'000);

} // namespace beaver::admin
