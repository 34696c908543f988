#pragma once

#include <QString>

#include <shared/base/money.h>

#include <optional>

namespace beaver::admin {

/// An amount as a person types it: `25`, `$ 0.5`. Takes a point and nothing between the digits, so that nobody's comma
/// is read as somebody else's.
std::optional<Money> parseAmount(const QString &typed);

/// The largest amount that the server takes at once.
constexpr Money largestAmount = Money::fromNanoUsd(1'000'000'000'000'000);

} // namespace beaver::admin
